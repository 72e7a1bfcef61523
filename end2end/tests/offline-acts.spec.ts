import { expectAccessible } from '../fixtures/axe.ts';
import { IN_THE_HALL, standAt } from '../fixtures/position.ts';
import { expect, test } from '../fixtures/test.ts';
import { untilKept } from '../fixtures/without-network.ts';
import { Screen } from '../pages/screen.ts';
import { clockInUnseen } from '../pages/today.ts';

test.use({ as: 'worker', ownServer: true, cuttable: true });

test('asked, left and back without a network: each is kept, sent once, and shown with both times', async ({
  page,
  context,
  network,
  newDevice,
}) => {
  test.setTimeout(180_000);
  await standAt(context, IN_THE_HALL);
  const today = new Screen(page, '/');
  await today.open();
  await today.button('上班打卡').click();
  await expect(today.status).toContainText('打卡成功');
  await new Screen(page, '/outing').open();
  await untilKept(page, '/outing');
  const again = await network.cutAndReopen(page);
  const outing = new Screen(again, '/outing');
  await outing.open();
  await again.getByLabel('外出事由').fill('去地下室取材料');
  await outing.button('请同事顶岗').click();
  await expect(again.getByText('已保存在本机', { exact: true })).toBeVisible();
  await expect(again.getByText('等同事确认')).toBeVisible();
  await expect(outing.button('请同事顶岗')).toHaveCount(0);
  await expectAccessible(again);
  await again.getByText('无人顶岗，先离开', { exact: true }).click();
  await outing.button('确认离开').click();
  await expect(again.getByText('外出中，无人顶岗')).toBeVisible();
  await outing.button('我回来了').click();
  await expect(again.getByText('已返回')).toBeVisible();

  await again.getByRole('link', { name: '查看', exact: true }).click();
  await expect(again.getByText(/^外出申请 · /)).toBeVisible();
  await expect(again.getByText('去地下室取材料 · 15 分钟')).toBeVisible();
  await expect(again.getByText(/^外出：无人顶岗，先离开 · /)).toBeVisible();
  await expect(again.getByText(/^外出：我回来了 · /)).toBeVisible();
  // What arrives within a minute is as good as made on arrival.
  await again.waitForTimeout(62_000);
  await network.mend();
  await expect(again.getByText('没有等待发送的记录')).toBeVisible({ timeout: 30_000 });
  await outing.open();
  const row = again.getByRole('main').getByRole('listitem').filter({ hasText: '去地下室取材料' });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('已返回');
  await expect(row).toContainText('送达');

  const lead = await newDevice('lead');
  const review = new Screen(lead, '/attendance/review');
  await review.open();
  const late = lead.getByRole('listitem').filter({ hasText: '去地下室取材料' });
  await expect(late).toContainText('送达');
  await expectAccessible(lead);
  await late.getByRole('button', { name: '已了解' }).click();
  await expect(late).toHaveCount(0);
});

test.describe('a lead', () => {
  test.use({ as: 'lead' });

  test('witnesses in a hall without a network: kept, sent once', async ({ page, network, newDevice }) => {
    const phone = await newDevice('worker');
    await clockInUnseen(phone);

    const review = new Screen(page, '/attendance/review');
    await review.open();
    await untilKept(page, '/attendance/review');
    const again = await network.cutAndReopen(page);
    const theirs = new Screen(again, '/attendance/review');
    await theirs.open();
    const card = again.locator('.card').filter({ has: again.getByRole('heading', { name: /^张敏 · 11月24日/ }) });
    await card.getByRole('button', { name: '我见证本人到岗' }).click();
    await expect(card).toContainText('您的见证保存在本机');
    await expect(card.getByRole('button', { name: '我见证本人到岗' })).toHaveCount(0);
    await expectAccessible(again);
    await again.getByRole('link', { name: '查看', exact: true }).click();
    await expect(again.getByText(/^见证到岗 · /)).toBeVisible();
    await network.mend();
    await expect(again.getByText('没有等待发送的记录')).toBeVisible({ timeout: 30_000 });
    await theirs.open();
    await expect(card).toHaveCount(0);
    await phone.goto('/attendance');
    await phone.locator('#d-24 summary').click();
    await expect(phone.getByText(/见证到岗/)).toHaveCount(1);
  });
});

test('overtime asked for without a network is asked once, and what is wrong with it is put right', async ({
  page,
  network,
  problems,
}) => {
  const overtime = new Screen(page, '/roster/overtime');
  await overtime.open();
  await untilKept(page, '/roster/overtime');
  const again = await network.cutAndReopen(page);
  const form = new Screen(again, '/roster/overtime');
  await form.open();
  await again.getByLabel('加班日期').fill('2026-11-25');
  await again.getByLabel('加班分钟数').fill('500');
  await again.getByLabel('加班原因').fill('年底盘点');
  await form.button('提交申请').click();
  await expect(again.getByText('已保存在本机', { exact: true })).toBeVisible();
  await expect(form.button('提交申请')).toHaveCount(0);
  await expectAccessible(again);
  await again.getByRole('link', { name: '查看', exact: true }).click();
  await expect(again.getByText(/^加班申请 · /)).toBeVisible();
  await expect(again.getByText(/11月25日 周三 · .*年底盘点/)).toBeVisible();

  // Too long for a working day: refused, and its form opens filled in.
  problems.allow(/^422 POST .*\/api\/roster\/overtime\/ask/);
  await network.mend();
  await expect(again.getByRole('heading', { name: '需处理' })).toBeVisible({ timeout: 30_000 });
  await again.getByRole('link', { name: '改好再发' }).click();
  await expect(again.getByLabel('加班原因')).toHaveValue('年底盘点');
  await again.getByLabel('加班分钟数').fill('120');
  await form.button('提交申请').click();
  await expect(again.getByRole('main').getByText('年底盘点')).toHaveCount(1);
  await new Screen(again, '/me/offline').open();
  await expect(again.getByText('没有等待发送的记录')).toBeVisible();
  await expect(again.getByRole('heading', { name: '需处理' })).toHaveCount(0);
});

test('an offered shift is claimed without a network, once', async ({ page, network, newDevice }) => {
  const supervisor = await newDevice('supervisor');
  const requests = new Screen(supervisor, '/roster/requests');
  await requests.open();
  await supervisor.getByLabel('哪一天').fill('2026-11-29');
  await requests.button('发布空班').click();
  await expect(supervisor.locator('.card').filter({ hasText: '11月29日' })).toBeVisible();

  const roster = new Screen(page, '/roster');
  await roster.open();
  await expect(roster.button('我要上这个班').first()).toBeVisible();
  await untilKept(page, '/roster');
  await network.cut();
  const card = page.locator('.card').filter({ has: page.getByRole('heading', { name: /11月29日 周日/ }) }).last();
  await card.getByRole('button', { name: '我要上这个班' }).click();
  await expect(card).toContainText('保存在本机');
  await expect(card.getByRole('button', { name: '我要上这个班' })).toHaveCount(0);
  await expectAccessible(page);
  await network.mend();
  await expect(card).toContainText('已认领，等确认', { timeout: 30_000 });
  await requests.open();
  await expect(supervisor.locator('.card').filter({ hasText: '11月29日' })).toContainText('张敏');
});

test.describe('a swap', () => {
  test.use({ as: 'w031' });

  test('is asked without a network and answered without one, each once', async ({
    page,
    network,
    newDevice,
  }) => {
    const form = new Screen(page, '/roster/swap?give=2026-11-30&take=2026-11-30');
    await form.open();
    await page.getByLabel('同事', { exact: true }).selectOption({ index: 0 });
    const partner = (await page.getByLabel('同事', { exact: true }).locator('option').first().innerText()).split(' · ')[0]!;
    await network.cut();
    await page.getByLabel('换班原因').fill('陪家人看病');
    await form.button('提交申请').click();
    await expect(page.getByText('已保存在本机', { exact: true })).toBeVisible();
    await expectAccessible(page);
    await network.mend();
    // As soon as it has arrived, on to where it stands.
    await expect(page).toHaveURL(/\/roster$/, { timeout: 30_000 });
    const mine = page.locator('.card').filter({ hasText: '陪家人看病' });
    await expect(mine).toHaveCount(1);
    await expect(mine).toContainText(partner);

    const other = await newDevice('w028');
    const roster = new Screen(other, '/roster');
    await roster.open();
    const asked = other.locator('.card').filter({ hasText: '下午要带孩子看病' });
    await expect(asked.getByRole('button', { name: '同意换班' })).toBeVisible();
    await untilKept(other, '/roster');
    await network.cut(other.context());
    await asked.getByRole('button', { name: '同意换班' }).click();
    await expect(asked).toContainText('保存在本机，还没有发送');
    await expect(asked.getByRole('button', { name: '同意换班' })).toHaveCount(0);
    await expectAccessible(other);
    await network.mend(other.context());
    await expect(asked).not.toContainText('保存在本机，还没有发送', { timeout: 30_000 });
    await expect(asked.getByRole('button', { name: '同意换班' })).toHaveCount(0);
    await new Screen(other, '/me/offline').open();
    await expect(other.getByText('没有等待发送的记录')).toBeVisible();
  });
});

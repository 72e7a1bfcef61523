import { expectAccessible } from '../fixtures/axe.ts';
import { hidePosition, IN_THE_HALL, standAt } from '../fixtures/position.ts';
import { expect, test } from '../fixtures/test.ts';
import { goOffline, goOnline, NO_NETWORK, untilKept } from '../fixtures/without-network.ts';
import { Screen } from '../pages/screen.ts';

test.use({ as: 'worker', ownServer: true, cuttable: true });

/** What a phone does without a network is what these tests provoke. */
test.beforeEach(({ problems }) => {
  problems.allow(NO_NETWORK);
});

test('asked, left and back without a network: each is kept, sent once, and shown with both times', async ({
  page,
  context,
  server,
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
  await goOffline(server, context);
  await page.close();

  const again = await context.newPage();
  const outing = new Screen(again, '/outing');
  await outing.open();
  await again.getByLabel('外出事由').fill('去地下室取材料');
  await outing.button('请同事顶岗').click();
  await expect(outing.status.filter({ hasText: '已保存在本机' })).toBeVisible({ timeout: 20_000 });
  await expect(again.getByText('等同事确认')).toBeVisible();
  await expect(outing.button('请同事顶岗')).toHaveCount(0);
  await expectAccessible(again);
  await again.getByText('无人顶岗，先离开', { exact: true }).click();
  await outing.button('确认离开').click();
  await expect(again.getByText('外出中，无人顶岗')).toBeVisible({ timeout: 20_000 });
  await outing.button('我回来了').click();
  await expect(again.getByText('已返回')).toBeVisible({ timeout: 20_000 });

  await again.getByRole('link', { name: '查看', exact: true }).click();
  await expect(again.getByText(/^外出申请 · /)).toBeVisible();
  await expect(again.getByText('去地下室取材料 · 15 分钟')).toBeVisible();
  await expect(again.getByText(/^外出：无人顶岗，先离开 · /)).toBeVisible();
  await expect(again.getByText(/^外出：我回来了 · /)).toBeVisible();
  // What arrives within a minute is as good as made on arrival.
  await again.waitForTimeout(62_000);
  await goOnline(server, context);
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

  test('witnesses in a hall without a network: kept, sent once', async ({ page, context, server, newDevice }) => {
    const phone = await newDevice('worker');
    await hidePosition(phone.context());
    const today = new Screen(phone, '/');
    await today.open();
    await today.button('上班打卡').click();
    await expect(today.status).toContainText('位置待核实');

    const review = new Screen(page, '/attendance/review');
    await review.open();
    await untilKept(page, '/attendance/review');
    await goOffline(server, context);
    await page.close();
    const again = await context.newPage();
    const theirs = new Screen(again, '/attendance/review');
    await theirs.open();
    const card = again.locator('.card').filter({ has: again.getByRole('heading', { name: /^张敏/ }) });
    await card.getByRole('button', { name: '我见证本人到岗' }).click();
    await expect(card).toContainText('您的见证保存在本机', { timeout: 20_000 });
    await expect(card.getByRole('button', { name: '我见证本人到岗' })).toHaveCount(0);
    await expectAccessible(again);
    await again.getByRole('link', { name: '查看', exact: true }).click();
    await expect(again.getByText(/^见证到岗 · /)).toBeVisible();
    await goOnline(server, context);
    await expect(again.getByText('没有等待发送的记录')).toBeVisible({ timeout: 30_000 });
    await theirs.open();
    await expect(card).toHaveCount(0);
    await phone.goto('/attendance');
    await phone.locator('#d-24 summary').click();
    await expect(phone.getByText(/见证到岗/)).toHaveCount(1);
  });
});

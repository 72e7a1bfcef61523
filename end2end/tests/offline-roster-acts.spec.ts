import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.use({ ownServer: true, cuttable: true });

const HERE = '保存在本机，还没有发送。';

test.describe('the supervisor', () => {
  test.use({ as: 'supervisor' });

  test('gives a shift away and takes another back without a network, each once', async ({
    page,
    network,
    newDevice,
  }) => {
    const requests = new Screen(page, '/roster/requests');
    await requests.open();
    const card = (day: string) => page.locator('.card').filter({ has: page.getByRole('heading', { name: day }) });
    for (const [date, day] of [['2026-11-29', '11月29日'], ['2026-12-06', '12月6日']] as const) {
      await page.getByLabel('哪一天').fill(date);
      await requests.button('发布空班').click();
      await expect(card(day)).toHaveCount(1);
    }
    const phone = await newDevice('worker');
    const roster = new Screen(phone, '/roster');
    await roster.open();
    const offered = phone.locator('.card').filter({ has: phone.getByRole('heading', { name: /^11月29日.*A/ }) });
    await offered.getByRole('button', { name: '我要上这个班' }).click();
    await expect(offered).toContainText('已认领，等确认');

    await requests.open();
    await expect(card('11月29日')).toContainText('张敏');
    await network.cut();
    await card('11月29日').getByRole('button', { name: '排给此人' }).click();
    await expect(card('11月29日')).toContainText(HERE);
    await expect(card('11月29日').getByRole('button')).toHaveCount(0);
    await card('12月6日').getByRole('button', { name: '收回空班' }).click();
    await expect(card('12月6日')).toContainText(HERE);
    await expectAccessible(page);
    await network.mend();
    await expect(card('11月29日')).toHaveCount(0, { timeout: 30_000 });
    await expect(card('12月6日')).toHaveCount(0, { timeout: 30_000 });
    await new Screen(phone, '/notices').open();
    await expect(phone.getByRole('listitem').filter({ hasText: '11月29日' }).first()).toBeVisible();
  });
});

test.describe('who asked for overtime', () => {
  test.use({ as: 'w003' });

  test('takes it back without a network, once', async ({ page, network }) => {
    const overtime = new Screen(page, '/roster/overtime');
    await overtime.open();
    await page.getByRole('link').filter({ hasText: '整理归档当日材料' }).click();
    await expect(overtime.heading).toHaveText(/的加班$/);
    await network.cut();
    await page.getByText('撤回申请', { exact: true }).click();
    await overtime.button('确认撤回').click();
    await expect(page.getByText('已保存在本机', { exact: true })).toBeVisible();
    await expect(page.getByText(HERE)).toBeVisible();
    await expect(page.getByText('撤回申请', { exact: true })).toBeHidden();
    await expectAccessible(page);
    await network.mend();
    await expect(page.locator('.page-head')).toContainText('已取消', { timeout: 30_000 });
    await expect(page.getByText(HERE)).toHaveCount(0);
  });

  test('is told why it does not count when it was cancelled meanwhile', async ({
    page,
    network,
    newDevice,
    problems,
  }) => {
    problems.allow(/^409 POST .*\/api\/roster\/overtime\/withdraw/);
    const overtime = new Screen(page, '/roster/overtime');
    await overtime.open();
    await page.getByRole('link').filter({ hasText: '整理归档当日材料' }).click();
    await expect(overtime.heading).toHaveText(/的加班$/);
    await network.cut();
    await page.getByText('撤回申请', { exact: true }).click();
    await overtime.button('确认撤回').click();
    await expect(page.getByText(HERE)).toBeVisible();

    await network.mendElsewhere();
    const lead = await newDevice('lead');
    const requests = new Screen(lead, '/roster/requests');
    await requests.open();
    const card = lead.locator('.card').filter({ hasText: '整理归档当日材料' });
    await card.getByText('取消加班', { exact: true }).click();
    await card.getByLabel('取消原因').fill('当天停电检修');
    await card.getByRole('button', { name: '确认取消', exact: true }).click();
    await expect(card).toHaveCount(0);

    const refused = page.waitForResponse((response) => response.url().endsWith('/api/roster/overtime/withdraw'));
    await network.mend();
    expect((await refused).status()).toBe(409);
    const kept = new Screen(page, '/me/offline');
    await kept.open();
    await expect(page.getByRole('heading', { name: '需处理' })).toBeVisible();
    await expect(page.getByText(/^撤回加班 · /)).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('link', { name: '查看加班' }).click();
    await expect(page.getByText('当天停电检修')).toBeVisible();
  });
});

test.describe('the lead', () => {
  test.use({ as: 'lead' });

  test('cancels approved overtime without a network, once', async ({ page, network, newDevice }) => {
    const requests = new Screen(page, '/roster/requests');
    await requests.open();
    const card = page.locator('.card').filter({ hasText: '整理归档当日材料' });
    await expect(card).toHaveCount(1);
    await network.cut();
    await card.getByText('取消加班', { exact: true }).click();
    await card.getByLabel('取消原因').fill('当天停电检修');
    await card.getByRole('button', { name: '确认取消', exact: true }).click();
    await expect(card).toContainText(HERE);
    await expectAccessible(page);
    await network.mend();
    await expect(card).toHaveCount(0, { timeout: 30_000 });
    const phone = await newDevice('w003');
    await new Screen(phone, '/notices').open();
    await expect(phone.getByText('您的加班被取消了')).toHaveCount(1);
  });
});

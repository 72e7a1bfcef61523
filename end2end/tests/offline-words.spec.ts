import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { untilKept } from '../fixtures/without-network.ts';
import { Screen } from '../pages/screen.ts';
import { clockInUnseen } from '../pages/today.ts';

const HERE = '保存在本机，还没有发送。';

test.describe('the month that is just over', () => {
  test.use({ as: 'worker', ownServer: true, cuttable: true, clock: '2026-12-01T13:00:00+08:00' });

  test('is confirmed without a network, outlives the page, and is confirmed once', async ({ page, network }) => {
    test.setTimeout(120_000);
    const mine = new Screen(page, '/attendance/2026-11');
    await mine.open();
    await untilKept(page, '/attendance/2026-11');
    const again = await network.cutAndReopen(page);
    const month = new Screen(again, '/attendance/2026-11');
    await month.open();
    await month.button('确认本月考勤').click();
    await expect(again.getByText(HERE)).toBeVisible({ timeout: 20_000 });
    await expect(month.button('确认本月考勤')).toHaveCount(0);
    await expectAccessible(again);
    await again.getByRole('link', { name: '查看', exact: true }).click();
    await expect(again.getByText(/^确认本月考勤 · /)).toBeVisible();
    await expect(again.getByText('2026年11月')).toBeVisible();
    await network.mend();
    await expect(again.getByText('没有等待发送的记录')).toBeVisible({ timeout: 30_000 });
    await month.open();
    await expect(again.getByText(/本人已于 12月1日 13:\d\d 确认/).first()).toBeVisible();
  });
});

test.describe('a lead', () => {
  test.use({ as: 'lead', ownServer: true, cuttable: true });

  test('accepts a punch without a network, once, and the row says whose it is', async ({
    page,
    network,
    newDevice,
  }) => {
    const phone = await newDevice('worker');
    await clockInUnseen(phone);

    const review = new Screen(page, '/attendance/review');
    await review.open();
    const card = page.locator('.card').filter({ has: page.getByRole('heading', { name: /^张敏 · 11月24日/ }) });
    await network.cut();
    await card.getByRole('button', { name: '认可', exact: true }).click();
    await expect(card).toContainText(HERE, { timeout: 20_000 });
    await expect(card.getByRole('button', { name: '认可', exact: true })).toHaveCount(0);
    await expectAccessible(page);
    await page.getByRole('link', { name: '查看', exact: true }).click();
    await expect(page.getByText(/^打卡核实：认可 · /)).toBeVisible();
    await expect(page.getByText(/张敏 · 11月24日/)).toBeVisible();
    await network.mend();
    await expect(page.getByText('没有等待发送的记录')).toBeVisible({ timeout: 30_000 });
    await review.open();
    await expect(card).toHaveCount(0);
  });
});

import { expectAccessible } from '../fixtures/axe.ts';
import { DOWN_THE_ROAD, hidePosition, IN_THE_HALL, standAt } from '../fixtures/position.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.use({ as: 'worker' });

test.describe('clocking in', () => {
  test.use({ ownServer: true });

  test('in the hall, on time', async ({ page, context }) => {
    await standAt(context, IN_THE_HALL);
    const today = new Screen(page, '/');
    await today.open();
    await expect(today.heading).toHaveText('今日');
    await expectAccessible(page);
    await today.button('上班打卡').click();
    await expect(today.status).toContainText('打卡成功');
    await expect(today.status).toContainText('正常');
    await expectAccessible(page);
    // Again at once: the same punch.
    await today.button('打卡').click();
    await expect(today.status).toContainText('合并');
  });

  test('down the road: recorded, and said', async ({ page, context }) => {
    await standAt(context, DOWN_THE_ROAD);
    const today = new Screen(page, '/');
    await today.open();
    await today.button('上班打卡').click();
    await expect(today.status).toContainText('打卡成功');
    await expect(today.status).toContainText('范围外');
    await expect(today.status).toContainText(/约 1\d{3} 米|约 9\d\d 米/);
  });

  test('without permission for the position: recorded, with a way on', async ({ page, context }) => {
    await hidePosition(context);
    const today = new Screen(page, '/');
    await today.open();
    await today.button('上班打卡').click();
    await expect(today.status).toContainText('打卡成功');
    await expect(today.status).toContainText('位置待核实');
  });

  test.describe('at 08:47', () => {
    test.use({ clock: '2026-11-24T08:47:00+08:00' });

    test('late', async ({ page, context }) => {
    await standAt(context, IN_THE_HALL);
    const today = new Screen(page, '/');
    await today.open();
    await today.button('上班打卡').click();
    await expect(today.status).toContainText('迟到');
    await expect(today.status).toContainText('17 分钟');
    });
  });

  test('by a plain form, without a script @nojs', async ({ page }) => {
    const today = new Screen(page, '/');
    await today.open();
    await today.button('上班打卡').click();
    await expect(page).toHaveURL(/\/$/);
    await expect(page.getByText('待核实')).toBeVisible();
  });
});

test('today fits a narrow phone in large type and the dark @large', async ({ page }) => {
  const today = new Screen(page, '/');
  await today.open();
  await expectAccessible(page);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test('today uses the width of a desk @desktop', async ({ page }) => {
  const today = new Screen(page, '/');
  await today.open();
  await expectAccessible(page);
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible();
});

import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { NO_NETWORK, withoutWorker } from '../fixtures/without-network.ts';
import { Screen } from '../pages/screen.ts';

/** The code of pages. */
const CODE = /\/pkg\/[^?]*\.wasm/;

test.use({ as: 'worker' });

test.beforeEach(async ({ page, problems }) => {
  // A browser without a worker, which would have fetched everything by then.
  await withoutWorker(page);
  problems.allow(NO_NETWORK);
  problems.allow(/Failed to fetch/);
});

test('a page whose code can not be fetched says so, leaves the others as they are, and comes at a tap', async ({ page }) => {
  const today = new Screen(page, '/');
  await today.open();
  await page.route(CODE, (route) => route.abort());
  const tab = (name: string) => page.getByRole('navigation').getByRole('link', { name, exact: true });
  await tab('考勤').click();
  await expect(page.getByText('这一页还没有下载到手机')).toBeVisible();
  await expect(page).toHaveURL(/\/attendance$/);
  await expectAccessible(page);
  await today.button('重试').click();
  await expect(today.button('重试')).not.toHaveAttribute('aria-busy');
  await expect(page.getByText('这一页还没有下载到手机')).toBeVisible();

  await tab('今日').click();
  await expect(today.heading).toHaveText('今日');
  await tab('考勤').click();
  await expect(page.getByText('这一页还没有下载到手机')).toBeVisible();

  await page.unroute(CODE);
  await today.button('重试').click();
  await expect(page.locator('#d-24')).toBeVisible();
  await expect(today.heading).toHaveText('考勤');
  await expect(today.heading).toBeFocused();
  await expect(today.button('重试')).toHaveCount(0);
});

test('it comes by itself when the network is back, once', async ({ page, context }) => {
  const today = new Screen(page, '/');
  await today.open();
  await context.setOffline(true);
  await page.getByRole('navigation').getByRole('link', { name: '考勤', exact: true }).click();
  await expect(page.getByText('这一页还没有下载到手机')).toBeVisible();
  await context.setOffline(false);
  await expect(page.locator('#d-24')).toBeVisible();

  await today.heading.evaluate((heading) => heading.setAttribute('data-same', ''));
  await context.setOffline(true);
  await context.setOffline(false);
  await page.waitForTimeout(500);
  await expect(page.locator('h1[data-same]')).toBeVisible();
});

test('a page whose content can not be read says so, and comes at a tap', async ({ page }) => {
  const today = new Screen(page, '/');
  await today.open();
  const READS = /\/api\//;
  await page.route(READS, (route) => route.abort());
  await page.getByRole('navigation').getByRole('link', { name: '考勤', exact: true }).click();
  const missing = page.getByText('这里的内容还没有取到');
  await expect(missing).toHaveCount(1);
  await expect(page.getByText('刚才的操作没有完成')).toHaveCount(0);
  await expect(today.heading).toHaveText('考勤');
  await expectAccessible(page);
  await today.button('重试').click();
  await expect(today.button('重试')).not.toHaveAttribute('aria-busy');
  await expect(missing).toBeVisible();

  await page.unroute(READS);
  await today.button('重试').click();
  await expect(page.locator('#d-24')).toBeVisible();
  await expect(missing).toHaveCount(0);
});

test('its content comes by itself when the network is back', async ({ page, context }) => {
  const today = new Screen(page, '/attendance');
  await today.open();
  await page.getByRole('navigation').getByRole('link', { name: '今日', exact: true }).click();
  await expect(today.heading).toHaveText('今日');
  await context.setOffline(true);
  await page.getByRole('navigation').getByRole('link', { name: '考勤', exact: true }).click();
  await expect(page.getByText('这里的内容还没有取到')).toBeVisible();
  await context.setOffline(false);
  await expect(page.locator('#d-24')).toBeVisible();
});

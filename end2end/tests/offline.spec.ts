import type { BrowserContext, Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe.ts';
import { IN_THE_HALL, standAt } from '../fixtures/position.ts';
import { expect, test } from '../fixtures/test.ts';
import { NO_NETWORK, punchesToday, untilKept } from '../fixtures/without-network.ts';
import { Screen } from '../pages/screen.ts';
import { SignInPage } from '../pages/sign-in.ts';

test.use({ as: 'worker', ownServer: true, cuttable: true });

/** What a phone does without a network is what these tests provoke. */
test.beforeEach(({ problems }) => {
  problems.allow(NO_NETWORK);
});

/** Today, opened often enough that the phone can do without a network. */
async function ready(page: Page, context: BrowserContext): Promise<Screen> {
  await standAt(context, IN_THE_HALL);
  const today = new Screen(page, '/');
  await today.open();
  await untilKept(page, '/');
  return today;
}

test('a punch without a network waits on the phone, outlives the page, and is confirmed once', async ({
  page,
  context,
  network,
}) => {
  const today = await ready(page, context);
  await network.cut();
  await today.button('上班打卡').click();
  await expect(today.status).toContainText('已保存在本机');
  await expect(today.status).toContainText('正常');
  await expectAccessible(page);
  await page.close();

  const again = await context.newPage();
  const reopened = new Screen(again, '/');
  await reopened.open();
  await expect(reopened.heading).toHaveText('今日');
  await expect(again.getByText('1 条记录保存在本机')).toBeVisible();
  await again.getByRole('link', { name: '查看' }).click();
  await expect(again.getByText('本机已保存')).toBeVisible();
  await expectAccessible(again);

  await network.mend();
  await expect(again.getByText('没有等待发送的记录')).toBeVisible();
  expect(await punchesToday(again)).toBe(1);
});

test('two tabs, one punch', async ({ page, context, network }) => {
  const today = await ready(page, context);
  const other = await context.newPage();
  const second = new Screen(other, '/');
  await second.open();
  await network.cut();
  await today.button('上班打卡').click();
  await expect(today.status).toContainText('已保存在本机');
  await second.button('上班打卡').click();
  await expect(second.status).toContainText('已保存在本机');
  await network.mend();
  await expect(today.status).toContainText('打卡成功');
  await expect(page.getByText(/条记录保存在本机/)).toBeHidden();
  expect(await punchesToday(page)).toBe(1);
});

test('the session ends meanwhile: nothing is lost, and signing in again sends it', async ({
  page,
  context,
  network,
  server,
  newDevice,
  problems,
}) => {
  problems.allow(/^401 /);
  // The other device may still be fetching its worker when the line is cut.
  problems.allow(/error occurred when fetching the script/);
  const today = await ready(page, context);
  const elsewhere = await newDevice();
  const door = new SignInPage(elsewhere);
  await door.open();
  await door.withPassword('worker', server.password);
  await expect(elsewhere.getByRole('heading', { level: 1, name: '今日' })).toBeVisible();
  await door.ready();

  await network.cut();
  await today.button('上班打卡').click();
  await expect(today.status).toContainText('已保存在本机');
  await network.mendElsewhere();
  const me = new Screen(elsewhere, '/me');
  await me.open();
  await me.button('退出其他设备').click();
  await expect(me.button('退出其他设备')).toBeHidden();
  await network.mend();
  await expect(page.getByText('登录已失效。1 条记录保存在本机')).toBeVisible();

  // Somebody else takes the phone: the punch is not theirs, and is not sent as theirs.
  const guest = new SignInPage(page);
  await guest.open();
  await guest.withPassword('w001', server.password);
  await expect(page.getByRole('heading', { level: 1, name: '今日' })).toBeVisible();
  const waiting = new Screen(page, '/me/offline');
  await waiting.open();
  await expect(page.getByText('还有其他人的 1 条记录')).toBeVisible();
  await expect(page.getByText('没有等待发送的记录')).toBeVisible();
  const mine = new Screen(page, '/me');
  await mine.open();
  await mine.button('退出登录').click();
  await expect(page).toHaveURL(/sign-in/);

  await guest.open();
  await guest.withPassword('worker', server.password);
  await expect(page.getByRole('heading', { level: 1, name: '今日' })).toBeVisible();
  await expect.poll(() => punchesToday(page), { timeout: 20_000 }).toBe(1);
});

test('a clock set back by an hour is found out, shown to both sides, and decided by the lead', async ({
  page,
  context,
  network,
  newDevice,
}) => {
  test.setTimeout(150_000);
  const today = await ready(page, context);
  await network.cut();
  await page.evaluate(() => {
    const real = Date.now.bind(Date);
    Date.now = () => real() - 3_600_000;
  });
  await today.button('上班打卡').click();
  await expect(today.status).toContainText('已保存在本机');
  // Longer than what counts as sent at once.
  await page.waitForTimeout(62_000);
  await network.mend();
  await expect(today.status).toContainText('时间待核实', { timeout: 30_000 });
  await expect(today.status).toContainText('送达');

  const desk = await newDevice('lead');
  const review = new Screen(desk, '/attendance/review');
  await review.open();
  await expectAccessible(desk);
  const card = desk.locator('section.card').filter({ hasText: '手机时钟改动过' });
  await card.getByRole('button', { name: '认可', exact: true }).click();
  await expect(card).toBeHidden();
  await page.reload();
  await expect(page.locator('.slots li').first()).not.toContainText('待核实');
});

test('a full phone says nothing is kept and sends at once', async ({ page, context }) => {
  const today = await ready(page, context);
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await today.button('上班打卡').click();
  await expect(today.status).toContainText('打卡成功');
});

test('a new release while something is unsent asks first, and loses nothing', async ({
  page,
  context,
  server,
  problems,
}) => {
  problems.allow(/^503 POST .*\/api\/attendance\/punch/);
  const today = await ready(page, context);
  // The network is there, for the new release too; only the punch finds nobody who takes it.
  await page.route('**/api/attendance/punch', (route) => route.fulfill({ status: 503 }));
  await today.button('上班打卡').click();
  await expect(today.status).toContainText('已保存在本机');

  await server.release();
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await expect(page.getByText('新版本已就绪')).toBeVisible();
  await expect(page.getByText('1 条记录保存在本机')).toBeVisible();
  await expectAccessible(page);

  const reloaded = page.waitForEvent('load');
  await page.getByRole('button', { name: '点此更新' }).click();
  await reloaded;
  await today.ready();
  await expect(page.getByText('1 条记录保存在本机')).toBeVisible();
  await page.unroute('**/api/attendance/punch');
  await expect(page.getByText('1 条记录保存在本机')).toBeHidden({ timeout: 40_000 });
  expect(await punchesToday(page)).toBe(1);
});

test('leaving with something unsent is a choice', async ({ page, context, network }) => {
  const today = await ready(page, context);
  await network.cut();
  await today.button('上班打卡').click();
  await expect(today.status).toContainText('已保存在本机');
  await page.getByRole('link', { name: '我的' }).click();
  await expect(page.getByText('还有 1 条记录没有发送')).toBeVisible();
  await expect(page.locator('summary', { hasText: '仍然退出' })).toBeVisible();
  await expectAccessible(page);
});

test('the offline page fits a narrow phone in large type and the dark @large', async ({ page }) => {
  const kept = new Screen(page, '/me/offline');
  await kept.open();
  await expectAccessible(page);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

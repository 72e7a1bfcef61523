import { IN_THE_HALL, standAt } from '../fixtures/position.ts';
import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { NO_NETWORK, punchesToday, readNothingMore, untilKept } from '../fixtures/without-network.ts';
import { Screen } from '../pages/screen.ts';
import { SignInPage } from '../pages/sign-in.ts';

test.use({ as: 'worker', ownServer: true });

const PUNCH = '**/api/attendance/punch';

test('what waits in one tab is not sent as the person who signs in in another', async ({
  page,
  context,
  server,
  newDevice,
  problems,
}) => {
  problems.allow(NO_NETWORK);
  problems.allow(/^409 /);
  const elsewhere = await newDevice('w001');
  const before = await punchesToday(elsewhere);

  await standAt(context, IN_THE_HALL);
  const today = new Screen(page, '/');
  await today.open();
  await untilKept(page, '/');
  // The punch finds no way out, by no tab.
  await context.route(PUNCH, (route) => route.abort());
  await today.button('上班打卡').click();
  await expect(today.status).toContainText('已保存在本机');

  // Another person takes the phone, in another tab.
  const other = await context.newPage();
  const door = new SignInPage(other);
  await door.open();
  await door.withPassword('w001', server.password);
  await expect(other.getByRole('heading', { level: 1, name: '今日' })).toBeVisible();

  // The first tab hears of it, and what it sends is not taken.
  await expect(page.getByText('这部手机上已换人登录')).toBeVisible();
  await expectAccessible(page);
  await context.unroute(PUNCH);
  const refused = page.waitForResponse((response) => response.url().endsWith('/api/attendance/punch'));
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  expect((await refused).status()).toBe(409);
  await expect(page.getByText('1 条记录保存在本机，等您本人登录后自动发送')).toBeVisible();
  expect(await punchesToday(other), 'it is not booked as theirs').toBe(before);

  // Nor is what is tapped in it now: it waits, too.
  await today.button('打卡').or(today.button('上班打卡')).first().click();
  await expect(page.getByText('2 条记录保存在本机，等您本人登录后自动发送')).toBeVisible({ timeout: 30_000 });
  expect(await punchesToday(other)).toBe(before);

  // Its own person signs in again, and both go.
  const me = new Screen(other, '/me');
  await me.open();
  await me.button('退出登录').click();
  await expect(other).toHaveURL(/sign-in/);
  await door.open();
  await door.withPassword('worker', server.password);
  await expect(other.getByRole('heading', { level: 1, name: '今日' })).toBeVisible();
  await expect.poll(() => punchesToday(other), { timeout: 30_000 }).toBeGreaterThan(0);
  await expect(page.getByText('这部手机上已换人登录')).toBeHidden();
});

test('the page of who was signed in before opens again as that of who is now', async ({
  page,
  context,
  server,
  problems,
}) => {
  problems.allow(/^409 /);
  const today = new Screen(page, '/');
  await today.open();
  const other = await context.newPage();
  const door = new SignInPage(other);
  await door.open();
  await door.withPassword('w001', server.password);
  await expect(other.getByRole('heading', { level: 1, name: '今日' })).toBeVisible();
  await expect(page.getByText('本页不再更新，也不能操作')).toBeVisible();
  const reloaded = page.waitForEvent('load');
  await page.getByRole('link', { name: '重新打开' }).click();
  await reloaded;
  await today.ready();
  await expect(page.getByText('本页不再更新，也不能操作')).toBeHidden();
  const me = new Screen(page, '/me');
  await me.open();
  await expect(page.getByText(/w001 ·/)).toBeVisible();
});

test('who signs in never sees what was kept for who was signed in before, though the network dies', async ({
  page,
  context,
  server,
  problems,
}) => {
  problems.allow(NO_NETWORK);
  const today = new Screen(page, '/');
  await today.open();
  await untilKept(page, '/');
  const other = await context.newPage();
  const door = new SignInPage(other);
  await door.open();
  await readNothingMore(context);
  await door.withPassword('w001', server.password);
  await expect(other).toHaveURL(`${server.origin}/`);
  await expect(other.getByRole('heading', { name: '现在没有网络' })).toBeVisible();
});

import { expectAccessible } from '../fixtures/axe.ts';
import { IN_THE_HALL, standAt } from '../fixtures/position.ts';
import { expect, test } from '../fixtures/test.ts';
import {
  keepsReads,
  letDaysPass,
  NO_NETWORK,
  readNothingMore,
  untilKept,
  untilRead,
  untilReadAhead,
} from '../fixtures/without-network.ts';
import { Screen } from '../pages/screen.ts';

test.use({ ownServer: true, cuttable: true });

test.describe('a worker', () => {
  test.use({ as: 'worker' });

  test('opens roster, month and notices without a network, though they were never opened before', async ({
    page,
    network,
  }) => {
    test.setTimeout(150_000);
    const today = new Screen(page, '/');
    await today.open();
    await untilKept(page, '/');
    await untilReadAhead(page);
    await network.cut();

    for (const [path, heading] of [['/roster', '排班'], ['/attendance', '考勤'], ['/notices', '通知']] as const) {
      const screen = new Screen(page, path);
      await screen.open();
      await expect(screen.heading).toHaveText(heading);
      await expect(page.getByText(/^截至 \d\d:\d\d$/)).toBeVisible();
    }
    const swap = new Screen(page, '/roster/swap');
    await swap.open();
    await expect(page.getByLabel('我的班')).toBeVisible();
    // By the tab, too, where no page is loaded.
    await today.open();
    await page.getByRole('link', { name: '考勤', exact: true }).click();
    await expect(page).toHaveURL(/\/attendance$/);
    await expect(page.locator('#d-24')).toBeVisible();
  });

  test('finds the shift of today and its button on a phone that was last online on another day', async ({
    page,
    context,
    network,
  }) => {
    test.setTimeout(150_000);
    await standAt(context, IN_THE_HALL);
    const today = new Screen(page, '/');
    await today.open();
    await today.button('上班打卡').click();
    await expect(today.status).toContainText('打卡成功');
    await untilKept(page, '/');
    const slots = page.locator('.slots li');
    const goingOut = page.getByRole('main').getByRole('link', { name: '临时外出' });
    await expect(slots.first()).toContainText('正常');
    await expect(goingOut).toBeVisible();
    await network.cut();

    // Wednesday: its own slots, and nothing of what happened on Tuesday.
    await letDaysPass(page, 1);
    await today.open();
    await expect(page.getByText('11月25日 周三 · 白班')).toBeVisible();
    await expect(page.getByText(/^截至 11月24日 \d\d:\d\d$/)).toBeVisible();
    await expect(slots).toHaveCount(4);
    await expect(slots.first()).toContainText('待打卡');
    await expect(page.locator('.slots li.done')).toHaveCount(0);
    await expect(goingOut).toBeHidden();
    await expectAccessible(page);
    await today.button('上班打卡').click();
    await expect(today.status).toContainText('已保存在本机');
    await expect(today.status).toContainText('手机上的排班可能不是最新的');
    await today.open();
    await expect(page.getByText('1 条记录保存在本机')).toBeVisible();
    await expect(page.getByText('11月25日 周三 · 白班')).toBeVisible();

    // Saturday, a day off.
    await letDaysPass(page, 3);
    await today.open();
    await expect(page.getByText('11月28日 周六 · 休息')).toBeVisible();
    await expect(page.getByRole('heading', { name: '今天没有排班' })).toBeVisible();

    // Further ahead than the phone knows.
    await letDaysPass(page, 4);
    await today.open();
    await expect(page.getByText('12月2日 周三', { exact: true })).toBeVisible();
    await expect(page.getByRole('heading', { name: '手机上没有这一天的排班' })).toBeVisible();
    await expect(today.button('打卡')).toBeVisible();
    await expectAccessible(page);
  });

  test('leaves nothing to read behind when they sign out', async ({ page, network }) => {
    const today = new Screen(page, '/');
    await today.open();
    await untilKept(page, '/');
    expect(await keepsReads(page)).toBe(true);
    const me = new Screen(page, '/me');
    await me.open();
    await me.button('退出登录').click();
    await expect(page).toHaveURL(/sign-in/);
    await expect.poll(() => keepsReads(page)).toBe(false);

    await network.cut();
    await page.goto('/');
    await expect(page.getByRole('heading', { name: '现在没有网络' })).toBeVisible();
  });

  for (const way of ['by the script', 'by the form alone']) {
    test(`leaves nothing behind where the network dies right after they sign out, ${way}`, async ({
      page,
      context,
      problems,
    }) => {
      problems.allow(NO_NETWORK);
      const today = new Screen(page, '/');
      await today.open();
      await untilKept(page, '/');
      const me = new Screen(page, '/me');
      await me.open();
      await readNothingMore(context);
      if (way === 'by the script') {
        await me.button('退出登录').click();
      } else {
        // Sent so, a form asks no script.
        const form = page.locator('form[action="/api/accounts/sign-out"]');
        await form.evaluate((form) => (form as HTMLFormElement).submit());
      }
      const offline = page.getByRole('heading', { name: '现在没有网络' });
      await expect(offline).toBeVisible();
      await expect(page).toHaveURL(/sign-in/);
      expect(await keepsReads(page)).toBe(false);
      await page.goto('/');
      await expect(offline).toBeVisible();
    });
  }

  test('is shown what is kept where a proxy answers for the server', async ({ page, network, problems }) => {
    problems.allow(/^50[02] /);
    const today = new Screen(page, '/');
    await today.open();
    await untilKept(page, '/');
    network.fail(502);
    await today.open();
    await expect(today.heading).toHaveText('今日');
    await expect(page.getByText(/^截至 \d\d:\d\d$/)).toBeVisible();
    // Another page than was kept.
    await page.goto('/me');
    await expect(page.getByRole('heading', { name: '现在没有网络' })).toBeVisible();

    // The server's own failures: kept pages stand in for those, too, and the others pass.
    network.fail(500);
    await today.open();
    await expect(today.heading).toHaveText('今日');
    const passed = await page.goto('/me');
    expect(passed?.status()).toBe(500);
  });
});

test.describe('a lead', () => {
  test.use({ as: 'lead' });

  test('reads what waits for them, and a request that they have opened', async ({ page, network }) => {
    test.setTimeout(150_000);
    const inbox = new Screen(page, '/approvals');
    await inbox.open();
    await untilKept(page, '/approvals');
    const request = page.getByRole('main').getByRole('listitem').filter({ hasText: '0.5 个工作日' }).getByRole('link');
    await request.click();
    await expect(inbox.button('同意')).toBeVisible();
    await untilRead(page, '/api/approvals/one');
    await untilReadAhead(page);
    await network.cut();
    await inbox.open();
    await expect(page.getByText(/^截至 \d\d:\d\d$/)).toBeVisible();
    await request.click();
    await expect(inbox.button('同意')).toBeVisible();

    const requests = new Screen(page, '/roster/requests');
    await requests.open();
    await expect(page.getByRole('heading', { name: '已批准的加班' })).toBeVisible();
    await expect(page.getByText(/^截至 \d\d:\d\d$/)).toBeVisible();
    // From another page, too, where only what is in it is read.
    await inbox.open();
    await page.getByRole('navigation').getByRole('link', { name: '办事', exact: true }).click();
    await page.getByRole('link', { name: /空班与加班/ }).click();
    await expect(requests.heading).toHaveText('空班与加班');
    await expect(page.getByRole('heading', { name: '已批准的加班' })).toBeVisible();
  });
});

import { expect, test } from '../fixtures/test.ts';
import { goOffline, keepsReads, NO_NETWORK, untilKept, untilRead, untilReadAhead } from '../fixtures/without-network.ts';
import { Screen } from '../pages/screen.ts';

test.use({ ownServer: true, cuttable: true });

test.beforeEach(({ problems }) => {
  problems.allow(NO_NETWORK);
});

test.describe('a worker', () => {
  test.use({ as: 'worker' });

  test('opens roster, month and notices without a network, though they were never opened before', async ({
    page,
    context,
    server,
  }) => {
    test.setTimeout(150_000);
    const today = new Screen(page, '/');
    await today.open();
    await untilKept(page, '/');
    await untilReadAhead(page);
    await goOffline(server, context);

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

  test('leaves nothing to read behind when they sign out', async ({ page, context, server }) => {
    const today = new Screen(page, '/');
    await today.open();
    await untilKept(page, '/');
    expect(await keepsReads(page)).toBe(true);
    const me = new Screen(page, '/me');
    await me.open();
    await me.button('退出登录').click();
    await expect(page).toHaveURL(/sign-in/);
    await expect.poll(() => keepsReads(page)).toBe(false);

    await goOffline(server, context);
    await page.goto('/');
    await expect(page.getByRole('heading', { name: '现在没有网络' })).toBeVisible();
  });
});

test.describe('a lead', () => {
  test.use({ as: 'lead' });

  test('reads what waits for them, and a request that they have opened', async ({ page, context, server }) => {
    test.setTimeout(150_000);
    const inbox = new Screen(page, '/approvals');
    await inbox.open();
    await untilKept(page, '/approvals');
    const request = page.getByRole('main').getByRole('listitem').filter({ hasText: '0.5 个工作日' }).getByRole('link');
    await request.click();
    await expect(inbox.button('同意')).toBeVisible();
    await untilRead(page, '/api/approvals/one');
    await untilReadAhead(page);
    await goOffline(server, context);
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

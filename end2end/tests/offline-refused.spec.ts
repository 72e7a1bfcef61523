import type { Page, Route } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import { NO_NETWORK } from '../fixtures/without-network.ts';
import { Screen } from '../pages/screen.ts';
import { clockInUnseen } from '../pages/today.ts';

const REFUSAL = { status: 422, contentType: 'text/plain', body: 'no' };
const WORD_WANTED = '有 1 条记录需要您处理';

/** Holds what is sent to an address until it is let go; then it is dealt with by `then`. */
async function hold(page: Page, address: string, then: (route: Route) => Promise<void>): Promise<() => void> {
  let letGo = (): void => undefined;
  const waits = new Promise<void>((done) => (letGo = done));
  await page.route(address, async (route) => {
    await waits;
    await then(route);
  });
  return () => letGo();
}

test.beforeEach(({ problems }) => {
  problems.allow(NO_NETWORK);
});

test.describe('a lead', () => {
  test.use({ as: 'lead', ownServer: true });

  test('still has the reason that was typed when a decision is refused at once', async ({
    page,
    newDevice,
    problems,
  }) => {
    problems.allow(/^422 POST .*\/api\/attendance\/decide/);
    const phone = await newDevice('worker');
    await clockInUnseen(phone);

    const review = new Screen(page, '/attendance/review');
    await review.open();
    const card = page.locator('.card').filter({ has: page.getByRole('heading', { name: /^张敏 · 11月24日/ }) });
    await card.locator('summary', { hasText: '不认可' }).click();
    const reason = card.locator('[id^="reason-"]');
    await reason.fill('当时不在大厅');
    const decide = '**/api/attendance/decide';
    await page.route(decide, (route) => route.fulfill(REFUSAL));
    await card.getByRole('button', { name: '确认不认可' }).click();
    await expect(page.getByRole('main').getByRole('alert').filter({ hasText: /./ })).toHaveCount(1);
    // The page has been read again meanwhile.
    await expect(reason).toBeVisible();
    await expect(reason).toHaveValue('当时不在大厅');
    await expect(page.getByText(WORD_WANTED)).toBeHidden();

    await page.unroute(decide);
    await card.getByRole('button', { name: '确认不认可' }).click();
    await expect(card).toHaveCount(0);
  });
});

test.describe('on a slow network', () => {
  test.use({ as: 'worker', ownServer: true });

  test('what is refused late stands in its form, and wants a word', async ({ page, problems }) => {
    problems.allow(/^422 POST .*\/api\/roster\/overtime\/ask/);
    const form = new Screen(page, '/roster/overtime');
    await form.open();
    const letGo = await hold(page, '**/api/roster/overtime/ask', (route) => route.fulfill(REFUSAL));
    await page.getByLabel('加班日期').fill('2026-11-25');
    await page.getByLabel('加班分钟数').fill('60');
    await page.getByLabel('加班原因').fill('年底盘点');
    await form.button('提交申请').click();
    // While the page stands by, it stands in its form.
    await expect(page.getByLabel('加班原因')).toBeVisible();
    await expect(page.getByText('已保存在本机', { exact: true })).toBeVisible({ timeout: 20_000 });
    await expect(form.button('提交申请')).toHaveCount(0);
    letGo();
    await expect(form.button('提交申请')).toBeVisible();
    await expect(page.getByLabel('加班原因')).toHaveValue('年底盘点');
    await expect(page.getByText(WORD_WANTED)).toBeVisible();
  });
});

test.describe('a change that waits', () => {
  test.use({ as: 'w004', ownServer: true });

  test('is said where another could be made, which would take its place', async ({ page, context }) => {
    const change = new Screen(page, '/roster/overtime');
    await change.open();
    await page.getByRole('link').filter({ hasText: '盘点' }).click();
    await page.getByRole('link', { name: '修改申请' }).click();
    await expect(change.heading).toHaveText('修改加班申请');
    await change.ready();
    const letGo = await hold(page, '**/api/roster/overtime/ask', (route) => route.continue());
    await page.getByLabel('加班原因').fill('盘点办公用品，和林涛一起');
    await change.button('重新提交').click();
    await expect(page.getByText('已保存在本机', { exact: true })).toBeVisible({ timeout: 20_000 });

    const second = await context.newPage();
    const other = new Screen(second, new URL(page.url()).pathname + new URL(page.url()).search);
    await other.open();
    await expect(second.getByText('保存在本机，还没有发送')).toBeVisible();
    await expect(other.button('重新提交')).toHaveCount(0);
    letGo();
    await expect(change.heading).toHaveText(/的加班$/);
    await expect(page.getByText('盘点办公用品，和林涛一起')).toBeVisible();
  });
});

import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import { withoutWorker } from '../fixtures/without-network.ts';
import { Screen } from '../pages/screen.ts';

/** How long an answer takes in a basement. */
const SLOW_MS = 2_000;

test.use({ ownServer: true });

/** From now on each answer takes its time. The page is taken out of the pocket, and has asked for what is new. */
async function readSlowly(page: Page, address: RegExp): Promise<void> {
  await page.route(/\/api\//, async (route) => {
    await new Promise((done) => setTimeout(done, SLOW_MS));
    // The page may be gone.
    await route.continue().catch(() => {});
  });
  const asked = page.waitForRequest(address);
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
  await asked;
}

test.beforeEach(({ page }) => withoutWorker(page));

test.describe('a worker', () => {
  test.use({ as: 'worker' });

  test('gives a receipt while the inbox is read anew', async ({ page }) => {
    const inbox = new Screen(page, '/notices');
    await inbox.open();
    await readSlowly(page, /\/api\/notices\/inbox/);
    await inbox.button('全部标为已读').click();
    const roster = page.getByRole('listitem').filter({ hasText: '排班已发布' });
    await roster.getByRole('button', { name: '我已阅读', exact: true }).click();
    await expect(roster).toContainText('已阅读');
    await expect(inbox.button('全部标为已读')).toHaveCount(0);
  });
});

test.describe('a supervisor', () => {
  test.use({ as: 'supervisor' });

  test('decides while the list is read anew', async ({ page }) => {
    const inbox = new Screen(page, '/approvals');
    await inbox.open();
    await readSlowly(page, /\/api\/approvals\/inbox/);
    await page.locator('summary').filter({ hasText: '同意全部无提示的申请' }).click();
    await inbox.button('确认全部同意').click();
    await expect(inbox.status).toContainText('已同意');
  });
});

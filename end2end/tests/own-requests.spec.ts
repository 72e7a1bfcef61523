import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

/** Of the nth draft: later than all that the demo has, since ids sort by when they were made. */
const id = (n: number): string => `01ffffff-ffff-7000-8000-${String(n).padStart(12, '0')}`;

/** Keeps drafts of leave as the form does, the first first. */
async function keepDrafts(page: Page, origin: string, count: number): Promise<void> {
  for (let n = 1; n <= count; n += 1) {
    const form = {
      'command[id]': id(n),
      'command[kind]': 'personal',
      'command[from]': '2026-12-01',
      'command[to]': '2026-12-01',
      'command[starts]': 'morning',
      'command[ends]': 'afternoon',
      'command[reason]': '',
      'command[cover]': '',
      'command[draft]': 'true',
    };
    const answer = await page.request.post('/api/leave/ask', { form, headers: { origin } });
    expect(answer.ok()).toBe(true);
  }
}

test.describe('requests of my own', () => {
  test.use({ as: 'worker', ownServer: true });

  test('go on on the next page, and back to the start @phone @nojs', async ({ page, server }) => {
    await keepDrafts(page, server.origin, 31);
    const list = new Screen(page, '/leave');
    const draft = (n: number) => page.getByRole('main').locator(`a[href="/leave/${id(n)}"]`);
    await list.open();
    await expect(draft(2)).toBeVisible();
    await expect(draft(1)).toHaveCount(0);
    await expect(page.getByRole('link', { name: '回到开头' })).toHaveCount(0);
    await page.getByRole('link', { name: '更早的', exact: true }).click();
    await expect(draft(1)).toBeVisible();
    await expect(draft(2)).toHaveCount(0);
    await expectAccessible(page);
    await page.getByRole('link', { name: '回到开头' }).click();
    await expect(draft(31)).toBeVisible();
    await expect(draft(1)).toHaveCount(0);
  });
});

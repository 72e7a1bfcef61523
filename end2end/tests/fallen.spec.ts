import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.use({ as: 'worker' });

/** The program panics: it is to take over a page that is not what the server has rendered. */
async function panic(page: Page): Promise<void> {
  await page.evaluate(async () => {
    document.querySelectorAll('#main > :not(:has(h1))').forEach((element) => element.remove());
    const files = performance.getEntriesByType('resource').map(({ name }) => name);
    const code = await import(files.find((name) => /\/pkg\/zaigang\.[^/]*js$/.test(name)) ?? '');
    code.hydrate();
  });
}

test('a page whose program has panicked says so, and is loaded again at a tap', async ({ page, problems }) => {
  const today = new Screen(page, '/');
  await today.open();
  const notice = page.getByRole('alert').filter({ hasText: '这一页停住了' });
  await expect(notice).toHaveCount(0);

  problems.allow(/panicked|unreachable|RuntimeError/);
  await panic(page);
  await expect(notice).toBeVisible();
  await expectAccessible(page);
  await notice.getByRole('button', { name: '重新打开' }).click();
  await page.locator('html[data-hydrated]').waitFor();
  await expect(today.heading).toHaveText('今日');
  await expect(notice).toHaveCount(0);
});

test('an error of the network is no such thing', async ({ page, problems }) => {
  await new Screen(page, '/').open();
  problems.allow(/of the network/);
  await page.evaluate(() => {
    void Promise.reject(new TypeError('of the network'));
  });
  await page.waitForTimeout(300);
  await expect(page.locator('#fallen')).toBeHidden();
});

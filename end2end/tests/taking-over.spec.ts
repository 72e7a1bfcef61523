import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.use({ as: 'worker' });

/** Milliseconds after the page has begun to listen. On a slow phone a thumb has a second for it. */
for (const after of [0, 20, 60, 120]) {
  test(`a link that is tapped while the page is taken over leads on, ${after} ms`, async ({ page }) => {
    await page.addInitScript((after) => {
      if (location.pathname !== '/') return;
      const listen = window.addEventListener;
      window.addEventListener = function (this: Window, ...of: Parameters<typeof listen>) {
        listen.apply(this, of);
        if (of[0] !== 'click') return;
        window.addEventListener = listen;
        setTimeout(() => document.querySelector<HTMLAnchorElement>('nav a[href="/attendance"]')!.click(), after);
      } as typeof listen;
    }, after);
    await page.goto('/');
    await page.waitForURL('**/attendance');
    await new Screen(page, '/attendance').ready();
    await expect(page.locator('nav a[aria-current]')).toHaveText('考勤');
    await expect(page.locator('#fallen')).toBeHidden();
  });
}

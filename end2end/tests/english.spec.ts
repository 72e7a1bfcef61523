import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test, type SignInName } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

/** Chinese characters. What people and places are called stays Chinese; what the app says must not. */
const CHINESE = /\p{Script=Han}/u;

/** The app's own words of a page: headings, tabs, buttons and the names of fields. */
const OWN_WORDS = 'h1, nav a, button:not([lang]), label, legend, th, summary';

/** Names of the demo hall that stand in such places: a hall, zones, windows, shifts. */
const NAMES = /\S*大厅|\S+区|[A-C]\d\d \S+|[白早中]班/g;

const PAGES: [SignInName, string[]][] = [
  [
    'worker',
    ['/', '/attendance', '/roster', '/leave', '/leave/new', '/leave/balance', '/notices', '/services', '/me', '/me/notifications', '/me/offline'],
  ],
  ['lead', ['/board', '/approvals', '/attendance/review', '/leave/team', '/roster/requests']],
  ['hr', ['/people', '/org', '/attendance/close/2026-10', '/leave/types', '/org/calendar', '/org/audit']],
];

for (const [who, paths] of PAGES) {
  test.describe(`${who} in English`, () => {
    test.use({ as: who, ownServer: true });

    test('reads English on every page', async ({ page }) => {
      await new Screen(page, '/me').open();
      await page.getByRole('button', { name: 'English' }).click();
      await expect(page.locator('html')).toHaveAttribute('lang', 'en');
      for (const path of paths) {
        const screen = new Screen(page, path);
        await screen.open();
        await expect(screen.heading, path).toBeVisible();
        await expect(page, path).toHaveTitle(/Zaigang$/);
        const words = await page.locator(OWN_WORDS).allInnerTexts();
        expect(words.filter((text) => CHINESE.test(text.replace(NAMES, ''))), path).toEqual([]);
      }
      await expectAccessible(page);
    });
  });
}

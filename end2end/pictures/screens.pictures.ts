import { copyFile } from 'node:fs/promises';
import { IN_THE_HALL, standAt } from '../fixtures/position.ts';
import { test, type SignInName } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

/** The manifest names these files and their sizes in pixels: 780 × 1688 and 1280 × 800. */
const FOLDER = '../public/pictures';
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const DESK = { viewport: { width: 1280, height: 800 } };

const SCREENS: { file: string; path: string; as: SignInName; desk?: true }[] = [
  { file: 'today', path: '/', as: 'worker' },
  { file: 'month', path: '/attendance', as: 'worker' },
  { file: 'approvals', path: '/approvals', as: 'lead' },
  { file: 'board', path: '/board', as: 'supervisor' },
  { file: 'board-wide', path: '/board', as: 'supervisor', desk: true },
];

for (const { file, path, as, desk } of SCREENS) {
  test.describe(file, () => {
    test.use({ as, ...(desk ? DESK : PHONE) });

    test('is pictured', async ({ page, context }) => {
      await standAt(context, IN_THE_HALL);
      await new Screen(page, path).open();
      await page.screenshot({ path: `${FOLDER}/${file}.png`, animations: 'disabled' });
      if (file === 'today') await copyFile(`${FOLDER}/${file}.png`, '../docs/img/today.png');
    });
  });
}

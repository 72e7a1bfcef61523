import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';
import { scores } from './lighthouse.ts';

const LIMIT_KB = 260;
const LEAST = { performance: 95, accessibility: 100, 'best-practices': 100 };

const VIEWS = [
  { name: 'sign-in', path: '/sign-in', as: null },
  { name: 'today, signed in', path: '/', as: 'worker' },
] as const;

for (const { name, path, as } of VIEWS) {
  test.describe(name, () => {
    test.use({ as });

    test('is light and fast', async ({ page, context, server }) => {
      const kilobytes = (await transferred(page, path)) / 1000;
      const cookies = (await context.cookies()).map((cookie) => `${cookie.name}=${cookie.value}`).join('; ');
      // Its service worker would go on fetching the whole release while Lighthouse measures.
      await context.close();
      const { marks, faults } = await scores(server.origin + path, cookies);

      say(name);
      say(`  kB transferred  ${kilobytes.toFixed(1)}  at most ${LIMIT_KB}: ${verdict(kilobytes <= LIMIT_KB)}`);
      for (const [category, least] of Object.entries(LEAST)) {
        const mark = marks[category] ?? 0;
        say(`  ${category}  ${mark}  at least ${least}: ${verdict(mark >= least)}`);
      }
      for (const fault of faults) say(`  costs marks: ${fault}`);

      expect.soft(kilobytes, 'kB transferred').toBeLessThanOrEqual(LIMIT_KB);
      for (const [category, least] of Object.entries(LEAST)) {
        expect.soft(marks[category], category).toBeGreaterThanOrEqual(least);
      }
    });
  });
}

/** A line of figures, which `cargo xtask bench page` writes down by its mark. */
function say(line: string): void {
  console.log(`» ${line}`);
}

function verdict(holds: boolean): string {
  return holds ? 'holds' : 'DOES NOT HOLD';
}

/** Bytes on the wire, headers too, until the page has been quiet for a second. What the service worker fetches for later is not counted. */
async function transferred(page: Page, path: string): Promise<number> {
  let bytes = 0;
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.setBypassServiceWorker', { bypass: true });
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await new Screen(page, path).open();
  for (let before = -1; before !== bytes; ) {
    before = bytes;
    await page.waitForTimeout(1000);
  }
  return bytes;
}

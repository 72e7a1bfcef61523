import { launchOptions } from '../fixtures/browser.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

// The light one knows no installing.
test.use({ launchOptions });

interface Image {
  src: string;
  sizes: string;
  type: string;
}

interface Manifest {
  id: string;
  scope: string;
  icons: Image[];
  screenshots: Image[];
  shortcuts: { url: string; icons: Image[] }[];
}

test('the browser would install the app', async ({ page }) => {
  await new Screen(page, '/sign-in').open();
  const cdp = await page.context().newCDPSession(page);
  const { errors } = await cdp.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  // Playwright's contexts are private windows, in which nothing is installed.
  const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
});

test('every picture that the manifest names is there, of the size that it says', async ({ request }) => {
  const manifest = (await (await request.get('/manifest.webmanifest')).json()) as Manifest;
  expect([manifest.id, manifest.scope]).toEqual(['/', '/']);
  const images = [...manifest.icons, ...manifest.screenshots, ...manifest.shortcuts.flatMap(({ icons }) => icons)];
  expect(manifest.screenshots.length).toBeGreaterThan(0);
  for (const { src, sizes, type } of images) {
    const answer = await request.get(src);
    expect(answer.status(), src).toBe(200);
    expect(answer.headers()['content-type'], src).toBe(type);
    if (type === 'image/png') expect(pngSize(await answer.body()), src).toBe(sizes);
  }
});

/** Width and height stand in the first chunk of a PNG file (ISO/IEC 15948, 11.2.2). */
function pngSize(file: Buffer): string {
  return `${file.readUInt32BE(16)}x${file.readUInt32BE(20)}`;
}

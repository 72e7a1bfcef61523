import { defineConfig } from '@playwright/test';
import type { Options } from './fixtures/test.ts';
import { here, lightLaunchOptions } from './fixtures/browser.ts';

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

// A test runs on the phone, unless tags in its title say where: `@phone @desktop @large @nojs`, one or several.
const untagged = /^(?!.*@(?:phone|desktop|large|nojs)\b)/;

export default defineConfig<Options>({
  testDir: './tests',
  outputDir: './test-results/files',
  reporter: [
    ['list'],
    ['json', { outputFile: 'test-results/report.json' }],
    ['html', { open: 'never', outputFolder: 'playwright-report' }],
  ],
  // The server and the browser share the machine with the tests.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // No test measures speed. These end what hangs, on a busy machine, too.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    ...here,
    launchOptions: lightLaunchOptions,
    screenshot: 'only-on-failure',
    // Without its film: a tenth of the time, and the pages themselves are in it.
    trace: { mode: 'retain-on-failure', screenshots: false },
  },
  projects: [
    { name: 'phone', grep: [/@phone\b/, untagged], use: phone },
    { name: 'desktop', grep: /@desktop\b/, use: { viewport: { width: 1280, height: 800 } } },
    {
      name: 'large',
      grep: /@large\b/,
      use: { ...phone, viewport: { width: 320, height: 640 }, colorScheme: 'dark', largeText: true },
    },
    { name: 'nojs', grep: /@nojs\b/, use: { ...phone, javaScriptEnabled: false } },
  ],
});

import { defineConfig } from '@playwright/test';
import { here, launchOptions } from '../fixtures/browser.ts';

/** `cargo xtask bench page`: one page at a time, so that they do not disturb each other. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.bench.ts',
  outputDir: '../test-results/bench',
  reporter: 'list',
  workers: 1,
  timeout: 300_000,
  use: { ...here, launchOptions, viewport: { width: 390, height: 844 } },
});

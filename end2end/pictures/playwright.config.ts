import { defineConfig } from '@playwright/test';
import { here, launchOptions } from '../fixtures/browser.ts';

/** `cargo xtask pictures`: the screens that the README and the browser's install dialogue show. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.pictures.ts',
  outputDir: '../test-results/pictures',
  reporter: 'list',
  workers: 1,
  use: { ...here, launchOptions },
});

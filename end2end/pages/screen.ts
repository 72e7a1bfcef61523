import { test, type Locator, type Page } from '@playwright/test';

/** One screen of the app: its route, and what all screens have. */
export class Screen {
  constructor(
    protected readonly page: Page,
    readonly path: string,
  ) {}

  /** Goes there as if by a typed address, and waits until the page answers to touch. */
  async open(): Promise<void> {
    await this.page.goto(this.path);
    await this.ready();
  }

  /** The app marks the document when it has hydrated; before that a tap may be lost. */
  async ready(): Promise<void> {
    if (test.info().project.use.javaScriptEnabled === false) return;
    await this.page.locator('html[data-hydrated]').waitFor();
  }

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  get status(): Locator {
    return this.page.getByRole('status');
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /**
   * Taps a form's button. By keyboard where scripts are off: Chromium stops drawing a page there once a field
   * was typed into, and Playwright waits to click until a page is at rest.
   */
  async submit(name: string): Promise<void> {
    const button = this.button(name);
    await (test.info().project.use.javaScriptEnabled === false ? button.press('Enter') : button.click());
  }
}

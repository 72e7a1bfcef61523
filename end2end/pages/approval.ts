import { expect, type Page } from '@playwright/test';
import { Screen } from './screen.ts';

/** A request as who decides on it has it open. */
export class ApprovalPage extends Screen {
  constructor(page: Page, path = '/approvals') {
    super(page, path);
  }

  /** The word that flags were read; there only where there are any. */
  get seen() {
    return this.page.getByLabel('我已看过上面的提示');
  }

  /** Agrees, after a look at what wants one. */
  async agree(): Promise<void> {
    await expect(this.button('同意')).toBeVisible();
    await this.ready();
    if ((await this.seen.count()) > 0) await this.seen.check();
    await this.submit('同意');
  }
}

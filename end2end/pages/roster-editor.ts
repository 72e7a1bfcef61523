import type { Locator, Page } from '@playwright/test';
import { Screen } from './screen.ts';

/** The editor of a hall's month. */
export class RosterEditor extends Screen {
  constructor(page: Page, month: string) {
    super(page, `/roster/edit/${month}`);
  }

  /** The cell of a person and date, such as `陶然 12月6日 周日`; the table's on a desk, the month's on a phone. */
  cell(person: string, date: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^${person} ${date} `) });
  }

  async choose(brush: string): Promise<void> {
    await this.page.getByRole('radio', { name: brush, exact: true }).check({ force: true });
  }

  /** How much is drafted. */
  get state(): Locator {
    return this.page.getByRole('status').filter({ hasText: /草稿有|没有未发布/ });
  }

  /** To the review of what would be published. */
  async review(): Promise<void> {
    await this.button('发布排班').click();
    await this.page.waitForURL(/\/roster\/publish\//);
    await this.ready();
  }
}

import type { Locator, Page } from '@playwright/test';
import { Screen } from './screen.ts';

export class SignInPage extends Screen {
  constructor(page: Page) {
    super(page, '/sign-in');
  }

  get name(): Locator {
    return this.page.getByLabel('工号');
  }

  get password(): Locator {
    return this.page.getByLabel('密码', { exact: true });
  }

  async withPassword(name: string, password: string): Promise<void> {
    await this.name.fill(name);
    await this.password.fill(password);
    await this.button('密码登录').click();
  }

  async withPasskey(): Promise<void> {
    await this.button('使用通行密钥登录').click();
  }
}

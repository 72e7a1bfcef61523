import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.use({ as: 'worker', ownServer: true });

/** HR enters a day of leave for the worker, which the worker is told of. */
async function giveLeave(office: Page) {
  const people = new Screen(office, '/people?q=worker');
  await people.open();
  await office.getByRole('listitem').filter({ hasText: 'worker' }).getByRole('link').click();
  await office.getByRole('link', { name: '假期余额' }).click();
  await office.getByLabel('原因', { exact: true }).fill('先进个人');
  await office.getByRole('button', { name: '保存调整', exact: true }).click();
  await expect(office.getByRole('listitem').filter({ hasText: '先进个人' })).toBeVisible();
}

test('an inbox by day, with a receipt to give @phone @large', async ({ page }) => {
  const inbox = new Screen(page, '/notices');
  await inbox.open();
  await expect(inbox.heading).toHaveText('通知');
  await expect(page.getByText(/^\d+ 条未读$/)).toBeVisible();
  await expect(page.getByRole('heading', { level: 2, name: '11月24日 周二' })).toBeVisible();
  await expectAccessible(page);
  const roster = page.getByRole('listitem').filter({ hasText: '排班已发布' });
  await roster.getByRole('button', { name: '我已阅读', exact: true }).click();
  await expect(roster).toContainText('已阅读');
  await expect(inbox.button('我已阅读')).toHaveCount(0);
  await inbox.button('全部标为已读').click();
  await expect(inbox.button('全部标为已读')).toHaveCount(0);
  await expectAccessible(page);
});

test('what happens before the line is open is heard as well', async ({ page, newDevice }) => {
  let open = () => {};
  const asked = new Promise<void>((resolve) => {
    open = resolve;
  });
  const inbox = new Screen(page, '/notices');
  await page.route('**/events/notices', async (route) => {
    await asked;
    await route.continue();
  });
  await inbox.open();
  const told = page.getByRole('listitem').filter({ hasText: '您的假期余额有变动' });
  await expect(told).toHaveCount(0);
  await giveLeave(await newDevice('hr'));
  open();
  await expect(told).toBeVisible();
});

test('the tab counts what is unread, and a decision is heard at once', async ({ page, newDevice }) => {
  const inbox = new Screen(page, '/notices');
  await inbox.open();
  const tab = page.getByRole('navigation').getByRole('link', { name: '办事', exact: true });
  await expect(tab).toContainText(/[1-9]/);
  const before = Number((await tab.innerText()).replace(/\D/g, ''));
  // HR enters a day of leave; the open inbox says so without being touched, and without saying how much.
  await giveLeave(await newDevice('hr'));
  const told = page.getByRole('listitem').filter({ hasText: '您的假期余额有变动' });
  await expect(told).toBeVisible();
  await expect(told).not.toContainText('先进个人');
  await expect(tab).toContainText(String(before + 1));
  await told.getByRole('link').click();
  await expect(page).toHaveURL(/\/leave\/balance$/);
});

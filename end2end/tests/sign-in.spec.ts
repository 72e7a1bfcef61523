import { expectAccessible } from '../fixtures/axe.ts';
import { addAuthenticator } from '../fixtures/passkey.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';
import { SignInPage } from '../pages/sign-in.ts';

test.describe('signing in', () => {
  test('by password, and out again @phone @desktop @nojs', async ({ page, server }) => {
    const door = new SignInPage(page);
    await door.open();
    await expectAccessible(page);
    await door.withPassword('worker', server.password);
    await expect(page).toHaveURL(`${server.origin}/`);
    await expect(page.getByRole('heading', { level: 1, name: '今日' })).toBeVisible();
    await door.ready();
    const me = new Screen(page, '/me');
    await me.open();
    await me.button('退出登录').click();
    await expect(page).toHaveURL(`${server.origin}/sign-in`);
    await page.goto('/me');
    await expect(page).toHaveURL(`${server.origin}/sign-in`);
  });

  test('with a wrong password says so at the form and keeps the name @phone @nojs', async ({ page, problems }) => {
    problems.allow(/401 POST .*\/api\/accounts\/sign-in/);
    const door = new SignInPage(page);
    await door.open();
    await door.withPassword('worker', 'not the password');
    await expect(page.getByRole('alert')).toContainText('工号或密码不对');
    await expect(page).toHaveURL(/sign-in/);
  });

  test('leads to the page that was asked for, once @phone @nojs', async ({ page, server }) => {
    await page.goto('/roster');
    const door = new SignInPage(page);
    await expect(page).toHaveURL(`${server.origin}/sign-in`);
    await door.ready();
    await door.withPassword('worker', server.password);
    await expect(page).toHaveURL(`${server.origin}/roster`);
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1, name: '今日' })).toBeVisible();
  });

  test('a door for everybody: dark, large, narrow @large', async ({ page }) => {
    const door = new SignInPage(page);
    await door.open();
    await expectAccessible(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
});

test.describe('an invitation', () => {
  test('becomes a passkey on one phone, and a second passkey on another', async ({ page, newDevice, server }) => {
    // HR invites a member of the reserve and hands over the link.
    const office = await newDevice('hr');
    await office.goto('/people?q=w030');
    await office.getByRole('link', { name: /w030/ }).first().click();
    await office.getByRole('button', { name: '发送邀请' }).click();
    const link = await office.getByText(/\/invite\//).first().innerText();

    await addAuthenticator(page);
    const invitation = new Screen(page, new URL(link.trim()).pathname);
    await invitation.open();
    await expectAccessible(page);
    await page.getByLabel('手机号后四位').fill('2369');
    await invitation.button('创建通行密钥').click();
    await expect(page).toHaveURL(`${server.origin}/`);

    // Out, and in again without typing a name.
    const me = new Screen(page, '/me');
    await me.open();
    await me.button('退出登录').click();
    await expect(page).toHaveURL(/\/sign-in/);
    const door = new SignInPage(page);
    await door.open();
    await door.withPasskey();
    await expect(page).toHaveURL(`${server.origin}/`);
    await me.open();
    await expect(page.getByText('本机', { exact: true })).toBeVisible();

    // A second device: by a new invitation, with its own authenticator.
    await office.goto('/people?q=w030');
    await office.getByRole('link', { name: /w030/ }).first().click();
    await office.getByRole('button', { name: '发送邀请' }).click();
    const second = await office.getByText(/\/invite\//).first().innerText();
    const tablet = await newDevice();
    await addAuthenticator(tablet);
    const onTablet = new Screen(tablet, new URL(second.trim()).pathname);
    await onTablet.open();
    await tablet.getByLabel('手机号后四位').fill('2369');
    await onTablet.button('创建通行密钥').click();
    await expect(tablet).toHaveURL(`${server.origin}/`);
    const mine = new Screen(tablet, '/me');
    await mine.open();
    await expect(tablet.getByRole('button', { name: '退出其他设备' })).toBeVisible();
  });

  test('is not told apart from one that never was', async ({ page, problems }) => {
    problems.allow(/410 /);
    await page.goto('/invite/no-such-invitation');
    await expect(page.getByText('邀请链接已失效')).toBeVisible();
    await expectAccessible(page);
  });
});

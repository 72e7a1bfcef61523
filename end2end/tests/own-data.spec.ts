import { expectAccessible } from '../fixtures/axe.ts';
import { IN_THE_HALL, standAt } from '../fixtures/position.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.describe('the reading of my position', () => {
  // The newcomer has not been asked yet.
  test.use({ as: 'trainee', ownServer: true });

  test('is asked for once, can be refused, and I clock in all the same', async ({ page, context }) => {
    await standAt(context, IN_THE_HALL);
    const today = new Screen(page, '/');
    await today.open();
    await expect(page.getByRole('heading', { name: '打卡位置授权' })).toBeVisible();
    await expect(page.getByText(/月份锁定 90 天后删除/)).toBeVisible();
    await expectAccessible(page);
    await today.button('不同意').click();
    await expect(page.getByRole('heading', { name: '打卡位置授权' })).toHaveCount(0);
    await page.getByRole('button', { name: /打卡$/ }).click();
    await expect(today.status).toContainText('打卡成功');
    await expect(today.status).toContainText('您没有同意读取位置');

    const me = new Screen(page, '/me');
    await me.open();
    await expect(page.getByText('未同意', { exact: true })).toBeVisible();
    await me.button('同意').click();
    await expect(page.getByText('已同意', { exact: true })).toBeVisible();
    await me.button('撤回同意').click();
    await expect(page.getByText('未同意', { exact: true })).toBeVisible();
  });

  test('is answered without a script @nojs', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('button', { name: '不同意' }).click();
    await expect(page.getByRole('heading', { name: '打卡位置授权' })).toHaveCount(0);
  });
});

test.describe('my roster in my own calendar', () => {
  test.use({ as: 'worker', ownServer: true });

  test('under an address that I can revoke', async ({ page }) => {
    const feed = new Screen(page, '/roster/feed');
    await feed.open();
    await expectAccessible(page);
    await feed.button('生成订阅地址').click();
    const field = page.getByLabel('订阅地址', { exact: true });
    await expect(field).toHaveValue(/\/calendar\/.+\.ics$/);
    const address = await field.inputValue();
    const calendar = await page.request.get(address);
    expect(calendar.status()).toBe(200);
    expect(await calendar.text()).toContain('SUMMARY:白班');
    await page.getByText('停用订阅地址', { exact: true }).click();
    await feed.button('确认停用').click();
    await expect(feed.button('生成订阅地址')).toBeVisible();
    expect((await page.request.get(address)).status()).toBe(404);
  });
});

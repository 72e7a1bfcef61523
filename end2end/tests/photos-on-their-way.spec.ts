import type { Locator } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe.ts';
import { png } from '../fixtures/picture.ts';
import { expect, test } from '../fixtures/test.ts';
import { NO_NETWORK } from '../fixtures/without-network.ts';
import { Screen } from '../pages/screen.ts';

const ADD = '**/api/photos/add';
const FORM = '/attendance/correction?date=2026-11-24';

test.describe('photos on their way', () => {
  // `worker` has not clocked in today; at half past ten the first slot is over.
  test.use({ as: 'worker', ownServer: true, clock: '2026-11-24T10:30:00+08:00' });

  test('have a bar in room that is kept for it, then they are seen @phone @desktop', async ({ page }) => {
    const form = new Screen(page, FORM);
    await form.open();
    // Each is held on its way until it is let go.
    const held: (() => void)[] = [];
    await page.route(ADD, async (route) => {
      await new Promise<void>((letGo) => held.push(letGo));
      await route.continue();
    });
    const letGo = async (): Promise<void> => {
      await expect.poll(() => held.length).toBe(1);
      held.pop()?.();
    };
    const field = page.getByLabel('照片');
    const submit = form.button('提交补卡');
    const top = (place: Locator): Promise<number> =>
      place.evaluate((element) => element.getBoundingClientRect().top + window.scrollY);
    const between = async (): Promise<number> => Math.round((await top(submit)) - (await top(field)));
    const before = await between();
    await field.setInputFiles([png(900, 600), png(600, 900, 200)]);
    await expect(page.locator('label', { hasText: /正在上传 2 张中的第 1 张，\d+%/ }).getByRole('progressbar')).toBeVisible();
    expect(await between()).toBe(before);
    // What is read aloud says no percent, or each would be.
    await expect(page.locator('[aria-live=polite]').filter({ hasText: /^正在上传…$/ })).toHaveCount(1);
    await expectAccessible(page);
    await letGo();
    await expect(page.getByRole('img', { name: '照片 1' })).toBeVisible();
    await expect(page.locator('label', { hasText: /正在上传 2 张中的第 2 张，\d+%/ }).getByRole('progressbar')).toBeVisible();
    await letGo();
    await expect(page.getByRole('img', { name: '照片 2' })).toBeVisible();
    await expect(page.getByText('上传完成')).toBeVisible();
    await expect(page.getByRole('progressbar')).toHaveCount(0);
    await expectAccessible(page);
  });

  test('are kept when the network breaks off, and sent again', async ({ page, problems }) => {
    problems.allow(NO_NETWORK);
    const form = new Screen(page, FORM);
    await form.open();
    await page.route(ADD, (route) => route.abort('connectionreset'), { times: 1 });
    await page.getByLabel('照片').setInputFiles(png(300, 400));
    await expect(page.getByText('还有 1 张没有上传')).toBeVisible();
    await expectAccessible(page);
    await form.button('重新上传').click();
    await expect(page.getByRole('img', { name: '照片 1' })).toBeVisible();
    await expect(form.button('重新上传')).toHaveCount(0);
  });

  test('can be stopped, and are kept', async ({ page }) => {
    const form = new Screen(page, FORM);
    await form.open();
    let stuck = true;
    let asked = 0;
    await page.route(ADD, (route) => {
      asked += 1;
      return stuck ? undefined : route.continue();
    });
    await page.getByLabel('照片').setInputFiles(png(300, 400));
    await expect.poll(() => asked).toBe(1);
    const gone = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/photos/add'));
    await form.button('停止上传').click();
    await gone;
    await expect(page.getByText('还有 1 张没有上传')).toBeVisible();
    await expect(page.getByRole('progressbar')).toHaveCount(0);
    stuck = false;
    await form.button('重新上传').click();
    await expect(page.getByRole('img', { name: '照片 1' })).toBeVisible();
    expect(asked).toBe(2);
  });
});

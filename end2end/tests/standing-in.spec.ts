import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe.ts';
import { IN_THE_HALL, standAt } from '../fixtures/position.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

// `worker` (张敏) holds A01; 何静 (w014) holds the second side of A02, where 郑伟 is, too, so that she can go.
test.use({ as: 'worker', ownServer: true });

/** HR writes down that 何静 may work at A01. */
async function certify(hr: Page): Promise<void> {
  const rules = new Screen(hr, '/roster/rules');
  await rules.open();
  await hr.getByLabel('人员', { exact: true }).selectOption({ label: '何静' });
  await hr.getByLabel('窗口', { exact: true }).selectOption({ label: 'A01 综合受理' });
  await hr.getByLabel('第一天', { exact: true }).fill('2026-11-01');
  await rules.button('登记资格').click();
  const window = hr.locator('section.card').filter({ has: hr.getByRole('heading', { name: 'A01 综合受理' }) });
  await window.locator('summary').click();
  await expect(window.getByRole('listitem').filter({ hasText: '何静' })).toBeVisible();
  await expectAccessible(hr);
}

test('somebody of another window stands in, once certified for this one', async ({ page, context, newDevice }) => {
  await standAt(context, IN_THE_HALL);
  const today = new Screen(page, '/');
  await today.open();
  await today.button('上班打卡').click();
  await expect(today.status).toContainText('打卡成功');
  const outing = new Screen(page, '/outing');
  await outing.open();
  await expect(page.getByText(/可以顶岗：/)).toBeVisible();
  await expect(page.getByText(/可以顶岗：.*何静/)).toHaveCount(0);

  await certify(await newDevice('hr'));
  await outing.open();
  await expect(page.getByText(/可以顶岗：.*何静/)).toBeVisible();
  await page.getByLabel('外出事由').fill('去档案室取材料');
  await outing.button('请同事顶岗').click();
  await expect(page.getByText('等同事确认')).toBeVisible();

  const near = await newDevice('w014');
  const theirs = new Screen(near, '/');
  await theirs.open();
  await expect(near.getByText(/张敏 要外出 15 分钟/)).toBeVisible();
  await theirs.button('确认顶岗').click();
  await expect(near.getByText('您正在替 张敏 顶岗')).toBeVisible();
  await expectAccessible(near);

  const board = await newDevice('supervisor');
  await board.goto('/board');
  await expect(board.getByRole('article', { name: /^A01/ })).toContainText('何静 顶岗');
  await expect(board.getByRole('article', { name: /^A02/ })).toContainText('替 张敏 顶岗');
  await expectAccessible(board);
});

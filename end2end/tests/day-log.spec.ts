import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.use({ as: 'supervisor' });

test('what was over yesterday is found from the board @phone @large @desktop', async ({ page }) => {
  const log = new Screen(page, '/board');
  await log.open();
  await page.getByRole('link', { name: '当日记录' }).click();
  await expect(page).toHaveURL(/\/attendance\/day\/[0-9a-f-]+$/);
  await expect(log.heading).toHaveText('当日记录');
  const rows = page.getByRole('main').getByRole('listitem');
  await expect(rows.filter({ hasText: '去档案室取材料' })).toContainText('外出中');
  await expect(page.getByRole('link', { name: '后一天' })).toHaveCount(0);
  await expectAccessible(page);

  await page.getByRole('link', { name: '前一天' }).click();
  await expect(page).toHaveURL(/\?date=2026-11-23$/);
  await expect(rows.filter({ hasText: '去档案室取材料' })).toContainText('已返回');
  await expect(rows.filter({ hasText: '顶岗' }).last()).toContainText('13 分钟');
  const alarm = rows.filter({ hasText: '已请导办到窗口' });
  await expect(alarm).toContainText('22 分钟');
  await expect(alarm).toContainText('已结束');
  await expectAccessible(page);

  await page.getByLabel('哪一天').fill('2026-11-22');
  await log.button('查看').click();
  await expect(page).toHaveURL(/\?date=2026-11-22$/);
  await expect(page.getByText('这一天没有记录')).toBeVisible();
});

test('a day is downloaded as a workbook and as text', async ({ page }) => {
  const board = new Screen(page, '/board');
  await board.open();
  await page.getByRole('link', { name: '当日记录' }).click();
  await page.getByRole('link', { name: '前一天' }).click();
  await expect(page).toHaveURL(/\?date=2026-11-23$/);
  for (const [name, file] of [
    [/^当日记录/, 'attendance-2026-11-23-log.xlsx'],
    [/^空岗提醒/, 'attendance-2026-11-23-alarms.csv'],
  ] as const) {
    const started = page.waitForEvent('download');
    await page.getByRole('main').getByRole('link', { name }).click();
    const download = await started;
    expect(download.suggestedFilename()).toBe(file);
    expect(await download.failure()).toBeNull();
  }
});

test('without a script it is there as well @nojs', async ({ page }) => {
  const log = new Screen(page, '/attendance/day?date=2026-11-23');
  await log.open();
  await expect(page.getByText('去档案室取材料')).toBeVisible();
});

test.describe('for a lead', () => {
  test.use({ as: 'lead' });

  test('it is that of the own zone, and nothing to take away', async ({ page }) => {
    const log = new Screen(page, '/attendance/day?date=2026-11-23');
    await log.open();
    await expect(page.getByText('已请导办到窗口')).toBeVisible();
    await expect(page.getByRole('heading', { name: '下载' })).toHaveCount(0);
  });
});

test.describe('for the host unit', () => {
  test.use({ as: 'host' });

  test('it does not say why somebody was out', async ({ page }) => {
    const log = new Screen(page, '/attendance/day?date=2026-11-23');
    await log.open();
    const rows = page.getByRole('main').getByRole('listitem');
    await expect(rows.filter({ hasText: '已返回' }).first()).toBeVisible();
    await expect(page.getByText('去档案室取材料')).toHaveCount(0);
  });
});

test.describe('for a worker', () => {
  test.use({ as: 'worker' });

  test('there is none', async ({ page, problems }) => {
    problems.allow(/^403 GET .*\/attendance\/day/);
    const log = new Screen(page, '/attendance/day?date=2026-11-23');
    await log.open();
    await expect(page.getByRole('alert')).toBeVisible();
    await expect(page.getByText('去档案室取材料')).toHaveCount(0);
  });
});

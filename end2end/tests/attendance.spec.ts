import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.use({ as: 'worker' });

test('my month: calendar, totals, and a day with its punches', async ({ page }) => {
  const month = new Screen(page, '/attendance');
  await month.open();
  await expect(month.heading).toHaveText('考勤');
  await expect(page.getByRole('heading', { level: 2, name: '2026年11月' })).toBeVisible();
  await expect(page.getByText('应出勤', { exact: true })).toBeVisible();
  await expectAccessible(page);

  const monday = page.locator('#d-23');
  await expect(monday.getByText('打卡记录')).toBeHidden();
  await page.getByRole('table', { name: '2026年11月考勤' }).getByRole('link', { name: /^23/ }).click();
  await expect(monday.getByText('打卡记录')).toBeVisible();
  await expect(monday.getByText(/大厅内，距中心约 \d+ 米/).first()).toBeVisible();
  await expectAccessible(page);
});

test('the month before, with days off and a make-up workday', async ({ page }) => {
  const month = new Screen(page, '/attendance');
  await month.open();
  await page.getByRole('link', { name: '上月' }).click();
  await expect(page).toHaveURL(/\/attendance\/2026-10$/);
  const table = page.getByRole('table', { name: '2026年10月考勤' });
  await expect(table.getByRole('cell', { name: /^1 .*休$/ })).toBeVisible();
  await expect(table.getByRole('cell', { name: /^10 .*班$/ })).toBeVisible();
});

test('a month without anything says so', async ({ page }) => {
  const month = new Screen(page, '/attendance/2025-01');
  await month.open();
  await expect(page.getByText('这个月没有排班和打卡')).toBeVisible();
  await expectAccessible(page);
});

test('a month that is none leads nowhere', async ({ page, problems }) => {
  problems.allow(/^404 GET .*\/attendance\/2026-13$/);
  const month = new Screen(page, '/attendance/2026-13');
  await month.open();
  await expect(page.getByRole('alert').filter({ hasText: '没有找到' })).toBeVisible();
});

test('on paper there is a line a day', async ({ page }) => {
  const month = new Screen(page, '/attendance/2026-10');
  await month.open();
  await page.emulateMedia({ media: 'print' });
  const sheet = page.getByRole('table', { name: /2026年10月考勤表$/ });
  await expect(sheet.getByRole('row')).toHaveCount(32);
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeHidden();
});

test('the month fits a narrow phone in large type and the dark @large', async ({ page }) => {
  const month = new Screen(page, '/attendance');
  await month.open();
  await expectAccessible(page);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test('a day unfolds without a script @nojs', async ({ page }) => {
  await page.goto('/attendance/2026-10');
  const day = page.locator('#d-30');
  await day.locator('summary').click();
  await expect(day.getByText('打卡记录')).toBeVisible();
});

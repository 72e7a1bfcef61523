import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.describe('mine', () => {
  test.use({ as: 'worker' });

  test('this week and this month', async ({ page }) => {
    const roster = new Screen(page, '/roster');
    await roster.open();
    await expect(roster.heading).toHaveText('排班');
    const days = page.getByRole('main').getByRole('listitem');
    await expect(days).toHaveCount(7);
    await expect(days.filter({ hasText: '11月24日 周二 · 今日' })).toContainText('08:30–12:00 · 13:30–17:30');
    await expectAccessible(page);
    await page.getByRole('link', { name: '本月' }).click();
    await expect(page.getByRole('table', { name: '2026年11月排班' })).toBeVisible();
    await expect(days).toHaveCount(30);
    await expectAccessible(page);
    await page.getByRole('link', { name: '下月' }).click();
    await expect(page.getByRole('heading', { level: 2, name: '2026年12月' })).toBeVisible();
  });
});

test.describe('the hall', () => {
  test.use({ as: 'supervisor' });

  test('by window, day by day', async ({ page }) => {
    const day = new Screen(page, '/roster/day');
    await day.open();
    await expect(page.getByRole('heading', { level: 2, name: '11月24日 周二' })).toBeVisible();
    await expect(page.getByRole('heading', { level: 2, name: '综合服务区 · A01 综合受理' })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('link', { name: '后一天' }).click();
    await expect(page.getByRole('heading', { level: 2, name: '11月25日 周三' })).toBeVisible();
  });
});

test.describe('a file', () => {
  test.use({ as: 'supervisor', ownServer: true });

  const csv = (...rows: string[]) => ({
    name: 'roster.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['工号,日期,班次', ...rows].join('\n')),
  });

  test('is checked, corrected, imported, and then in force', async ({ page, newDevice }) => {
    const form = new Screen(page, '/roster/import');
    await form.open();
    await expectAccessible(page);
    await page.getByLabel('排班文件').setInputFiles(csv('worker,2026-11-31,白班'));
    await form.button('检查文件').click();
    await expect(form.status).toContainText('有 1 处需要改正');
    await expect(page.getByRole('row', { name: /^2 日期 2026-11-31/ })).toBeVisible();
    await expect(form.button('确认导入')).toBeDisabled();
    await expectAccessible(page);

    await page.getByLabel('排班文件').setInputFiles(csv('worker,2026-11-29,白班'));
    await expect(form.button('确认导入')).toBeDisabled();
    await form.button('检查文件').click();
    await expect(form.status).toContainText('新增 1 天');
    await form.button('确认导入').click();
    await expect(form.status).toContainText('导入完成');

    const phone = await newDevice('worker');
    const roster = new Screen(phone, '/roster');
    await roster.open();
    // First as news to take note of, then in the week.
    await expect(phone.getByText('排班有变化').first()).toBeVisible();
    await expect(phone.getByRole('listitem').filter({ hasText: '11月29日 周日' }).last()).toContainText('白班');
  });
});

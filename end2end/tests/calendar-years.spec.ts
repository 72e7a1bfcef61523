import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.describe('the working calendar', () => {
  test.use({ as: 'hr', ownServer: true });

  test('a year is looked at, corrected and imported @phone @desktop', async ({ page }) => {
    await new Screen(page, '/services').open();
    await page.getByRole('link', { name: /工作日历/ }).click();
    const years = new Screen(page, '/org/calendar');
    await expect(years.heading).toHaveText('工作日历');
    const row = page.getByRole('main').getByRole('listitem').filter({ hasText: '2027 年' });
    await expect(row).toContainText('暂定');
    await expectAccessible(page);
    // The form begins with the year that is chosen.
    const text = page.getByLabel('年历内容');
    await expect(text).toHaveValue(/^year = 2027/);
    await page.getByRole('link', { name: /2026 年/ }).click();
    await expect(text).toHaveValue(/^year = 2026/);
    await row.getByRole('link').click();
    await expect(text).toHaveValue(/^year = 2027/);

    // A Friday can't be worked in exchange; all of it is refused.
    const friday = (await text.inputValue()).replace('make_up = []', 'make_up = [2027-02-19]');
    await text.fill(friday);
    await years.button('看看会改变什么').click();
    await expect(page.getByRole('row').nth(1)).toContainText('make_up 第 1 项');
    await expect(text).toHaveAttribute('aria-invalid', 'true');
    await expect(text).toHaveValue(/2027-02-19/);
    await expect(years.button('导入第 2 版')).toHaveCount(0);
    await expectAccessible(page);

    await text.fill(friday.replace('2027-02-19', '2027-02-20').replace('provisional', 'published'));
    await years.button('看看会改变什么').click();
    await expect(years.status.filter({ hasText: '可以导入：2027 年第 2 版' })).toBeVisible();
    const changed = page.getByRole('listitem').filter({ hasText: '2月20日 周六' });
    await expect(changed).toContainText('休息日 → 调休上班');
    await expectAccessible(page);
    await years.button('导入第 2 版').click();
    await expect(years.status.filter({ hasText: '2027 年第 2 版已导入' })).toBeVisible();
    await expect(row).toContainText('第 2 版');
    await expect(row).toContainText('已公布');
    await expectAccessible(page);

    await new Screen(page, '/services').open();
    await page.getByRole('link', { name: /单位操作记录/ }).click();
    const trail = new Screen(page, '/org/audit');
    await expect(trail.heading).toHaveText('单位操作记录');
    const line = page.getByRole('main').getByRole('listitem').filter({ hasText: '导入工作日历' });
    await expect(line).toContainText('2027 年');
    await expectAccessible(page);
  });

  test('is imported without a script @nojs', async ({ page }) => {
    const years = new Screen(page, '/org/calendar?of=2026');
    await years.open();
    const text = page.getByLabel('年历内容');
    await text.fill((await text.inputValue()).replace('make_up = [', 'make_up = [2026-11-28, '));
    await years.submit('看看会改变什么');
    await expect(page.getByText('休息日 → 调休上班')).toBeVisible();
    await years.submit('导入第 2 版');
    await expect(page.getByText('2026 年第 2 版已导入')).toBeVisible();
  });
});

test.describe('who manages the hall', () => {
  test.use({ as: 'supervisor' });

  test('imports no year', async ({ page, problems }) => {
    problems.allow(/^403 GET .*\/org\/calendar$/);
    await new Screen(page, '/org/calendar').open();
    await expect(page.getByText('您没有权限做这件事')).toBeVisible();
    await expect(page.getByLabel('年历内容')).toHaveCount(0);
  });
});

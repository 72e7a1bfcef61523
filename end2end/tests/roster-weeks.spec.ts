import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.describe('usual weeks', () => {
  test.use({ as: 'supervisor', ownServer: true });

  test('all A of the hall are given a week @phone @desktop', async ({ page, newDevice }) => {
    const hub = new Screen(page, '/services');
    await hub.open();
    await page.getByRole('link', { name: /^每周排班/ }).click();
    const weeks = new Screen(page, '/roster/weeks');
    await weeks.ready();
    await expect(weeks.heading).toHaveText('每周排班');
    const zhang = page.locator('details.fold').filter({ hasText: '张敏' });
    await expect(zhang).toContainText('周一至周五白班 · 周六至周日休息');
    await expect(page.getByRole('checkbox', { name: /^张敏/ })).not.toBeChecked();
    await expectAccessible(page);

    await page.getByRole('link', { name: 'A 岗', exact: true }).click();
    await expect(page.getByRole('checkbox', { name: /^张敏/ })).toBeChecked();
    await expect(page.getByLabel('从哪天起')).toHaveValue('2026-11-25');
    await page.getByLabel('从哪天起').fill('2026-12-07');
    await page.getByLabel('周五', { exact: true }).selectOption({ label: '休息' });
    await page.getByLabel('调休上班按').selectOption({ label: '周四' });
    await weeks.button('保存每周排班').click();
    await expect(page.getByRole('status').filter({ hasText: '每周排班已保存' })).toContainText('从 12月7日 周一起');
    await expect(zhang).toContainText('周五至周日休息 · 调休上班按周四 · 2026年12月7日起');
    await expectAccessible(page);

    await zhang.locator('summary').first().click();
    await zhang.locator('summary', { hasText: '结束每周排班' }).click();
    await zhang.getByLabel('最后一天').fill('2026-12-31');
    await zhang.getByRole('button', { name: '确认结束' }).click();
    await expect(zhang).toContainText('2026年12月7日至2026年12月31日');

    const phone = await newDevice('worker');
    const mine = new Screen(phone, '/roster?at=2026-12-11');
    await mine.open();
    await expect(phone.getByRole('heading', { name: '排班有变化' })).toBeVisible();
  });

  test('who was ticked outlives a reload, and goes when it is sent', async ({ page }) => {
    const weeks = new Screen(page, '/roster/weeks?side=A');
    await weeks.open();
    const zhang = page.getByRole('checkbox', { name: /^张敏/ });
    await expect(zhang).toBeChecked();
    const ticked = page.getByRole('main').getByRole('checkbox', { checked: true });
    const all = await ticked.count();
    expect(all).toBeGreaterThan(2);
    await zhang.uncheck();
    await page.getByLabel('从哪天起').fill('2026-12-07');
    await page.reload();
    await weeks.ready();
    await expect(page.getByLabel('从哪天起')).toHaveValue('2026-12-07');
    await expect(zhang).not.toBeChecked();
    await expect(ticked).toHaveCount(all - 1);
    await weeks.button('保存每周排班').click();
    await expect(page.getByRole('status').filter({ hasText: '每周排班已保存' })).toBeVisible();
    await page.reload();
    await weeks.ready();
    await expect(page.getByLabel('从哪天起')).toHaveValue('2026-11-25');
    await expect(zhang).toBeChecked();
  });

  test('what breaks the law is not saved, and what was filled in stays', async ({ page }) => {
    const weeks = new Screen(page, '/roster/weeks?side=A');
    await weeks.open();
    for (const day of ['周六', '周日']) {
      await page.getByLabel(day, { exact: true }).selectOption({ label: '白班' });
    }
    await weeks.button('保存每周排班').click();
    const refused = page.getByRole('status').filter({ hasText: '没有保存' });
    await expect(refused).toContainText('连续七天没有休息日');
    await expect(page.getByLabel('周六', { exact: true })).toHaveValue(/.+/);
    await expectAccessible(page);
  });
});

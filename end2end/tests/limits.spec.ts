import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.describe('a time limit of the law', () => {
  test.use({ as: 'worker' });

  test('ends on a day, and is to be met before a holiday @phone @desktop', async ({ page }) => {
    const services = new Screen(page, '/services');
    await services.open();
    await page.getByRole('link', { name: /法定期限/ }).click();
    const limits = new Screen(page, '/limits');
    await expect(limits.heading).toHaveText('法定期限');
    await expectAccessible(page);
    await page.getByLabel('事项').selectOption({ label: '工伤认定申请（单位）' });
    await page.getByLabel('起算日').fill('2026-09-03');
    await limits.button('查看期限').click();
    await expect(page).toHaveURL(/matter=injury_by_employer/);
    await expect(page.getByText('2026年10月3日')).toBeVisible();
    await expect(page.getByText('2026年9月30日')).toBeVisible();
    await expect(page.getByText('工伤保险条例第17条')).toBeVisible();
    await expectAccessible(page);
  });

  test('is shown without a script @nojs', async ({ page }) => {
    const limits = new Screen(page, '/limits');
    await limits.open();
    await page.getByLabel('事项').selectOption({ label: '办理社会保险登记（用工之日起）' });
    await page.getByLabel('起算日').fill('2026-11-02');
    await limits.submit('查看期限');
    await expect(page.getByText('2026年12月2日').first()).toBeVisible();
    await expect(page.getByText('建议提醒')).toBeVisible();
  });
});

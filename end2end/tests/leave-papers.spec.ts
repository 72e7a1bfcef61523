import { expectAccessible } from '../fixtures/axe.ts';
import { png } from '../fixtures/picture.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.describe('papers that come late', () => {
  test.use({ as: 'worker', ownServer: true });

  test('are taken, and it stays known that they were late @phone', async ({ page, newDevice }) => {
    const form = new Screen(page, '/leave/new');
    await form.open();
    await page.getByLabel('请假类型').selectOption({ label: '病假' });
    // A week ago: the three workdays in which a sick note is to follow are over.
    await page.getByLabel('开始日期').fill('2026-11-17');
    await page.getByLabel('结束日期').fill('2026-11-17');
    await page.getByLabel('事由').fill('急诊');
    await page.getByLabel('顶岗人').selectOption({ label: '许晴（同岗）' });
    await form.button('提交申请').click();
    await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
    await expect(page.getByRole('heading', { name: '证明材料' })).toBeVisible();
    // Told once, in the part of the page that is about them.
    await expect(page.getByText('逾期未交', { exact: true })).toHaveCount(1);
    await expectAccessible(page);

    const lead = await newDevice('lead');
    const inbox = new Screen(lead, '/approvals');
    await inbox.open();
    const row = lead.getByRole('main').getByRole('listitem').filter({ hasText: '张敏 · 病假' });
    await row.getByRole('link').click();
    await expect(lead.getByText('证明材料逾期').first()).toBeVisible();
    await expectAccessible(lead);

    await page.getByLabel('照片').setInputFiles(png(300, 400));
    await page.getByRole('button', { name: '上传照片' }).click();
    await expect(page.getByText('已提交 1 张，待核对')).toBeVisible();
    await expect(page.getByText('逾期提交', { exact: true })).toBeVisible();
    await expectAccessible(page);

    const hr = await newDevice('hr');
    const seen = new Screen(hr, new URL(page.url()).pathname);
    await seen.open();
    await expect(hr.getByText('逾期提交', { exact: true })).toBeVisible();
    await seen.button('已看过证明').click();
    await expect(hr.getByText('已核对', { exact: true })).toBeVisible();
    await expect(hr.getByText('逾期提交', { exact: true })).toBeVisible();
    await expect(seen.button('已看过证明')).toHaveCount(0);
    await expectAccessible(hr);
  });
});

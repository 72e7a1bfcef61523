import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { ApprovalPage } from '../pages/approval.ts';
import { Screen } from '../pages/screen.ts';

test.describe('leave by the hour', () => {
  test.use({ as: 'worker', ownServer: true });

  test('is counted in minutes, asked, decided and seen on the roster @phone @desktop @large', async ({
    page,
    newDevice,
  }) => {
    const form = new Screen(page, '/leave/new');
    await form.open();
    const by = page.getByLabel('请假方式');
    await expect(by).toBeHidden();
    await page.getByLabel('请假类型').selectOption({ label: '调休' });
    await expect(by).toBeVisible();
    await expect(page.getByLabel('开始时间')).toBeHidden();
    await by.selectOption({ label: '按小时' });
    await expect(page.getByLabel('结束日期')).toBeHidden();
    await expect(page.getByLabel('从哪个半天开始')).toBeHidden();
    await page.getByLabel('开始日期').fill('2026-11-27');
    await page.getByLabel('开始时间').fill('09:00');
    await page.getByLabel('结束时间').fill('10:30');
    await expect(form.status).toContainText('共 1 小时 30 分');
    await expect(form.status).toContainText('用掉 1 小时 30 分，剩余 2 小时 30 分');
    await expectAccessible(page);
    await page.getByLabel('事由').fill('办护照');
    await page.getByLabel('顶岗人').selectOption({ label: '许晴（同岗）' });
    await form.button('提交申请').click();
    await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
    await expect(page.getByText('11月27日 周五 09:00–10:30').first()).toBeVisible();
    await expect(page.getByText('共 1 小时 30 分').first()).toBeVisible();
    await expectAccessible(page);

    const cover = await newDevice('w013');
    const asked = new Screen(cover, '/leave');
    await asked.open();
    await expect(cover.getByText('09:00–10:30').first()).toBeVisible();
    await asked.button('同意顶岗').click();
    await expect(cover.getByText('已确认')).toBeVisible();

    const lead = await newDevice('lead');
    const inbox = new ApprovalPage(lead);
    await inbox.open();
    await lead.getByRole('main').getByRole('listitem').filter({ hasText: '1 小时 30 分' }).getByRole('link').click();
    await inbox.agree();
    await expect(inbox.status).toContainText('已同意');

    await page.reload();
    await expect(page.getByText('已批准').first()).toBeVisible();
    await page.locator('summary', { hasText: '销假' }).click();
    await expect(page.getByLabel('休了没有')).toBeVisible();
    await expectAccessible(page);
    const roster = new Screen(page, '/roster?view=month');
    await roster.open();
    const days = page.getByRole('main').getByRole('listitem');
    await expect(days.filter({ hasText: '11月27日' })).toContainText('请假 09:00–10:30');
  });

  test('over other hours is told while it is filled in, and refused at its field', async ({ page, problems }) => {
    problems.allow(/^422 POST .*\/api\/leave\/ask/);
    const form = new Screen(page, '/leave/new');
    const fill = async (from: string, to: string) => {
      await form.open();
      await page.getByLabel('请假类型').selectOption({ label: '产检' });
      await page.getByLabel('请假方式').selectOption({ label: '按小时' });
      await page.getByLabel('开始日期').fill('2026-12-02');
      await page.getByLabel('开始时间').fill(from);
      await page.getByLabel('结束时间').fill(to);
      await page.getByLabel('事由').fill('产检');
      await page.getByLabel('顶岗人').selectOption({ label: '许晴（同岗）' });
    };
    await fill('09:00', '10:30');
    await form.button('提交申请').click();
    await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
    await fill('10:00', '11:00');
    await expect(form.status).toContainText('重叠');
    await form.button('提交申请').click();
    await expect(page.getByLabel('开始日期')).toHaveAttribute('aria-invalid', 'true');
    await page.getByLabel('开始时间').fill('10:30');
    await page.getByLabel('结束时间').fill('10:15');
    await form.button('提交申请').click();
    await expect(page.getByLabel('结束时间')).toHaveAttribute('aria-invalid', 'true');
    await page.getByLabel('结束时间').fill('11:00');
    await form.button('提交申请').click();
    await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
  });

  test('is asked for without a script @nojs', async ({ page }) => {
    const form = new Screen(page, '/leave/new');
    await form.open();
    await page.getByLabel('请假类型').selectOption({ label: '哺乳' });
    await page.getByLabel('请假方式').selectOption({ label: '按小时' });
    await page.getByLabel('开始日期').fill('2026-11-30');
    await page.getByLabel('结束日期').fill('2026-12-04');
    await page.getByLabel('开始时间').fill('16:30');
    await page.getByLabel('结束时间').fill('17:30');
    await page.getByLabel('事由').fill('哺乳');
    await page.getByLabel('顶岗人').selectOption({ label: '许晴（同岗）' });
    await form.submit('提交申请');
    await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
    await expect(page.getByText('每天 16:30–17:30').first()).toBeVisible();
    await expect(page.getByText('共 5 小时').first()).toBeVisible();
  });
});

import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { ApprovalPage } from '../pages/approval.ts';
import { Screen } from '../pages/screen.ts';

test.describe('childcare leave', () => {
  test.use({ as: 'worker', ownServer: true });

  test('a parent tells of a child and HR confirms it @phone', async ({ page, newDevice }) => {
    const hr = await newDevice('hr');
    const rules = new Screen(hr, '/leave/rules');
    await rules.open();
    await hr.getByLabel('适用的规定').selectOption('北京');
    await hr.getByLabel('我已核对规定原文').check();
    await rules.button('确认适用').click();
    await expect(hr.getByText('北京（', { exact: false }).first()).toBeVisible();

    const balance = new Screen(page, '/leave/balance');
    await balance.open();
    const card = page.locator('section.card').filter({ has: page.getByRole('heading', { name: '育儿假和子女' }) });
    await expect(page.getByText('北京：子女未满 3 周岁，父母各每年 5 个工作日')).toBeVisible();
    await page.getByLabel('子女出生日期').fill('2025-03-16');
    await page.getByLabel(/我是孩子的父母/).check();
    await expectAccessible(page);
    await balance.button('提交登记').click();
    await expect(card.getByText('待人事确认')).toBeVisible();
    await expectAccessible(page);

    const inbox = new Screen(hr, '/notices');
    await inbox.open();
    await hr.getByRole('link', { name: /登记了子女/ }).click();
    const theirs = new Screen(hr, '/leave/balance');
    await expect(hr.getByText('2025年3月16日 出生的子女')).toBeVisible();
    await expectAccessible(hr);
    await theirs.button('已看过证明，确认').click();
    await expect(hr.getByText('已确认', { exact: true })).toBeVisible();

    await page.reload();
    await expect(page.getByText('（1 周岁）')).toBeVisible();
    await expect(page.getByRole('heading', { level: 2, name: '育儿假', exact: true })).toBeVisible();
    await expectAccessible(page);
  });

  test('what annual leave not taken is paid with', async ({ page }) => {
    const balance = new Screen(page, '/leave/balance');
    await balance.open();
    await expect(page.getByRole('heading', { level: 2, name: '未休年假折成工资' })).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: '÷ 21.75' })).toContainText('办法 11');
  });
});

test.describe('maternity leave', () => {
  test.use({ as: 'worker', ownServer: true });

  test('asks what happened, and counts by it', async ({ page }) => {
    const form = new Screen(page, '/leave/new');
    await form.open();
    await expect(page.getByLabel('生育情况')).toBeHidden();
    await page.getByLabel('请假类型').selectOption({ label: '产假' });
    await page.getByLabel('开始日期').fill('2026-12-01');
    await page.getByLabel('怎么生的').selectOption({ label: '难产（含剖宫产）' });
    await expect(form.status).toContainText('共 113 天，休到 2027年3月23日');
    await expect(form.status).toContainText('女职工劳动保护特别规定 7');
    await expectAccessible(page);
    await page.getByLabel('生育情况').selectOption({ label: '怀孕未满 4 个月流产' });
    await expect(page.getByLabel('几个孩子')).toBeHidden();
    await expect(form.status).toContainText('共 15 天');
  });

  test('asks it without a script too @nojs', async ({ page }) => {
    const form = new Screen(page, '/leave/new');
    await form.open();
    await expect(page.getByLabel('生育情况')).toBeHidden();
    await page.getByLabel('请假类型').selectOption({ label: '产假' });
    await page.getByLabel('开始日期').fill('2026-12-01');
    await page.getByLabel('结束日期').fill('2027-03-23');
    await page.getByLabel('怎么生的').selectOption({ label: '难产（含剖宫产）' });
    await page.getByLabel('事由').fill('待产');
    await form.submit('提交申请');
    await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
    await expect(page.getByText('共 113 天', { exact: false })).toBeVisible();
  });
});

test.describe('moving leave', () => {
  test.use({ as: 'w013', ownServer: true });

  test('other days instead of granted ones', async ({ page, newDevice }) => {
    const form = new Screen(page, '/leave/new');
    await form.open();
    await page.getByLabel('请假类型').selectOption({ label: '事假' });
    await page.getByLabel('开始日期').fill('2026-12-03');
    await page.getByLabel('结束日期').fill('2026-12-03');
    await page.getByLabel('事由').fill('家里有事');
    await form.button('提交申请').click();
    await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
    const granted = page.url();
    const boss = await newDevice('lead');
    const inbox = new ApprovalPage(boss);
    const agree = async (day: string) => {
      await inbox.open();
      await boss.getByRole('main').getByRole('listitem').filter({ hasText: day }).getByRole('link').click();
      await inbox.agree();
      await expect(inbox.status).toContainText('已同意');
    };
    await agree('12月3日');

    await page.reload();
    await page.getByRole('link', { name: '改期' }).click();
    await expect(form.heading).toHaveText('申请改期');
    await expect(page.getByText('原来的假：12月3日 周四')).toBeVisible();
    await page.getByLabel('开始日期').fill('2026-12-10');
    await page.getByLabel('结束日期').fill('2026-12-10');
    await expectAccessible(page);
    await form.button('提交申请').click();
    await expect(page.getByText('申请改期，原来是 12月3日 周四')).toBeVisible();
    await expectAccessible(page);
    await agree('12月10日');
    await page.goto(granted);
    await expect(page.getByText('已改到 12月10日 周四')).toBeVisible();
  });
});

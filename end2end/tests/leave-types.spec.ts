import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.describe('kinds of leave', () => {
  test.use({ as: 'hr', ownServer: true });

  test('each has its rule, the next one and its history @phone @desktop @large', async ({ page }) => {
    const types = new Screen(page, '/leave/types');
    await types.open();
    await expect(types.heading).toHaveText('假期类型');
    const row = page.getByRole('main').getByRole('listitem').filter({ hasText: '丧假' });
    await expect(row).toContainText('第 1 版');
    await expect(row).toContainText('2027年1月1日 起有变化');
    await expectAccessible(page);
    await row.getByRole('link').click();
    await expect(types.heading).toHaveText('丧假');
    await expect(page.getByRole('heading', { level: 2, name: '现行规则' })).toBeVisible();
    await expect(page.getByText('每次最多 3 天 → 每次最多 5 天').first()).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: '第 2 版' })).toContainText('未生效');
    await expectAccessible(page);
  });

  test('a version is looked at, then published, and the one before stays @phone', async ({ page }) => {
    const type = new Screen(page, '/leave/types/marriage');
    await type.open();
    await expect(page.getByText('还没有发布过')).toBeVisible();
    await page.getByRole('link', { name: '发布新版本' }).click();
    await expect(type.heading).toHaveText('发布新版本：婚假');
    await expectAccessible(page);
    await page.getByLabel('从哪天起').fill('2027-01-01');
    await page.getByLabel('每次最多几天').fill('10');
    await page.getByLabel('依据').fill('员工手册 2027 版第 10 条');
    await type.button('看看会改变什么').click();
    const change = page.getByRole('status').filter({ hasText: '发布以后' });
    await expect(change).toContainText('每次最多 3 天 → 每次最多 10 天');
    await expect(change).toContainText('没有已提交的请假受影响');
    await expectAccessible(page);
    await type.button('发布').click();
    await expect(type.heading).toHaveText('婚假');
    await expect(page.getByRole('status').filter({ hasText: '已发布第 1 版' })).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: '第 1 版' })).toContainText('未生效');
    await expectAccessible(page);
  });

  test('what is below the law is refused with the law', async ({ page }) => {
    const form = new Screen(page, '/leave/types/maternity');
    await form.open();
    await expect(page.getByRole('heading', { level: 2, name: '法律底线' })).toBeVisible();
    await page.getByRole('link', { name: '发布新版本' }).click();
    await page.getByLabel('每次最多几天').fill('90');
    await form.button('看看会改变什么').click();
    await expect(page.getByLabel('每次最多几天')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByText('《女职工劳动保护特别规定》第 7 条').first()).toBeVisible();
    await expect(form.button('发布')).toHaveCount(0);
    await expectAccessible(page);
  });

  test('is published without a script @nojs', async ({ page }) => {
    const form = new Screen(page, '/leave/types/official');
    await form.open();
    await page.getByRole('link', { name: '发布新版本' }).press('Enter');
    await expect(form.heading).toHaveText('发布新版本：公假');
    await page.getByLabel('提前几个工作日申请').fill('2');
    await form.submit('看看会改变什么');
    await expect(page.getByText('提前 1 个工作日 → 提前 2 个工作日')).toBeVisible();
    await form.submit('发布');
    await expect(page.getByText('已发布第 1 版')).toBeVisible();
  });
});

test.describe('who manages the hall', () => {
  test.use({ as: 'supervisor' });

  test('reads, and publishes nothing', async ({ page }) => {
    const type = new Screen(page, '/leave/types/annual');
    await type.open();
    await expect(type.heading).toHaveText('年假');
    await expect(page.getByText('年假 5、10 或 15 个工作日').first()).toBeVisible();
    await expect(page.getByRole('link', { name: '发布新版本' })).toHaveCount(0);
    await expectAccessible(page);
  });
});

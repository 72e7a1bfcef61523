import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.describe('mine', () => {
  test.use({ as: 'worker' });

  test('what is left, and how it comes about @phone @large', async ({ page }) => {
    const balance = new Screen(page, '/leave/balance');
    await balance.open();
    await expect(balance.heading).toHaveText('假期余额');
    const main = page.getByRole('main');
    await expect(main.getByRole('heading', { level: 2, name: '年假', exact: true })).toBeVisible();
    await expect(main.getByRole('heading', { level: 2, name: '2026年的年假怎么算' })).toBeVisible();
    await expect(main.getByText('条例 3，办法 4')).toBeVisible();
    await expect(main.getByRole('listitem').filter({ hasText: '全年在本单位，年假 10 天' })).toBeVisible();
    await expect(main.getByRole('heading', { level: 2, name: '调休', exact: true })).toBeVisible();
    await expect(main.getByRole('listitem').filter({ hasText: '10月31日 周六 加班' })).toContainText('4 小时');
    await expect(balance.button('保存调整')).toHaveCount(0);
    await expectAccessible(page);
  });

  test('the rules of every kind', async ({ page }) => {
    const rules = new Screen(page, '/leave/rules');
    await rules.open();
    await expect(rules.heading).toHaveText('假期规则');
    const sick = page.getByRole('main').getByRole('listitem').filter({ hasText: /^病假/ });
    await sick.locator('summary').click();
    await expect(sick.getByText('请假后 3 个工作日内补交')).toBeVisible();
    await expect(page.getByText('全国规定')).toBeVisible();
    await expect(rules.button('确认适用')).toHaveCount(0);
    await expectAccessible(page);
  });
});

test.describe('by HR', () => {
  test.use({ as: 'hr', ownServer: true });

  test('a balance is changed with a reason that stays', async ({ page, problems }) => {
    problems.allow(/^422 POST .*\/api\/leave\/adjust/);
    const people = new Screen(page, '/people?q=w003');
    await people.open();
    await page.getByRole('listitem').filter({ hasText: 'w003' }).getByRole('link').click();
    await page.getByRole('link', { name: '假期余额' }).click();
    const balance = new Screen(page, '/leave/balance');
    await expect(balance.heading).toHaveText('假期余额');
    await expectAccessible(page);
    await page.getByLabel('天数', { exact: true }).selectOption('1.5 天');
    await page.getByLabel('原因', { exact: true }).fill('核对纸质台账');
    await balance.button('保存调整').click();
    const row = page.getByRole('listitem').filter({ hasText: '核对纸质台账' });
    await expect(row).toContainText('1.5 天');
    // More than is there can't be taken off.
    await page.getByLabel('增加还是减少').selectOption('减少');
    await page.getByLabel('天数', { exact: true }).selectOption('60 天');
    await page.getByLabel('原因', { exact: true }).fill('多记');
    await balance.button('保存调整').click();
    await expect(page.getByRole('alert').filter({ hasText: '不能减到比已休和审批中的还少' })).toBeVisible();
  });

  test('what unused annual leave is paid with is reckoned on the device, less what is waived @phone', async ({ page }) => {
    const people = new Screen(page, '/people?q=worker');
    await people.open();
    await page.getByRole('listitem').filter({ hasText: 'worker' }).getByRole('link').first().click();
    await page.getByRole('link', { name: '假期余额' }).click();
    const balance = new Screen(page, '/leave/balance');
    const main = page.getByRole('main');
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
    const wage = page.getByLabel('前 12 个月平均月工资（元）');
    await wage.fill('五千');
    await expect(main.getByText('请填金额，如 5220 或 5220.50')).toBeVisible();
    await wage.fill('5220.5');
    await expect(main.getByText('日工资 = 5220.50 ÷ 21.75 = 240.02 元')).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel('不休的天数').selectOption('1 天');
    await page.getByLabel('书面材料').last().fill('申请书，存人事档案');
    await balance.button('保存登记').click();
    await expect(main.getByText(/其中 1 天本人书面提出不休（2026年11月24日签，申请书，存人事档案）/)).toBeVisible();
    expect(sent.filter((text) => text.includes('5220'))).toEqual([]);
  });

  test("a province's rules apply once the sources were checked", async ({ page, problems }) => {
    problems.allow(/^422 POST .*\/api\/leave\/rules\/confirm/);
    const rules = new Screen(page, '/leave/rules');
    await rules.open();
    await page.getByLabel('适用的规定').selectOption('上海');
    await rules.button('确认适用').click();
    await expect(page.getByRole('alert').filter({ hasText: /\S/ }).first()).toBeVisible();
    await page.getByLabel('我已核对规定原文').check();
    await rules.button('确认适用').click();
    await expect(page.getByText('上海（2026年11月24日 起）')).toBeVisible();
    await expect(page.getByText('每次最多 10 天').first()).toBeVisible();
    await expectAccessible(page);
  });
});

test.describe('what is left at the end of a year', () => {
  test.use({ as: 'worker', ownServer: true, clock: '2026-12-21T09:00:00+08:00' });

  test('goes over to the next once its person has agreed @phone', async ({ page, newDevice }) => {
    const hr = await newDevice('hr');
    const people = new Screen(hr, '/people?q=worker');
    await people.open();
    await hr.getByRole('listitem').filter({ hasText: 'worker' }).getByRole('link').first().click();
    await hr.getByRole('link', { name: '假期余额' }).click();
    await hr.getByRole('button', { name: '请本人答复', exact: true }).click();
    await expect(hr.getByText('已请本人答复，等待中')).toBeVisible();
    await expectAccessible(hr);

    const notices = new Screen(page, '/notices');
    await notices.open();
    await expect(page.getByText('年假结转等您答复').first()).toBeVisible();
    const balance = new Screen(page, '/leave/balance');
    await balance.open();
    await expect(page.getByRole('heading', { level: 2, name: '年假结转等您答复' })).toBeVisible();
    await expectAccessible(page);
    await balance.button('同意结转').click();
    await expect(page.getByRole('listitem').filter({ hasText: '2026年结转' })).toBeVisible();
    await expect(balance.button('同意结转')).toHaveCount(0);
  });
});

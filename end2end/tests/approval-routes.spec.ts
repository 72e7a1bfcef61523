import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.describe('who decides', () => {
  test.use({ as: 'hr', ownServer: true });

  test('is tried, named where it is wrong, and published as a new version @phone @desktop', async ({
    page,
    problems,
  }) => {
    problems.allow(/^422 POST .*\/api\/approvals\/routes\/set/);
    const routes = new Screen(page, '/approvals/routes');
    await routes.open();
    await expect(routes.heading).toHaveText('审批流程');
    await expect(page.getByText('通用流程（未设置时）').first()).toBeVisible();
    await expectAccessible(page);

    await page.getByLabel('申请人工号').fill('worker');
    await page.getByLabel('请几天').fill('2.5');
    await routes.button('看看由谁审批').click();
    await expect(page.getByRole('status').filter({ hasText: '驻场主管' })).toContainText('1. 组长');
    await expectAccessible(page);

    const fold = page.locator('summary', { hasText: '第 1 条' });
    await expect(fold).toContainText('组长');
    await fold.click();
    const first = page.getByRole('group', { name: '第 1 步' }).first();
    await first.getByLabel('几个工作小时内').fill('0');
    // What is folded again unfolds where something in it is wrong.
    await fold.click();
    await routes.button('发布新版本').click();
    await expect(first.getByLabel('几个工作小时内')).toHaveAttribute('aria-invalid', 'true');
    await expect(first.getByLabel('几个工作小时内')).toBeFocused();
    await expectAccessible(page);
    await first.getByLabel('几个工作小时内').fill('2');
    await routes.button('发布新版本').click();
    await expect(page.getByRole('status').filter({ hasText: '已发布第 1 版' })).toBeVisible();
    await expect(page.getByText('第 1 版').first()).toBeVisible();
    const again = page.getByRole('group', { name: '第 1 步', includeHidden: true }).first();
    await expect(again.getByLabel('几个工作小时内')).toHaveValue('2');
    await expectAccessible(page);
  });

  test('is still filled in after a try and a reload, and unfolded there', async ({ page }) => {
    const routes = new Screen(page, '/approvals/routes');
    await routes.open();
    await page.locator('summary', { hasText: '第 1 条' }).click();
    const hours = page.getByRole('group', { name: '第 1 步' }).first().getByLabel('几个工作小时内');
    await hours.fill('3');
    await page.getByLabel('申请人工号').fill('worker');
    await routes.button('看看由谁审批').click();
    await expect(page.getByRole('status').filter({ hasText: '1. 组长' })).toBeVisible();
    await page.reload();
    await routes.ready();
    await expect(hours).toHaveValue('3');
    await expect(hours).toBeVisible();
    await expect(page.getByLabel('申请人工号')).toHaveValue('worker');
  });

  test('of overtime is bounded in hours, by the kind of day', async ({ page }) => {
    const routes = new Screen(page, '/approvals/routes?kind=overtime');
    await routes.open();
    await page.locator('summary', { hasText: '新增一条' }).click();
    await page.getByLabel('不超过几小时').fill('2');
    await page.locator('summary', { hasText: '所有日子' }).click();
    await page.getByLabel('休息日').check();
    const first = page.getByRole('group', { name: '第 1 步' }).first();
    await first.getByLabel('谁审批').selectOption({ label: '驻场主管' });
    await first.getByLabel('几个工作小时内').fill('4');
    await expectAccessible(page);
    await page.getByLabel('申请人工号').fill('worker');
    await page.getByLabel('加班几小时').fill('1.5');
    await page.getByLabel('哪类日子').selectOption({ label: '休息日' });
    await routes.button('看看由谁审批').click();
    await expect(page.getByRole('status').filter({ hasText: '驻场主管' })).toContainText('1. 驻场主管');
    await page.getByLabel('加班几小时').fill('3');
    await routes.button('看看由谁审批').click();
    await expect(page.getByRole('status').filter({ hasText: '组长' })).toContainText('1. 组长');
  });

  test('of corrections has routes of its own, by what is wrong', async ({ page }) => {
    const routes = new Screen(page, '/approvals/routes');
    await routes.open();
    await page.getByRole('link', { name: '补卡', exact: true }).click();
    await expect(page).toHaveURL(/kind=correction/);
    await expect(page.getByLabel('不超过几天')).toHaveCount(0);
    await page.locator('summary', { hasText: '其余所有申请' }).click();
    await expect(page.getByRole('group', { name: '第 1 步' })).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel('申请人工号').fill('worker');
    await routes.button('看看由谁审批').click();
    await expect(page.getByRole('status').filter({ hasText: '组长' })).toContainText('王建国');
    await routes.button('发布新版本').click();
    await expect(page.getByRole('status').filter({ hasText: '已发布第 1 版' })).toBeVisible();
    await page.getByRole('link', { name: '请假', exact: true }).click();
    await page.locator('summary', { hasText: '第 1 条' }).click();
    await expect(page.getByLabel('不超过几天').first()).toBeVisible();
    await expect(page.getByText('通用流程（未设置时）').first()).toBeVisible();
  });

  test('is published without a script @nojs', async ({ page }) => {
    const routes = new Screen(page, '/approvals/routes');
    await routes.open();
    await routes.submit('发布新版本');
    await expect(page.getByText('第 1 版').first()).toBeVisible();
  });
});

test.describe('the hours of a hall', () => {
  test.use({ as: 'hr', ownServer: true });

  test('are set by hall, and named where they are wrong @phone @desktop', async ({ page, problems }) => {
    problems.allow(/^422 POST .*\/api\/approvals\/hours\/set/);
    const routes = new Screen(page, '/approvals/routes');
    await routes.open();
    await page.getByRole('link', { name: '各大厅的工作时间' }).click();
    const hours = new Screen(page, '/approvals/hours');
    await expect(hours.heading).toHaveText('大厅工作时间');
    await expect(page.getByLabel('开始办公')).toHaveValue('08:30');
    await expectAccessible(page);
    await page.getByLabel('结束办公').fill('08:00');
    await hours.button('保存工作时间').click();
    await expect(page.getByLabel('结束办公')).toHaveAttribute('aria-invalid', 'true');
    await page.getByLabel('结束办公').fill('17:00');
    await hours.button('保存工作时间').click();
    await expect(hours.status).toContainText('工作时间已保存');
    await page.reload();
    await expect(page.getByLabel('结束办公')).toHaveValue('17:00');
  });

  test('are set without a script @nojs', async ({ page }) => {
    const hours = new Screen(page, '/approvals/hours');
    await hours.open();
    await page.getByLabel('开始办公').fill('09:00');
    await hours.submit('保存工作时间');
    await expect(page.getByLabel('开始办公')).toHaveValue('09:00');
  });
});

test.describe('one request on two screens', () => {
  test.use({ as: 'lead', ownServer: true });

  test('is decided once, and the second is told so', async ({ page, newDevice, problems }) => {
    problems.allow(/^4(?:09|22) POST .*\/api\/approvals\/decide/);
    const open = async (on: typeof page) => {
      const inbox = new Screen(on, '/approvals');
      await inbox.open();
      const row = on.getByRole('main').getByRole('listitem').filter({ hasText: '0.5 个工作日' });
      await row.getByRole('link').click();
      await expect(inbox.button('同意')).toBeVisible();
      return inbox;
    };
    const phone = await open(page);
    const desk = await newDevice('lead');
    const other = await open(desk);
    await phone.button('同意').click();
    await expect(phone.status).toContainText('已同意');
    await other.button('同意').click();
    await expect(other.status).toContainText('已经处理完');
    await desk.reload();
    await expect(desk.getByText('已批准').first()).toBeVisible();
  });
});

import { expectAccessible } from '../fixtures/axe.ts';
import { png } from '../fixtures/picture.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.describe('somebody who falls ill', () => {
  test.use({ as: 'worker', ownServer: true });

  test('is missed by the lead, who names who covers at once @phone', async ({ page, newDevice }) => {
    const list = new Screen(page, '/leave');
    await list.open();
    await list.button('立即报备').click();
    await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
    const path = new URL(page.url()).pathname;

    const lead = await newDevice('lead');
    const notices = new Screen(lead, '/notices');
    await notices.open();
    await expect(lead.getByText('张敏 请假，窗口缺顶岗人').first()).toBeVisible();
    const request = new Screen(lead, path);
    await request.open();
    await lead.locator('summary', { hasText: '安排顶岗人' }).click();
    await expectAccessible(lead);
    await lead.getByLabel('改由谁顶岗').selectOption({ label: '许晴（同岗）' });
    await request.button('确认安排').click();
    await expect(lead.getByText('已确认', { exact: true })).toBeVisible();
    await expectAccessible(lead);

    const cover = await newDevice('w013');
    const theirs = new Screen(cover, '/leave');
    await theirs.open();
    await expect(cover.getByText('张敏 请您顶岗')).toBeVisible();
    const told = new Screen(cover, '/notices');
    await told.open();
    await expect(cover.getByText('组长安排您替 张敏 顶岗').first()).toBeVisible();
  });
});

test.describe('who covers a colleague', () => {
  test.use({ as: 'worker', ownServer: true });

  test('is told when the leave is taken back', async ({ page, newDevice }) => {
    const form = new Screen(page, '/leave/new');
    await form.open();
    await page.getByLabel('请假类型').selectOption({ label: '事假' });
    await page.getByLabel('结束日期').fill('2026-12-08');
    await page.getByLabel('开始日期').fill('2026-12-08');
    await page.getByLabel('事由').fill('搬家');
    await page.getByLabel('顶岗人').selectOption({ label: '许晴（同岗）' });
    await form.button('提交申请').click();
    await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
    await page.locator('summary', { hasText: '撤回' }).click();
    await form.button('确认撤回').click();
    await expect(page.getByText('已撤回').first()).toBeVisible();

    const cover = await newDevice('w013');
    const told = new Screen(cover, '/notices');
    await told.open();
    await expect(cover.getByText('您不用再替 张敏 顶岗').first()).toBeVisible();
    await expectAccessible(cover);
  });
});

test.describe('papers that can not be used', () => {
  test.use({ as: 'worker', ownServer: true });

  test('are due anew, and the person reads why', async ({ page, newDevice }) => {
    const form = new Screen(page, '/leave/new');
    await form.open();
    await page.getByLabel('请假类型').selectOption({ label: '病假' });
    await page.getByLabel('事由').fill('发烧');
    await form.button('提交申请').click();
    await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
    await page.getByLabel('照片').setInputFiles(png(300, 400));
    await page.getByRole('button', { name: '上传照片' }).click();
    await expect(page.getByText('已提交 1 张，待核对')).toBeVisible();

    const hr = await newDevice('hr');
    const seen = new Screen(hr, new URL(page.url()).pathname);
    await seen.open();
    await hr.locator('summary', { hasText: '材料不能用' }).click();
    await expectAccessible(hr);
    await hr.getByLabel('哪里不能用').fill('看不清');
    await seen.button('确认退回').click();
    await expect(hr.getByText(/退回材料：看不清/)).toBeVisible();

    await page.reload();
    await expect(page.getByText(/退回材料：看不清/)).toBeVisible();
    await expect(page.getByText('材料待补').first()).toBeVisible();
    await expectAccessible(page);
  });
});

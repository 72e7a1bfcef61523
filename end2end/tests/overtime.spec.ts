import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { ApprovalPage } from '../pages/approval.ts';
import { Screen } from '../pages/screen.ts';

test.describe('what was worked and what was paid', () => {
  test('counts by the punches, and says what has expired @phone @large', async ({ newDevice }) => {
    const page = await newDevice('w012');
    const overtime = new Screen(page, '/roster/overtime');
    await overtime.open();
    await expect(overtime.heading).toHaveText('加班与调休');
    await expect(page.getByText(/按当天打卡计/)).toBeVisible();
    const main = page.getByRole('main');
    await expect(main.getByRole('heading', { name: '到期折发工资的调休' })).toBeVisible();
    await expect(main.getByRole('listitem').filter({ hasText: '折发工资' })).toContainText('1 小时 30 分钟');
    await expect(main.getByRole('listitem').filter({ hasText: '打卡核实' }).first()).toContainText('打卡核实 4 小时');
    await expectAccessible(page);
  });
});

test.describe('overtime that was approved', () => {
  test.use({ as: 'w003', ownServer: true });

  test('is taken back before its day, in two steps', async ({ page }) => {
    const overtime = new Screen(page, '/roster/overtime');
    await overtime.open();
    await page.getByRole('link').filter({ hasText: '整理归档当日材料' }).click();
    await expect(overtime.heading).toHaveText(/的加班$/);
    await overtime.ready();
    await expect(page.locator('.page-head')).toContainText('已批准');
    await page.getByText('撤回申请', { exact: true }).click();
    await expect(page.getByText('撤回后这次加班不算数，批准的人会收到通知。')).toBeVisible();
    await overtime.button('确认撤回').click();
    await expect(page.locator('.page-head')).toContainText('已取消');
    await expectAccessible(page);
  });
});

test.describe('overtime that is asked for', () => {
  test.use({ as: 'w004', ownServer: true });

  test('was sent back, is changed and waits for the lead again @phone @large', async ({ page }) => {
    const overtime = new Screen(page, '/roster/overtime');
    await overtime.open();
    await page.getByRole('link').filter({ hasText: '盘点' }).click();
    await expect(page.getByText('请写明盘点什么、和谁一起')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('link', { name: '修改申请' }).click();
    await expect(overtime.heading).toHaveText('修改加班申请');
    await overtime.ready();
    await expect(page.getByLabel('加班分钟数')).toHaveValue('90');
    await page.getByLabel('加班原因').fill('盘点办公用品，和林涛一起');
    await expectAccessible(page);
    await overtime.submit('重新提交');
    await expect(overtime.heading).toHaveText(/的加班$/);
    await expect(page.getByText('盘点办公用品，和林涛一起')).toBeVisible();
    await expect(page.getByText('审批中').first()).toBeVisible();
  });
});

test.describe('overtime whose end was forgotten', () => {
  test.use({ as: 'w004', ownServer: true });

  test('is put right by a correction, and counts @phone @large', async ({ page, newDevice }) => {
    const form = new Screen(page, '/attendance/correction?date=2026-11-21');
    await form.open();
    await expect(page.getByText('批准加班 2 小时，打卡核实 0 分钟')).toBeVisible();
    await page.getByLabel('补哪一次打卡').selectOption('加班结束');
    await page.getByLabel('实际时间').fill('11:00');
    await page.getByLabel('补卡原因').fill('升级完直接回家了，机房记录可以证明');
    await expectAccessible(page);
    await form.button('提交补卡').click();
    await expect(page).toHaveURL(/\/attendance\/2026-11#d-21$/);
    const day = page.locator('#d-21');
    await expect(day).toContainText('加班结束');
    await expect(day).toContainText('审批中');

    const boss = await newDevice('lead');
    const inbox = new ApprovalPage(boss);
    await inbox.open();
    const row = boss.getByRole('main').getByRole('listitem').filter({ hasText: '加班结束 · 补为 11:00' });
    await row.getByRole('link').click();
    await inbox.agree();
    await expect(inbox.status).toContainText('已同意');

    // The same address with a fragment: going there would read nothing anew.
    await page.reload();
    await expect(day).toContainText('由补卡审批通过');
    await expect(day).toContainText('加班 2 小时');
  });
});

test.describe('the lead', () => {
  test.use({ as: 'lead', ownServer: true });

  test('decides on the facts of the card, and takes it back within ten seconds', async ({ page }) => {
    const inbox = new Screen(page, '/approvals');
    await inbox.open();
    await page.getByRole('link').filter({ hasText: '加班' }).first().click();
    const request = new Screen(page, '');
    await expect(page.getByText('周六加开预约专场')).toBeVisible();
    await expect(page.getByText(/上限 36 小时/)).toBeVisible();
    await request.ready();
    await expectAccessible(page);
    await request.button('同意').click();
    await expect(request.status).toContainText('已同意');
    await request.button('撤销刚才的处理').click();
    await expect(request.button('同意')).toBeVisible();
  });

  test('cancels what was approved where it is read, too', async ({ page }) => {
    const requests = new Screen(page, '/roster/requests');
    await requests.open();
    const card = page.locator('.card').filter({ hasText: '整理归档当日材料' });
    await card.getByRole('heading').getByRole('link').click();
    await expect(page).toHaveURL(/\/approvals\/[0-9a-f-]+$/);
    await page.getByText('取消加班', { exact: true }).click();
    await page.getByLabel('取消原因').fill('当天停电检修');
    await expectAccessible(page);
    await requests.button('确认取消').click();
    await expect(page.locator('.page-head')).toContainText('已取消');
    await expect(page.getByText('取消加班', { exact: true })).toHaveCount(0);
    await expect(page.getByText('当天停电检修')).toBeVisible();
  });

  test('cancels what was approved, with a reason that the person reads', async ({ page, newDevice }) => {
    const requests = new Screen(page, '/roster/requests');
    await requests.open();
    await expect(page.getByRole('heading', { name: '已批准的加班' })).toBeVisible();
    const card = page.locator('.card').filter({ hasText: '整理归档当日材料' });
    await card.getByText('取消加班', { exact: true }).click();
    await card.getByLabel('取消原因').fill('当天停电检修');
    await expectAccessible(page);
    await card.getByRole('button', { name: '确认取消', exact: true }).click();
    await expect(card).toHaveCount(0);
    const phone = await newDevice('w003');
    await new Screen(phone, '/notices').open();
    await expect(phone.getByText('您的加班被取消了')).toBeVisible();
    const own = new Screen(phone, '/roster/overtime');
    await own.open();
    await phone.getByRole('link').filter({ hasText: '整理归档当日材料' }).click();
    await expect(phone.getByText('当天停电检修')).toBeVisible();
  });
});

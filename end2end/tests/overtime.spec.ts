import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
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
    await expect(main.locator('.card').filter({ hasText: '打卡核实' }).first()).toContainText('4 小时');
    await expectAccessible(page);
  });
});

test.describe('overtime that was approved', () => {
  test.use({ as: 'w003', ownServer: true });

  test('is taken back before its day, in two steps', async ({ page }) => {
    const overtime = new Screen(page, '/roster/overtime');
    await overtime.open();
    const card = page.locator('.card').filter({ hasText: '整理归档当日材料' });
    await expect(card).toContainText('已批准');
    await card.getByText('撤回申请', { exact: true }).click();
    await expect(card.getByText('撤回后这次加班不算数，批准的人会收到通知。')).toBeVisible();
    await card.getByRole('button', { name: '确认撤回', exact: true }).click();
    await expect(card).toContainText('已撤回');
    await expectAccessible(page);
  });
});

test.describe('the lead', () => {
  test.use({ as: 'lead', ownServer: true });

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
    await new Screen(phone, '/roster/overtime').open();
    await expect(phone.getByText('当天停电检修')).toBeVisible();
  });
});

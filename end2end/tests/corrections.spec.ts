import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { ApprovalPage } from '../pages/approval.ts';
import { Screen } from '../pages/screen.ts';

// `worker` has not clocked in today; at half past ten the first slot is over.
test.use({ as: 'worker', ownServer: true, clock: '2026-11-24T10:30:00+08:00' });

test('a correction is asked for, approved by the lead, and stands beside the record', async ({ page, newDevice }) => {
  const month = new Screen(page, '/attendance');
  await month.open();
  await month.button('申请补卡').click();
  await expect(page).toHaveURL(/\/attendance\/correction/);
  await page.getByLabel('哪一天').fill('2026-11-24');
  await month.button('查看').click();
  await expect(page.getByLabel('补哪一次打卡')).toBeVisible();
  await expect(page.getByText(/本月还可以申请 \d 次/)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('实际时间').fill('08:20');
  await page.getByLabel('补卡原因').fill('手机没电，搭档可以证明');
  await month.button('提交补卡').click();
  await expect(page).toHaveURL(/\/attendance\/2026-11#d-24$/);
  const day = page.locator('#d-24');
  await expect(day).toContainText('审批中');
  await expect(day).toContainText('王建国');
  await expectAccessible(page);
  await day.getByRole('link', { name: '查看办理经过' }).click();
  await expect(page).toHaveURL(/\/attendance\/correction\/.+/);
  await expect(page.getByText('现在由谁处理')).toBeVisible();
  await expect(page.getByText('提交申请')).toBeVisible();
  await expectAccessible(page);

  const boss = await newDevice('lead');
  const inbox = new ApprovalPage(boss);
  await inbox.open();
  const row = boss.getByRole('main').getByRole('listitem').filter({ hasText: '张敏 · 补卡' });
  await expect(row).toContainText('补为 08:20');
  await row.getByRole('link').click();
  await expect(boss.getByText('没有打卡').first()).toBeVisible();
  await expect(boss.getByText('手机没电，搭档可以证明')).toBeVisible();
  await expectAccessible(boss);
  await inbox.agree();
  await expect(inbox.status).toContainText('已同意');
  await expectAccessible(boss);

  await month.open();
  await expect(day).toContainText('已批准');
  await expect(day).toContainText('由补卡审批通过');
});

test('what is sent back is changed and asked again, or taken back', async ({ page, newDevice }) => {
  const form = new Screen(page, '/attendance/correction?date=2026-11-24');
  await form.open();
  await page.getByLabel('实际时间').fill('08:20');
  await page.getByLabel('补卡原因').fill('忘了');
  await form.button('提交补卡').click();
  await page.locator('#d-24').getByRole('link', { name: '查看办理经过' }).click();
  const mine = page.url();

  const boss = await newDevice('lead');
  const inbox = new Screen(boss, '/approvals');
  await inbox.open();
  await boss.getByRole('main').getByRole('listitem').filter({ hasText: '张敏 · 补卡' }).getByRole('link').click();
  await boss.locator('summary', { hasText: '退回修改' }).click();
  await boss.getByLabel('需要修改什么').fill('请写清谁能证明');
  await inbox.button('确认退回').click();
  await expect(inbox.status).toContainText('已退回修改');

  await page.goto(mine);
  await form.ready();
  await expect(page.getByText('请写清谁能证明')).toBeVisible();
  await page.getByRole('link', { name: '修改补卡' }).click();
  await expect(form.heading).toHaveText('修改补卡申请');
  await expect(page.getByLabel('实际时间')).toHaveValue('08:20');
  await expectAccessible(page);
  await page.getByLabel('补卡原因').fill('忘了，王芳可以证明');
  await form.button('重新提交').click();
  await expect(page.locator('#d-24')).toContainText('审批中');

  await page.goto(mine);
  await form.ready();
  await page.locator('summary', { hasText: '撤回补卡' }).click();
  await form.button('确认撤回').click();
  await expect(page.getByText('已撤回').first()).toBeVisible();
  await expectAccessible(page);
});

test('a time at which the slot is closed is refused at its field', async ({ page, problems }) => {
  problems.allow(/^422 POST .*\/api\/attendance\/correction\/ask/);
  const form = new Screen(page, '/attendance/correction?date=2026-11-24');
  await form.open();
  await page.getByLabel('实际时间').fill('11:30');
  await page.getByLabel('补卡原因').fill('忘了');
  await form.button('提交补卡').click();
  await expect(page.getByLabel('实际时间')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('超出允许的范围')).toBeVisible();
});

test('a correction is asked for without a script @nojs', async ({ page }) => {
  const form = new Screen(page, '/attendance/correction?date=2026-11-24');
  await form.open();
  await page.getByLabel('实际时间').fill('08:20');
  await page.getByLabel('补卡原因').fill('手机没电');
  await form.submit('提交补卡');
  await expect(page).toHaveURL(/\/attendance\/2026-11/);
  await expect(page.locator('#d-24')).toContainText('审批中');
});

test.describe('on paper', () => {
  test.use({ as: 'supervisor' });

  test('what one has typed in another confirms', async ({ page }) => {
    const papers = new Screen(page, '/attendance/paper');
    await papers.open();
    await expect(papers.heading).toHaveText('纸质签到补录');
    await expectAccessible(page);
    const sheet = page.locator('.card').filter({ hasText: '下午停电半小时' });
    await expect(sheet).toContainText('等待另一人确认');
    await sheet.getByRole('button', { name: '核对无误' }).click();
    await expect(sheet).toContainText('已计入考勤');
    await expect(sheet).toContainText('陈立新');
  });

  test('what is half typed in outlives a reload, each day for itself', async ({ page }) => {
    const day = (date: string) => new Screen(page, `/attendance/paper?date=${date}`);
    await day('2026-11-23').open();
    const reason = page.getByLabel('为什么用纸签到');
    const time = page.locator('input[type="time"][name^="command[times]"]').first();
    await reason.fill('上午停电一小时');
    await time.fill('08:20');
    await page.reload();
    await day('2026-11-23').ready();
    await expect(reason).toHaveValue('上午停电一小时');
    await expect(time).toHaveValue('08:20');
    await day('2026-11-24').open();
    await expect(reason).toHaveValue('');
  });
});

test('the form fits a narrow phone in large type and the dark @large', async ({ page }) => {
  const form = new Screen(page, '/attendance/correction?date=2026-11-24');
  await form.open();
  await expectAccessible(page);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

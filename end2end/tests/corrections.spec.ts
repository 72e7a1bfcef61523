import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
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
  await expect(day).toContainText('等待审批');
  await expect(day).toContainText('王建国');
  await expectAccessible(page);

  const boss = await newDevice('lead');
  const review = new Screen(boss, '/attendance/review');
  await review.open();
  await expect(boss.getByRole('heading', { name: '待审批的补卡' })).toBeVisible();
  const request = boss.locator('.card').filter({ hasText: '张敏 · 11月24日' });
  await expect(request).toContainText('没有打卡');
  await expect(request).toContainText('08:20');
  await expectAccessible(boss);
  await request.getByRole('button', { name: '同意补卡' }).click();
  await expect(request).toHaveCount(0);

  await month.open();
  await expect(day).toContainText('已通过');
  await expect(day).toContainText('由补卡审批通过');
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
  await expect(page.locator('#d-24')).toContainText('等待审批');
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
});

test('the form fits a narrow phone in large type and the dark @large', async ({ page }) => {
  const form = new Screen(page, '/attendance/correction?date=2026-11-24');
  await form.open();
  await expectAccessible(page);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { ApprovalPage } from '../pages/approval.ts';
import { Screen } from '../pages/screen.ts';

/** Accepts every punch that waits to be decided on: a month's work of a supervisor, which is not what is tested here. */
async function acceptPunches(supervisor: Page, origin: string): Promise<void> {
  for (;;) {
    const review = await supervisor.request.get('/api/attendance/review');
    const { items } = (await review.json()) as { items: { punch: { id: string } }[] };
    if (items.length === 0) return;
    for (const { punch } of items) {
      const form = {
        'command[id]': punch.id,
        'command[punch]': punch.id,
        'command[accepted]': 'true',
        'command[reason]': '',
      };
      const answer = await supervisor.request.post('/api/attendance/decide', { form, headers: { origin } });
      expect(answer.ok()).toBe(true);
    }
  }
}

test.describe('a locked month', () => {
  test.use({ as: 'worker' });

  test('says that it is, and the one under way says from when it can be confirmed', async ({ page }) => {
    const october = new Screen(page, '/attendance/2026-10');
    await october.open();
    await expect(page.getByText('已锁定', { exact: true })).toBeVisible();
    // The sheet for paper says it again, hidden.
    await expect(page.getByText(/人事已于 11月\d+日 .* 锁定，不再改动/).first()).toBeVisible();
    await expect(october.button('确认本月考勤')).toHaveCount(0);
    await expectAccessible(page);
    const november = new Screen(page, '/attendance/2026-11');
    await november.open();
    await expect(november.button('确认本月考勤')).toBeDisabled();
    await expect(page.getByText('这个月结束后才能确认（12月1日 12:01起）。')).toBeVisible();
  });

  test('can not be corrected any more once the days for it are past', async ({ page }) => {
    const form = new Screen(page, '/attendance/correction?date=2026-10-12');
    await form.open();
    await expect(page.getByRole('button', { name: '提交补卡' })).toHaveCount(0);
    await expect(page.getByText(/过了补卡期限|没有要补的卡/).first()).toBeVisible();
  });
});

test.describe('files', () => {
  test.use({ as: 'hr' });

  test('of a locked month @phone @desktop', async ({ page }) => {
    const close = new Screen(page, '/attendance/close/2026-10');
    await close.open();
    await expect(close.heading).toHaveText('月度考勤结账');
    await expect(page.getByRole('heading', { level: 2, name: '市政务服务中心 · 2026年10月' })).toBeVisible();
    await expectAccessible(page);
    for (const [name, file] of [
      [/月考勤表 电子表格/, 'attendance-2026-10-sheets.xlsx'],
      [/每日明细 文本表格/, 'attendance-2026-10-days.csv'],
      [/以前月份的调整 文本表格/, 'attendance-2026-10-adjustments.csv'],
      [/打卡明细 文本表格/, 'attendance-2026-10-punches.csv'],
    ] as const) {
      const started = page.waitForEvent('download');
      await page.getByRole('link', { name }).click();
      const download = await started;
      expect(download.suggestedFilename()).toBe(file);
      expect(await download.failure()).toBeNull();
    }
  });

  test('the rules of a hall', async ({ page, problems }) => {
    problems.allow(/^422 POST .*\/api\/attendance\/rules\/set/);
    const rules = new Screen(page, '/attendance/rules');
    await rules.open();
    await expectAccessible(page);
    await page.getByLabel('补卡期限（天）').fill('0');
    await rules.button('保存').click();
    await expect(page.getByLabel('补卡期限（天）')).toHaveAttribute('aria-invalid', 'true');
    await page.getByLabel('补卡期限（天）').fill('10');
    await rules.button('保存').click();
    await expect(rules.status).toContainText('已保存');
    await expect(page.getByLabel('补卡期限（天）')).toHaveValue('10');
  });
});

test.describe('the month that is just over', () => {
  test.use({ as: 'worker', ownServer: true, clock: '2026-12-01T13:00:00+08:00' });

  test('is confirmed by a person and the hall, and its lock is refused while something is open', async ({
    page,
    newDevice,
    problems,
  }) => {
    problems.allow(/^422 POST .*\/api\/attendance\/close\/act/);
    const mine = new Screen(page, '/attendance/2026-11');
    await mine.open();
    await mine.button('确认本月考勤').click();
    await expect(page.getByText(/本人已于 12月1日 13:\d\d 确认/).first()).toBeVisible();
    await expect(mine.button('确认本月考勤')).toHaveCount(0);

    const hall = await newDevice('host');
    const confirm = new Screen(hall, '/attendance/close/2026-11');
    await confirm.open();
    await hall.getByRole('link', { name: /每人的考勤/ }).click();
    await expect(hall.getByRole('heading', { level: 1 })).toHaveText('每人的考勤');
    await expect(hall.getByRole('link', { name: /已确认/ })).toHaveCount(1);
    await expect(hall.getByRole('link', { name: /已出勤\s\d+\/\d+\s天.*未确认/ }).first()).toBeVisible();
    await expectAccessible(hall);
    await confirm.open();
    await confirm.button('大厅确认').click();
    await expect(hall.getByText('大厅已确认')).toBeVisible();

    const office = await newDevice('hr');
    const close = new Screen(office, '/attendance/close/2026-11');
    await close.open();
    await expect(office.getByRole('heading', { name: '锁定前要处理' })).toBeVisible();
    await expect(office.getByRole('heading', { name: '还没有确认本月考勤的人' })).toBeVisible();
    await expectAccessible(office);
    await office.getByText('锁定本月', { exact: true }).click();
    await close.button('确认锁定').click();
    await expect(office.getByRole('alert').filter({ hasText: '还有未了事项' })).toBeVisible();
    await office.getByRole('link', { name: /王建国/ }).first().click();
    // A punch that waits, which HR may decide: it leads to where that is done.
    await expect(office).toHaveURL(/\/attendance\/review$/);
  });

  test('is locked once nothing is open, and then stays as it is', async ({ page, newDevice, server }) => {
    await acceptPunches(await newDevice('supervisor'), server.origin);
    // The supervisor's own.
    const office = await newDevice('hr');
    await acceptPunches(office, server.origin);
    const lead = await newDevice('lead');
    for (const name of ['何静', '施文']) {
      const inbox = new ApprovalPage(lead);
      await inbox.open();
      await lead.getByRole('main').getByRole('link', { name: new RegExp(`^${name} · 补卡`) }).click();
      await inbox.agree();
      await expect(inbox.status).toContainText('已同意');
    }
    // The days that changed are judged again.
    await server.later(6);
    const hall = await newDevice('host');
    const confirm = new Screen(hall, '/attendance/close/2026-11');
    await confirm.open();
    await confirm.button('大厅确认').click();
    await expect(hall.getByText('大厅已确认')).toBeVisible();

    const rules = new Screen(office, '/attendance/rules');
    await rules.open();
    await office.getByLabel('每个人都确认后才能锁定').uncheck();
    await rules.button('保存').click();
    await expect(rules.status).toContainText('已保存');
    const close = new Screen(office, '/attendance/close/2026-11');
    await close.open();
    await expect(office.getByRole('heading', { name: '锁定前要处理' })).toHaveCount(0);
    await office.getByText('锁定本月', { exact: true }).click();
    await close.button('确认锁定').click();
    await expect(office.getByText('已锁定', { exact: true })).toBeVisible();
    await expect(close.button('大厅确认')).toHaveCount(0);

    const mine = new Screen(page, '/attendance/2026-11');
    await mine.open();
    await expect(page.getByText(/人事已于 12月1日 13:\d\d 锁定，不再改动/).first()).toBeVisible();
    await expect(mine.button('确认本月考勤')).toHaveCount(0);
  });

  test('is confirmed without a script @nojs', async ({ page }) => {
    await page.goto('/attendance/2026-11');
    await page.getByRole('button', { name: '确认本月考勤' }).click();
    await expect(page.getByText(/本人已于 12月1日 13:\d\d 确认/).first()).toBeVisible();
  });
});

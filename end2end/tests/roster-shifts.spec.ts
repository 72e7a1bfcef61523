import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { RosterEditor } from '../pages/roster-editor.ts';
import { Screen } from '../pages/screen.ts';

test.describe('the shifts of a hall', () => {
  test.use({ as: 'supervisor', ownServer: true });

  test('a night shift is made, and what is wrong is said at its field @phone @desktop', async ({ page, problems }) => {
    problems.allow(/^422 POST .*\/api\/roster\/shifts\/save/);
    const hub = new Screen(page, '/services');
    await hub.open();
    await page.getByRole('link', { name: /^班次/ }).click();
    const shifts = new Screen(page, '/roster/shifts');
    await shifts.ready();
    await expect(shifts.heading).toHaveText('班次');
    const day = page.locator('section.card').filter({ has: page.getByRole('heading', { name: '白班', exact: true }) });
    await expect(day).toContainText('08:30–12:00 · 13:30–17:30');
    await expect(day).toContainText('上午 · 下午');
    await expectAccessible(page);

    await page.getByLabel('名称').fill('大夜班');
    await page.getByLabel('简称').fill('大');
    const come = page.getByRole('group', { name: '第 1 次打卡：上班' });
    await come.getByLabel('应打卡时间').fill('23:00');
    await come.getByLabel('最早可打').fill('23:30');
    await come.getByLabel('最晚可打').fill('00:30');
    const go = page.getByRole('group', { name: '第 2 次打卡：下班' });
    await go.getByLabel('应打卡时间').fill('07:00');
    await go.getByLabel('最早可打').fill('06:00');
    await go.getByLabel('最晚可打').fill('09:00');
    await shifts.button('保存班次').click();
    await expect(come.getByLabel('最早可打')).toHaveAttribute('aria-invalid', 'true');
    await expect(come.getByLabel('最早可打')).toBeFocused();
    await expectAccessible(page);
    await come.getByLabel('最早可打').fill('22:00');
    await shifts.button('保存班次').click();
    await expect(page.getByRole('status').filter({ hasText: '班次已保存' })).toBeVisible();
    const night = page.locator('section.card').filter({ hasText: '大夜班' });
    await expect(night).toContainText('23:00–次日07:00');
    await expect(page.getByLabel('名称')).toHaveValue('');

    const editor = new RosterEditor(page, '2026-12');
    await editor.open();
    await expect(page.getByRole('radio', { name: '大夜班' })).toBeAttached();
  });

  test('a shift is changed from a day on and the change taken back, and one in use is not retired @desktop', async ({ page, problems }) => {
    problems.allow(/^409 POST .*\/api\/roster\/shifts\/retire/);
    problems.allow(/^422 POST .*\/api\/roster\/shifts\/save/);
    const shifts = new Screen(page, '/roster/shifts');
    await shifts.open();
    const day = page.locator('section.card').filter({ has: page.getByRole('heading', { name: '白班', exact: true }) });
    await day.locator('summary', { hasText: '停用' }).click();
    await day.getByRole('button', { name: '确认停用' }).click();
    await expect(page.getByRole('alert').filter({ hasText: '今后还有人要上这个班次' })).toBeVisible();

    await day.getByRole('link', { name: '修改' }).click();
    await expect(page.getByRole('heading', { name: '修改白班' })).toBeVisible();
    const first = page.getByLabel('从哪天起');
    await expect(first).toHaveValue('2026-11-25');
    await expect(page.getByText('最早 11月25日 周三')).toBeVisible();
    const come = page.getByRole('group', { name: '第 1 次打卡：上班' });
    await expect(come.getByLabel('应打卡时间')).toHaveValue('08:30');
    await come.getByLabel('应打卡时间').fill('08:45');
    await come.getByLabel('晚到几分钟内算准时').fill('5');
    await expectAccessible(page);
    // Today keeps the times by which it is judged.
    await first.fill('2026-11-24');
    await shifts.button('从这天起改为这样').click();
    await expect(first).toHaveAttribute('aria-invalid', 'true');
    await first.fill('2026-12-07');
    await shifts.button('从这天起改为这样').click();
    const said = page.getByRole('status');
    await expect(said.filter({ hasText: '班次已修改' })).toContainText('从 12月7日 周一起');
    const next = day.locator('details.fold').filter({ hasText: '从 12月7日 周一起改为白班' });
    await expect(next).toContainText('08:45–12:00 · 13:30–17:30');
    await expect(next).toContainText('5 分钟内算准时');
    await expect(day).toContainText('08:30–12:00 · 13:30–17:30');
    await expect(day.getByRole('link', { name: '修改' })).toBeHidden();
    await expectAccessible(page);

    await day.locator('summary', { hasText: '撤回修改' }).click();
    await day.getByRole('button', { name: '确认撤回' }).click();
    await expect(said.filter({ hasText: '修改已撤回' })).toBeVisible();
    await expect(said.filter({ hasText: '班次已修改' })).toBeHidden();
    await expect(next).toBeHidden();
    await expect(day.getByRole('link', { name: '修改' })).toBeVisible();
    await expect(page.locator('summary', { hasText: '以前的班次' })).toBeHidden();
    await expectAccessible(page);
  });

  test('the ways stand where a roster is looked for @phone', async ({ page, newDevice }) => {
    const ways = { 班次: '/roster/shifts', 每周排班: '/roster/weeks', 当日记录: '/attendance/day' };
    for (const path of ['/org', '/roster', '/roster/edit/2026-12']) {
      await new Screen(page, path).open();
      for (const [name, to] of Object.entries(ways)) {
        const link = page.getByRole('main').getByRole('link', { name, exact: true });
        await expect(link).toHaveAttribute('href', new RegExp(`^${to}`));
      }
    }
    await page.getByRole('main').getByRole('link', { name: '班次', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('班次');

    const phone = await newDevice('worker');
    await new Screen(phone, '/roster').open();
    for (const name of Object.keys(ways)) {
      await expect(phone.getByRole('main').getByRole('link', { name, exact: true })).toBeHidden();
    }
  });

  test('works without a script @nojs', async ({ page }) => {
    const shifts = new Screen(page, '/roster/shifts');
    await shifts.open();
    await page.getByLabel('名称').fill('短班');
    await page.getByLabel('简称').fill('短');
    const come = page.getByRole('group', { name: '第 1 次打卡：上班' });
    await come.getByLabel('应打卡时间').fill('09:00');
    await come.getByLabel('最早可打').fill('08:00');
    await come.getByLabel('最晚可打').fill('10:00');
    await shifts.submit('保存班次');
    await expect(page.getByRole('heading', { name: '短班', exact: true })).toBeVisible();
  });
});

import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test, type SignInName } from '../fixtures/test.ts';
import { ApprovalPage } from '../pages/approval.ts';
import { RosterEditor } from '../pages/roster-editor.ts';
import { Screen } from '../pages/screen.ts';

const SUNDAY = '12月6日 周日';

test.describe('a month is planned', () => {
  test.use({ as: 'supervisor', ownServer: true });

  test('painted, kept, reviewed, published and acknowledged @desktop', async ({ page, newDevice }) => {
    const editor = new RosterEditor(page, '2026-12');
    await editor.open();
    await expect(editor.heading).toHaveText('编辑排班');
    await expect(editor.state).toContainText('草稿有 4 天未发布');
    await expect(page.getByRole('table', { name: '2026年12月排班' })).toBeVisible();
    await expectAccessible(page);

    await editor.choose('休息');
    await editor.cell('冯静', '12月1日 周二').click();
    await expect(editor.cell('冯静', '12月1日 周二')).toHaveAccessibleName(/休息 草稿$/);
    await expect(editor.state).toContainText('草稿有 5 天未发布');
    await page.reload();
    await editor.ready();
    await expect(editor.cell('冯静', '12月1日 周二')).toHaveAccessibleName(/休息 草稿$/);

    await editor.review();
    await expect(page.getByRole('listitem').filter({ hasText: '12月1日 周二' })).toContainText('白班 → 休息');
    await expectAccessible(page);
    const reason = page.getByLabel('仍要这样安排的原因');
    if (await reason.isVisible()) await reason.fill('年底盘点');
    await editor.button('确认发布').click();
    await expect(page.getByRole('status').filter({ hasText: '排班已发布' })).toBeVisible();
    await expect(editor.state).toContainText('没有未发布的改动');
    await expect(page.getByText(/份通知还没有确认/)).toBeVisible();

    const phone = await newDevice('w003');
    const mine = new Screen(phone, '/roster?at=2026-12-01');
    await mine.open();
    await expect(phone.getByRole('heading', { name: '排班有变化' })).toBeVisible();
    await expectAccessible(phone);
    await mine.button('我已知晓').click();
    await expect(phone.getByRole('heading', { name: '排班有变化' })).toBeHidden();
    await expect(phone.getByRole('listitem').filter({ hasText: '12月1日 周二' })).toContainText('休息');
  });

  test('a week is copied and the draft discarded @desktop', async ({ page }) => {
    const editor = new RosterEditor(page, '2026-12');
    await editor.open();
    await page.getByLabel('要复制的一周').selectOption('2026-12-07');
    await editor.button('复制到下一周').click();
    await expect(page.getByRole('status').filter({ hasText: '已复制到下一周' })).toBeVisible();
    await expect(editor.state).toContainText(/草稿有 \d+ 天未发布/);
    await page.locator('summary', { hasText: '放弃草稿' }).click();
    await editor.button('确认放弃').click();
    await expect(editor.state).toContainText('没有未发布的改动');
    await expect(page.getByRole('status').filter({ hasText: '已复制到下一周' })).toBeHidden();
  });

  test('somebody is sent to another window for a day @desktop', async ({ page }) => {
    const editor = new RosterEditor(page, '2026-12');
    await editor.open();
    await editor.choose('窗口');
    await page.getByLabel('去哪个窗口').selectOption({ index: 3 });
    await editor.cell('冯静', '12月2日 周三').click();
    await expect(editor.cell('冯静', '12月2日 周三')).toHaveAccessibleName(/白班 A04 .* 草稿$/);
    await expect(editor.state).toContainText(/草稿有 \d+ 天未发布/);
    await page.reload();
    await editor.ready();
    await expect(editor.cell('冯静', '12月2日 周三')).toHaveAccessibleName(/白班 A04 .* 草稿$/);
    await expectAccessible(page);
    await editor.review();
    await expect(page.getByRole('listitem').filter({ hasText: '12月2日 周三' })).toContainText(/白班 \S+ → 白班 A04/);

    // The week after gets the window with the shift, and who was sent is brought back.
    await editor.open();
    await page.getByLabel('要复制的一周').selectOption('2026-11-30');
    await editor.button('复制到下一周').click();
    await expect(editor.cell('冯静', '12月9日 周三')).toHaveAccessibleName(/白班 A04 .* 草稿$/);
    await editor.choose('窗口');
    await page.getByLabel('去哪个窗口').selectOption({ label: '本人岗位' });
    await editor.cell('冯静', '12月9日 周三').click();
    await expect(editor.cell('冯静', '12月9日 周三')).toHaveAccessibleName(/周三 白班$/);
  });

  test('a cycle is laid from a day to the end of the month @desktop', async ({ page }) => {
    const editor = new RosterEditor(page, '2026-12');
    await editor.open();
    await editor.choose('循环');
    const days = page.getByLabel('循环排法');
    await days.fill('白白休休');
    // By the keyboard, as by a finger.
    await editor.cell('冯静', '12月21日 周一').focus();
    await page.keyboard.press('Enter');
    await expect(editor.cell('冯静', '12月23日 周三')).toHaveAccessibleName(/休息 草稿$/);
    await expect(editor.cell('冯静', '12月24日 周四')).toHaveAccessibleName(/休息 草稿$/);
    await expect(editor.cell('冯静', '12月26日 周六')).toHaveAccessibleName(/白班 草稿$/);
    await expect(editor.cell('冯静', '12月31日 周四')).not.toHaveAccessibleName(/未排班/);
    await expectAccessible(page);
    await page.reload();
    await editor.ready();
    await expect(editor.cell('冯静', '12月26日 周六')).toHaveAccessibleName(/白班 草稿$/);
    // What is no shift's short name is said at the field, and paints nothing.
    await editor.choose('循环');
    await days.fill('白晚');
    await editor.cell('冯静', '12月22日 周二').click();
    await expect(days).toHaveAttribute('aria-invalid', 'true');
    await expect(editor.cell('冯静', '12月23日 周三')).toHaveAccessibleName(/休息 草稿$/);
  });

  test('the arrow keys go from cell to cell @desktop', async ({ page }) => {
    const editor = new RosterEditor(page, '2026-12');
    await editor.open();
    await editor.choose('休息');
    const second = editor.cell('冯静', '12月2日 周三');
    const third = editor.cell('冯静', '12月3日 周四');
    await second.focus();
    await page.keyboard.press('ArrowRight');
    await expect(third).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(third).toHaveAccessibleName(/休息 草稿$/);
    await page.keyboard.press('ArrowDown');
    await expect(third).not.toBeFocused();
    await expect(page.locator(':focus')).toHaveAccessibleName(/ 12月3日 周四 /);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowLeft');
    await expect(second).toBeFocused();
    await expect(second).not.toHaveAccessibleName(/草稿$/);
  });

  test('what breaks the law is named and not published @desktop', async ({ page }) => {
    const editor = new RosterEditor(page, '2026-12');
    await editor.open();
    await editor.choose('白班');
    await editor.cell('冯静', '12月5日 周六').click();
    await editor.cell('冯静', SUNDAY).click();
    await expect(editor.state).toContainText('草稿有 6 天未发布');
    await editor.review();
    await expect(page.getByText(/连续七天没有休息日（劳动法 38）/)).toBeVisible();
    await expect(page.getByText('有违反规定的安排，不能发布')).toBeVisible();
    await expect(editor.button('确认发布')).toBeHidden();
    await expectAccessible(page);
  });

  test('of two editors the later one is told @desktop', async ({ page, context, problems }) => {
    problems.allow(/^409 POST .*\/api\/roster\/draft\/paint/);
    const editor = new RosterEditor(page, '2026-12');
    await editor.open();
    const tab = await context.newPage();
    const other = new RosterEditor(tab, '2026-12');
    await other.open();
    await other.choose('休息');
    await other.cell('冯静', '12月2日 周三').click();
    await expect(other.state).toContainText('草稿有 5 天未发布');
    await editor.choose('休息');
    await editor.cell('冯静', '12月3日 周四').click();
    await expect(page.getByRole('alert').filter({ hasText: '刚刚有人改过这份草稿' })).toBeVisible();
    await expect(editor.cell('冯静', '12月2日 周三')).toHaveAccessibleName(/休息 草稿$/);
  });
});

test.describe('on a phone', () => {
  test.use({ as: 'supervisor', ownServer: true });

  test('one person at a time @phone @large', async ({ page }) => {
    const editor = new RosterEditor(page, '2026-12');
    await editor.open();
    const month = page.getByRole('table', { name: /本月排班$/ });
    await expect(month).toHaveCount(1);
    const person = page.locator('.sheet-one').getByRole('heading', { level: 2 });
    const first = await person.innerText();
    await expectAccessible(page);
    await page.getByRole('link', { name: '下一人' }).click();
    await expect(person).not.toHaveText(first);
    await editor.choose('休息');
    const day = month.getByRole('button', { name: /12月2日 周三/ });
    await day.click();
    await expect(day).toHaveAccessibleName(/休息 草稿$/);
    await expect(page.locator('html')).toHaveJSProperty('scrollLeft', 0);
  });

  test('a cycle by touch @phone', async ({ page }) => {
    const editor = new RosterEditor(page, '2026-12');
    await editor.open();
    await editor.choose('循环');
    await page.getByLabel('循环排法').fill('白休');
    const month = page.getByRole('table', { name: /本月排班$/ });
    await month.getByRole('button', { name: /12月28日 周一/ }).click();
    await expect(month.getByRole('button', { name: /12月29日 周二/ })).toHaveAccessibleName(/休息 草稿$/);
    await expect(month.getByRole('button', { name: /12月31日 周四/ })).toHaveAccessibleName(/休息 草稿$/);
    await expect(page.locator('html')).toHaveJSProperty('scrollLeft', 0);
  });

  test('a tap paints without a script @nojs', async ({ page }) => {
    const editor = new RosterEditor(page, '2026-12');
    await editor.open();
    await page.getByRole('radio', { name: '休息', exact: true }).check({ force: true });
    await page.getByRole('button', { name: /12月2日 周三/ }).first().click();
    await expect(editor.state).toContainText('草稿有 5 天未发布');
    await page.getByRole('radio', { name: '循环', exact: true }).check({ force: true });
    await page.getByLabel('循环排法').fill('白休');
    await page.getByRole('button', { name: /12月30日 周三/ }).first().click();
    await expect(page.getByRole('button', { name: /12月31日 周四/ }).first()).toHaveAccessibleName(/休息 草稿$/);
  });
});

test.describe('two swap a day', () => {
  test.use({ as: 'w029', ownServer: true });

  test('asked, agreed, sent back, changed, approved @phone', async ({ page, newDevice }) => {
    const mine = new Screen(page, '/roster');
    await mine.open();
    await mine.button('申请换班').click();
    await expect(page).toHaveURL(/\/roster\/swap/);
    const give = await page.getByLabel('我的班').inputValue();
    await page.getByLabel('换成哪一天').fill(give);
    await mine.button('查找可换的同事').click();
    const partner = page.getByLabel('同事', { exact: true });
    await expect(partner).toBeVisible();
    // One of the reserve, too: neither is at a window, so that the supervisor decides.
    const reserve = partner.locator('option').filter({ hasText: /早班|中班/ }).first();
    await partner.selectOption((await reserve.getAttribute('value')) ?? '');
    const name = (await partner.locator('option:checked').innerText()).trim().split(' ')[0] ?? '';
    await page.getByLabel('换班原因').fill('家里有事');
    await expectAccessible(page);
    await mine.button('提交申请').click();
    await expect(page).toHaveURL(/\/roster$/);
    await expect(page.getByText('等同事答复')).toBeVisible();
    await expectAccessible(page);

    const office = await newDevice('hr');
    await new Screen(office, `/people?q=${encodeURIComponent(name)}`).open();
    const found = await office.getByRole('main').getByRole('link', { name }).first().innerText();
    const phone = await newDevice(/[a-z]+\d*/.exec(found)?.[0] as SignInName);
    const asked = new Screen(phone, '/roster');
    await asked.open();
    // They may have swaps with others, too.
    const theirs = phone.locator('.card').filter({ hasText: '家里有事' });
    await theirs.getByRole('button', { name: '同意换班', exact: true }).click();
    await expect(theirs).toContainText('审批中');
    await theirs.getByRole('link', { name: /换班$/ }).click();
    await expect(phone).toHaveURL(/\/roster\/swap\/[0-9a-f-]{36}$/);
    await expect(phone.getByText('：同意换班')).toBeVisible();
    await expectAccessible(phone);

    const boss = await newDevice('supervisor');
    const path = new URL(phone.url()).pathname;
    const request = new ApprovalPage(boss, path.replace('/roster/swap/', '/approvals/'));
    await request.open();
    await expect(boss.getByText(`和 ${name} 换班`)).toBeVisible();
    await expectAccessible(boss);
    await boss.locator('summary', { hasText: /^\s*退回修改\s*$/ }).click();
    await boss.getByLabel('需要修改什么').fill('请写明原因');
    await request.button('确认退回').click();
    await expect(request.status).toContainText('已退回');

    const own = new Screen(page, path);
    await own.open();
    await expect(page.getByText('请写明原因')).toBeVisible();
    await page.getByRole('link', { name: '修改申请' }).click();
    await expect(own.heading).toHaveText('修改换班申请');
    await page.getByLabel('换班原因').fill('陪家人看病');
    await expectAccessible(page);
    await own.button('重新提交').click();
    await expect(page).toHaveURL(/\/roster$/);
    await expect(page.locator('.card').filter({ hasText: '陪家人看病' })).toContainText('等同事答复');
    await phone.reload();
    await asked.button('同意换班').click();
    await expect(phone.getByText('审批中').first()).toBeVisible();

    await request.open();
    await request.agree();
    await expect(request.status).toContainText('已同意');
    await page.reload();
    await expect(page.locator('.card').filter({ hasText: '陪家人看病' })).toContainText('已批准');
  });
});

test.describe('what a roster is held against', () => {
  test.use({ as: 'hr', ownServer: true });

  test('people at windows and protected periods @desktop @phone', async ({ page }) => {
    const rules = new Screen(page, '/roster/rules');
    await rules.open();
    await expect(rules.heading).toHaveText('排班要求');
    await expectAccessible(page);
    await page.getByLabel('上午至少几人').first().fill('2');
    await page.getByRole('button', { name: '保存', exact: true }).first().click();
    await expect(page.getByLabel('上午至少几人').first()).toHaveValue('2');

    const list = new Screen(page, '/people?q=w014');
    await list.open();
    await page.getByRole('main').getByRole('listitem').getByRole('link', { name: /w014/ }).click();
    await expect(page.getByRole('heading', { name: '排班条件' })).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: '哺乳未满一周岁婴儿' })).toBeVisible();
    await expectAccessible(page);
  });
});

import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { ApprovalPage } from '../pages/approval.ts';
import { Screen } from '../pages/screen.ts';

test.describe('a leave of more than a week', () => {
  test.use({ as: 'worker', ownServer: true });

  test('is handed over item by item, each with their word @phone @desktop', async ({ page, newDevice }) => {
    const form = new Screen(page, '/leave/new');
    await form.open();
    await page.getByLabel('请假类型').selectOption({ label: '事假' });
    await page.getByLabel('结束日期').fill('2026-12-15');
    await page.getByLabel('开始日期').fill('2026-12-07');
    await page.getByLabel('事由').fill('回老家');
    await page.getByLabel('顶岗人').selectOption({ label: '许晴（同岗）' });
    await form.button('提交申请').click();
    await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
    await page.getByRole('link', { name: /交接清单/ }).click();
    await expect(page).toHaveURL(/\/handover$/);
    const list = new Screen(page, new URL(page.url()).pathname);
    await expect(list.heading).toHaveText('交接清单');
    await expect(page.getByText('还没有交接事项')).toBeVisible();
    await expectAccessible(page);

    const cover = await newDevice('w013');
    const asked = new Screen(cover, '/leave');
    await asked.open();
    await asked.button('同意顶岗').click();
    await expect(cover.getByText('已确认')).toBeVisible();

    await page.getByLabel('交接事项').fill('窗口印章一枚');
    await list.button('加入清单').click();
    await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: '窗口印章一枚' })).toBeVisible();
    await list.button('确认交接清单').click();
    await expect(list.button('确认交接清单')).toHaveCount(0);
    await expectAccessible(page);

    const theirs = new Screen(cover, list.path);
    await theirs.open();
    await theirs.button('接收').click();
    await expect(cover.getByText('已接收')).toBeVisible();
    await theirs.button('确认交接清单').click();
    await expect(theirs.button('确认交接清单')).toHaveCount(0);

    const lead = await newDevice('lead');
    const witness = new Screen(lead, list.path);
    await witness.open();
    await witness.button('确认交接清单').click();
    await expect(lead.getByText('未确认')).toHaveCount(0);
    await expectAccessible(lead);
  });
});

test.describe('on a day of leave', () => {
  test.use({ as: 'worker', ownServer: true });

  test('a punch asks whether one is back, and yes gives back what was not used', async ({ page, newDevice }) => {
    const form = new Screen(page, '/leave/new');
    await form.open();
    await page.getByLabel('请假类型').selectOption({ label: '事假' });
    await page.getByLabel('结束日期').fill('2026-11-25');
    await page.getByLabel('开始日期').fill('2026-11-24');
    await page.getByLabel('事由').fill('家中有事');
    await page.getByLabel('顶岗人').selectOption({ label: '许晴（同岗）' });
    await form.button('提交申请').click();
    await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
    const request = new URL(page.url()).pathname;
    const cover = await newDevice('w013');
    const asked = new Screen(cover, '/leave');
    await asked.open();
    await asked.button('同意顶岗').click();
    await expect(cover.getByText('已确认')).toBeVisible();
    for (const name of ['lead', 'supervisor'] as const) {
      const boss = await newDevice(name);
      const inbox = new ApprovalPage(boss, request.replace('/leave/', '/approvals/'));
      await inbox.open();
      await inbox.agree();
      await expect(inbox.status).toContainText('已同意');
    }

    const today = new Screen(page, '/');
    await today.open();
    await page.getByRole('button', { name: /打卡$/ }).first().click();
    await expect(today.status.first()).toContainText('打卡成功');
    await expect(page.getByText('已返岗？')).toBeVisible();
    await expectAccessible(page);
    await today.button('确认返岗').click();
    await expect(page.getByText('已返岗？')).toHaveCount(0);
    await page.goto(request);
    await expect(page.getByText('已取消').first()).toBeVisible();
  });
});

test.describe('the calendar of a team', () => {
  test.use({ as: 'supervisor' });

  test('shows who is away by day, and the month at a glance @phone @desktop @large', async ({ page }) => {
    const team = new Screen(page, '/leave/team');
    await team.open();
    await expect(team.heading).toHaveText('团队假期');
    await expect(page.getByRole('heading', { level: 2 }).first()).toContainText('11月');
    await expect(page.getByText('审批中').first()).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('link', { name: '月', exact: true }).click();
    await expect(page.getByRole('table', { name: '2026年11月请假人数' })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('link', { name: '下月' }).click();
    await expect(page.getByRole('heading', { level: 2 }).first()).toContainText('12月');
  });

  test('prints the week on one sheet with its windows', async ({ page }) => {
    const team = new Screen(page, '/leave/team');
    await team.open();
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('region', { name: '窗口人手' })).toBeVisible();
  });
});

test.describe('leave that a colleague does not want to cover', () => {
  test.use({ as: 'worker', ownServer: true });

  test('waits for somebody else, and says so to who decides', async ({ page, newDevice }) => {
    const form = new Screen(page, '/leave/new');
    await form.open();
    await page.getByLabel('请假类型').selectOption({ label: '事假' });
    await page.getByLabel('结束日期').fill('2026-12-09');
    await page.getByLabel('开始日期').fill('2026-12-09');
    await page.getByLabel('事由').fill('搬家');
    await page.getByLabel('顶岗人').selectOption({ label: '许晴（同岗）' });
    await form.button('提交申请').click();
    await expect(page.getByText('等待确认')).toBeVisible();
    const request = new URL(page.url()).pathname;
    const cover = await newDevice('w013');
    const asked = new Screen(cover, '/leave');
    await asked.open();
    await asked.button('不能顶岗').click();
    // Its badge; the button says the same.
    await expect(cover.locator('.badge', { hasText: '不能顶岗' }).first()).toBeVisible();

    await page.reload();
    await expect(page.getByText('不能顶岗').first()).toBeVisible();
    const notices = new Screen(page, '/notices');
    await notices.open();
    await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: '许晴 不能顶岗' })).toBeVisible();

    const lead = await newDevice('lead');
    const inbox = new Screen(lead, '/approvals');
    await inbox.open();
    await expect(lead.getByRole('main').getByRole('listitem').filter({ hasText: '顶岗人不能顶岗' })).toHaveCount(1);
    await page.goto(request);
    await expect(page.getByRole('link', { name: '修改申请' })).toBeVisible();
  });
});

import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { ApprovalPage } from '../pages/approval.ts';
import { Screen } from '../pages/screen.ts';

/** What the inbox lists; the row below it leads to the rules. */
const requests = (page: Page) => page.getByRole('main').getByRole('listitem').filter({ hasNotText: '委托与回避' });

test.describe('what waits for a lead', () => {
  test.use({ as: 'lead', ownServer: true });

  test('is listed with what decides, opened and agreed to, and undone @phone @desktop', async ({ page }) => {
    const inbox = new Screen(page, '/approvals');
    await inbox.open();
    await expect(inbox.heading).toHaveText('审批');
    await expect(page.getByRole('link', { name: /待我审批/ })).toHaveAttribute('aria-current', 'page');
    const rows = requests(page);
    await expect(rows).toHaveCount(6);
    await expect(rows.filter({ hasText: '顶岗人未确认' })).toHaveCount(1);
    await expect(rows.filter({ hasText: '补卡' })).toHaveCount(2);
    await expect(rows.filter({ hasText: '加班' })).toHaveCount(1);
    await expectAccessible(page);

    await rows.filter({ hasText: '0.5 个工作日' }).getByRole('link').click();
    await expect(page.getByText('等您处理')).toBeVisible();
    await expect(page.getByText('已确认')).toBeVisible();
    await expectAccessible(page);
    await inbox.button('同意').click();
    await expect(inbox.status).toContainText('已同意');
    await expect(page.getByText('已批准').first()).toBeVisible();
    await expectAccessible(page);
    await inbox.button('撤销刚才的处理').click();
    await expect(inbox.button('同意')).toBeVisible();
    await expect(page.getByText('撤销了刚才的处理')).toBeVisible();
  });

  test('comes into the open list and onto the tab at once', async ({ page, newDevice }) => {
    const inbox = new Screen(page, '/approvals');
    await inbox.open();
    await expect(requests(page)).toHaveCount(6);
    const tab = page.getByRole('navigation').getByRole('link', { name: '办事', exact: true });
    const before = Number((await tab.innerText()).replace(/\D/g, ''));
    const asker = await newDevice('worker');
    const form = new Screen(asker, '/leave/new');
    await form.open();
    await asker.getByLabel('请假类型').selectOption({ label: '事假' });
    await asker.getByLabel('开始日期').fill('2026-12-09');
    await asker.getByLabel('结束日期').fill('2026-12-09');
    await asker.getByLabel('事由').fill('家里有事');
    await asker.getByLabel('顶岗人').selectOption({ index: 1 });
    await form.button('提交申请').click();
    await expect(asker).toHaveURL(/\/leave\/[0-9a-f-]{36}/);
    // Nothing is touched here, and it does not take the minute.
    await expect(requests(page)).toHaveCount(7);
    await expect(tab).toContainText(String(before + 1));
  });

  test('is rejected only with a reason, which the requester reads @phone @nojs', async ({ page, newDevice }) => {
    const inbox = new Screen(page, '/approvals');
    await inbox.open();
    await requests(page).filter({ hasText: '0.5 个工作日' }).getByRole('link').click();
    await inbox.ready();
    await page.locator('summary', { hasText: /^\s*驳回\s*$/ }).click();
    await inbox.button('确认驳回').click();
    // The browser itself asks for the reason first.
    await expect(page).toHaveURL(/\/approvals\/.+/);
    await page.getByLabel('驳回原因').fill('当天人手不够');
    await inbox.button('确认驳回').click();
    await expect(page.getByText('已驳回').first()).toBeVisible();

    const asker = await newDevice('w004');
    const mine = new Screen(asker, '/leave');
    await mine.open();
    await asker.getByRole('main').getByRole('listitem').filter({ hasText: '已驳回' }).getByRole('link').click();
    await expect(asker.getByText('当天人手不够')).toBeVisible();
  });

  test('without a flag is agreed to at once, and the flagged one is left', async ({ page }) => {
    const inbox = new Screen(page, '/approvals');
    await inbox.open();
    await page.locator('summary', { hasText: '同意全部无提示的申请' }).click();
    await expectAccessible(page);
    await inbox.button('确认全部同意').click();
    await expect(inbox.status).toContainText('已同意 5 个');
    await expect(requests(page)).toHaveCount(1);
    await expectAccessible(page);
    await inbox.button('撤销刚才的 5 个处理').click();
    await expect(inbox.status).toContainText('已撤销 5 个处理');
    await expect(requests(page)).toHaveCount(6);
    await page.locator('summary', { hasText: '同意全部无提示的申请' }).click();
    await inbox.button('确认全部同意').click();
    await expect(inbox.status).toContainText('已同意 5 个');
    await page.getByRole('link', { name: '我已处理' }).click();
    // Six decided before are there as well.
    await expect(requests(page)).toHaveCount(11);
    await expectAccessible(page);
  });

  test('is talked about, and copied to a colleague who reads it', async ({ page, newDevice }) => {
    const asker = await newDevice('w004');
    const mine = new Screen(asker, '/leave');
    await mine.open();
    await asker.getByRole('main').getByRole('listitem').filter({ hasText: '0.5 个工作日' }).getByRole('link').click();
    await asker.getByLabel('留言内容').fill('材料已经备齐');
    await mine.button('发送留言').click();
    await expect(asker.getByText('材料已经备齐')).toBeVisible();
    await asker.getByLabel('抄送给谁（工号）').fill('w005');
    await mine.button('抄送').click();
    await expect(asker.getByText('抄送给', { exact: false }).first()).toBeVisible();
    await expectAccessible(asker);

    const inbox = new Screen(page, '/approvals');
    await inbox.open();
    await requests(page).filter({ hasText: '0.5 个工作日' }).getByRole('link').click();
    await expect(page.getByText('材料已经备齐')).toBeVisible();
    await page.getByLabel('留言内容').fill('收到，上午窗口有人');
    await inbox.button('发送留言').click();
    await expect(page.getByText('收到，上午窗口有人')).toBeVisible();
    await asker.reload();
    await expect(asker.getByText('收到，上午窗口有人')).toBeVisible();

    const reader = await newDevice('w005');
    const copies = new Screen(reader, '/approvals?view=copied');
    await copies.open();
    await expect(reader.getByRole('link', { name: '抄送我的' })).toHaveAttribute('aria-current', 'page');
    await requests(reader).getByRole('link').click();
    await expect(reader.getByText('材料已经备齐')).toBeVisible();
    await expect(copies.button('同意')).toHaveCount(0);
    await expect(reader.getByText('办理房产手续')).toHaveCount(0);
    await expectAccessible(reader);
  });

  test('is commented on and copied without a script @nojs', async ({ page }) => {
    const inbox = new Screen(page, '/approvals');
    await inbox.open();
    await requests(page).filter({ hasText: '0.5 个工作日' }).getByRole('link').click();
    await page.getByLabel('留言内容').fill('请走之前交接');
    await inbox.submit('发送留言');
    await expect(page.getByText('请走之前交接')).toBeVisible();
    await page.getByLabel('抄送给谁（工号）').fill('w005');
    await inbox.submit('抄送');
    await expect(page.getByRole('listitem').filter({ hasText: '王建国 抄送' })).toBeVisible();
  });

  test('with nobody who has confirmed to cover is not approved', async ({ page, problems }) => {
    problems.allow(/^422 POST .*\/api\/approvals\/decide/);
    const inbox = new ApprovalPage(page);
    await inbox.open();
    const flagged = requests(page).filter({ hasText: '顶岗人未确认' });
    await flagged.getByRole('link').click();
    // What is flagged is read first: the browser asks for that before anything is sent.
    await inbox.button('同意').click();
    await expect(inbox.seen).toBeFocused();
    await expectAccessible(page);
    await inbox.agree();
    await expect(inbox.status).toContainText('顶岗人还没有确认');
    await expect(page.getByText('等您处理')).toBeVisible();
  });

  test('is handed over with a reason, and a deputy is named', async ({ page, newDevice }) => {
    const inbox = new Screen(page, '/approvals');
    await inbox.open();
    await requests(page).filter({ hasText: '0.5 个工作日' }).getByRole('link').click();
    await page.locator('summary', { hasText: '转交' }).click();
    await page.getByLabel('转交给').selectOption({ label: '陈立新' });
    await page.getByLabel('转交原因').fill('我当天不在');
    await inbox.button('确认转交').click();
    await expect(page).toHaveURL(/\/approvals$/);
    await expect(requests(page)).toHaveCount(5);

    const rules = new Screen(page, '/approvals/rules');
    await rules.open();
    await expectAccessible(page);
    await page.getByLabel('受托人工号').fill('w031');
    await page.getByLabel('委托原因').fill('外出培训');
    await rules.button('保存委托').click();
    await expect(requests(page).filter({ hasText: '外出培训' })).toBeVisible();
    await expectAccessible(page);

    const deputy = await newDevice('w031');
    const theirs = new Screen(deputy, '/approvals');
    await theirs.open();
    await expect(requests(deputy)).toHaveCount(5);
  });
});

test.describe('without a network', () => {
  test.use({ as: 'lead', ownServer: true, cuttable: true });

  test('a decision waits on the phone and is sent', async ({ page, network }) => {
    const inbox = new Screen(page, '/approvals');
    await inbox.open();
    await requests(page).filter({ hasText: '0.5 个工作日' }).getByRole('link').click();
    await expect(inbox.button('同意')).toBeVisible();
    await network.cut();
    await inbox.button('同意').click();
    await expect(inbox.status).toContainText('已保存在本机');
    await network.mend();
    await expect(inbox.status).toContainText('已同意');
  });

  test('one on a request that was changed meanwhile is not carried out, and asks to look again', async ({
    page,
    network,
    newDevice,
    problems,
  }) => {
    problems.allow(/^409 POST .*\/api\/approvals\/decide/);
    // The other device may still be fetching its worker when the line is cut.
    problems.allow(/error occurred when fetching the script/);
    const asker = await newDevice('w004');
    const inbox = new Screen(page, '/approvals');
    await inbox.open();
    await requests(page).filter({ hasText: '0.5 个工作日' }).getByRole('link').click();
    await expect(inbox.button('同意')).toBeVisible();
    const id = new URL(page.url()).pathname.split('/').at(-1);
    await network.cut();
    await inbox.button('同意').click();
    await expect(inbox.status).toContainText('已保存在本机');

    // There is a network again where the requester is, and they change what they ask for.
    await network.mendElsewhere();
    const form = new Screen(asker, `/leave/new?request=${id}`);
    await form.open();
    await asker.getByLabel('事由').fill('办理房产手续，改为下午去');
    await form.button('提交申请').click();
    await expect(asker).toHaveURL(new RegExp(`/leave/${id}$`));

    await network.mend();
    await expect(page.getByText('有 1 条记录需要您处理')).toBeVisible();
    const kept = new Screen(page, '/me/offline');
    await kept.open();
    await expect(page.getByRole('heading', { name: '需处理' })).toBeVisible();
    await expect(page.getByText('刚刚有人改过')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('link', { name: '查看申请' }).click();
    await expect(page.getByText('等您处理')).toBeVisible();
    await expect(page.getByText('办理房产手续，改为下午去').first()).toBeVisible();
    // Decided anew, the old decision is no longer anybody's business.
    await inbox.button('同意').click();
    await expect(inbox.status).toContainText('已同意');
    await expect(page.getByText('有 1 条记录需要您处理')).toBeHidden();
  });
});

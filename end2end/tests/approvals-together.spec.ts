import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { ApprovalPage } from '../pages/approval.ts';
import { Screen } from '../pages/screen.ts';

const halfDay = (page: Page) => page.getByRole('main').getByRole('listitem').filter({ hasText: '0.5 个工作日' });

test.describe('a lead who is away', () => {
  test.use({ as: 'lead', ownServer: true });

  test('names a deputy with their leave, who decides to the end @phone', async ({ page, newDevice }) => {
    const form = new Screen(page, '/leave/new');
    await form.open();
    await page.getByLabel('请假类型').selectOption({ label: '事假' });
    await page.getByLabel('事由').fill('回乡办事');
    await expect(page.getByRole('group', { name: '请假期间由谁代我审批' })).toBeVisible();
    await page.getByLabel('受托人工号').fill('w031');
    await page.getByLabel('委托原因').fill('请假期间');
    await expectAccessible(page);
    await form.button('提交申请').click();
    await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
    const own = new URL(page.url()).pathname;

    const boss = await newDevice('supervisor');
    const above = new ApprovalPage(boss, own.replace('/leave/', '/approvals/'));
    await above.open();
    await above.agree();
    await expect(above.status).toContainText('已同意');
    await page.reload();
    await expect(page.getByText('已批准').first()).toBeVisible();

    // The lead is on leave. The deputy has what waits for them, and nobody else has to be waited for.
    const deputy = await newDevice('w031');
    const notices = new Screen(deputy, '/notices');
    await notices.open();
    await expect(deputy.getByText('王建国 委托您代为审批')).toBeVisible();
    const inbox = new ApprovalPage(deputy);
    await inbox.open();
    await halfDay(deputy).getByRole('link').click();
    await expect(deputy.getByText('受委托处理')).toBeVisible();
    await inbox.agree();
    await expect(inbox.status).toContainText('已同意');
    await expect(deputy.getByText('已批准').first()).toBeVisible();
    await expect(deputy.getByText('代王建国：同意')).toBeVisible();
    await expectAccessible(deputy);

    const rules = new Screen(page, '/approvals/rules');
    await rules.open();
    await expect(page.getByRole('listitem').filter({ hasText: '随本人请假生效' })).toBeVisible();
  });
});

test.describe('two who decide', () => {
  test.use({ as: 'lead', ownServer: true });

  test('at the same moment: one decision stands, and the other is told @phone', async ({ page, newDevice, problems }) => {
    problems.allow(/^4(?:09|22) POST .*\/api\/approvals\/decide/);
    // A deputy who was not needed has nothing more to do with it.
    problems.allow(/^404 GET .*\/api\/approvals\/one/);
    const rules = new Screen(page, '/approvals/rules');
    await rules.open();
    await page.getByLabel('受托人工号').fill('w031');
    await page.getByLabel('委托事项').selectOption({ label: '请假' });
    await page.getByLabel('委托原因').fill('外出培训');
    await rules.button('保存委托').click();
    await expect(page.getByRole('listitem').filter({ hasText: '外出培训' })).toContainText('请假');

    const deputy = await newDevice('w031');
    const open = async (on: Page) => {
      const inbox = new ApprovalPage(on);
      await inbox.open();
      await halfDay(on).getByRole('link').click();
      await expect(inbox.button('同意')).toBeVisible();
      return inbox;
    };
    const both = [await open(page), await open(deputy)] as const;
    await Promise.all(both.map((screen) => screen.button('同意').click()));
    const told = async () => {
      const texts = await Promise.all(both.map(async (screen) => (await screen.status.allTextContents()).join(' ')));
      return texts.map((text) => (text.includes('已同意') ? 'decided' : text.includes('已经处理完') ? 'late' : text)).sort();
    };
    await expect.poll(told, { timeout: 15_000 }).toEqual(['decided', 'late']);
    await page.reload();
    await expect(page.getByText('已批准').first()).toBeVisible();
    // One line of the history, whoever's it is.
    await expect(page.getByRole('listitem').filter({ hasText: /：同意(?!顶岗)/ })).toHaveCount(1);
  });
});

import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.describe('who decides', () => {
  test.use({ as: 'hr', ownServer: true });

  test('is tried, named where it is wrong, and published as a new version @phone @desktop', async ({
    page,
    problems,
  }) => {
    problems.allow(/^422 POST .*\/api\/approvals\/routes\/set/);
    const routes = new Screen(page, '/approvals/routes');
    await routes.open();
    await expect(routes.heading).toHaveText('审批流程');
    await expect(page.getByText('通用流程（未设置时）').first()).toBeVisible();
    await expectAccessible(page);

    await page.getByLabel('申请人工号').fill('worker');
    await page.getByLabel('请几天').fill('2.5');
    await routes.button('看看由谁审批').click();
    await expect(page.getByRole('status').filter({ hasText: '驻场主管' })).toContainText('1. 组长');
    await expectAccessible(page);

    const first = page.getByRole('group', { name: '第 1 步' }).first();
    await first.getByLabel('几个工作小时内').fill('0');
    await routes.button('发布新版本').click();
    await expect(first.getByLabel('几个工作小时内')).toHaveAttribute('aria-invalid', 'true');
    await first.getByLabel('几个工作小时内').fill('2');
    await routes.button('发布新版本').click();
    await expect(page.getByRole('status').filter({ hasText: '已发布第 1 版' })).toBeVisible();
    await expect(page.getByText('第 1 版').first()).toBeVisible();
    await expect(page.getByRole('group', { name: '第 1 步' }).first().getByLabel('几个工作小时内')).toHaveValue('2');
    await expectAccessible(page);
  });

  test('is published without a script @nojs', async ({ page }) => {
    const routes = new Screen(page, '/approvals/routes');
    await routes.open();
    await routes.submit('发布新版本');
    await expect(page.getByText('第 1 版').first()).toBeVisible();
  });
});

test.describe('two who may decide on the same request', () => {
  test.use({ as: 'lead', ownServer: true });

  test('agree at once: one counts, and the other is told', async ({ page, newDevice, problems }) => {
    problems.allow(/^4(?:04|09|22|03) POST .*\/api\/approvals\/decide/);
    const rules = new Screen(page, '/approvals/rules');
    await rules.open();
    await page.getByLabel('受托人工号').fill('w031');
    await page.getByLabel('委托原因').fill('外出培训');
    await rules.button('保存委托').click();
    await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: '外出培训' })).toBeVisible();

    const open = async (on: typeof page) => {
      const inbox = new Screen(on, '/approvals');
      await inbox.open();
      const row = on.getByRole('main').getByRole('listitem').filter({ hasText: '0.5 个工作日' });
      await row.getByRole('link').click();
      await expect(inbox.button('同意')).toBeVisible();
      return inbox;
    };
    const mine = await open(page);
    // Who decides is away: the deputy has the same request before them.
    const deputy = await newDevice('w031');
    const theirs = await open(deputy);
    await mine.button('同意').click();
    await expect(mine.status).toContainText('已同意');
    await theirs.button('同意').click();
    await expect(theirs.status).toContainText('刚刚有人改过');
    await deputy.reload();
    await expect(deputy.getByText('已批准').first()).toBeVisible();
  });
});

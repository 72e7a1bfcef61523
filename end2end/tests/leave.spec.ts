import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { withoutWorker } from '../fixtures/without-network.ts';
import { ApprovalPage } from '../pages/approval.ts';
import { Screen } from '../pages/screen.ts';

/** The code of pages. */
const CODE = /\/pkg\/[^?]*\.wasm/;

test.describe('asking for leave', () => {
  test.use({ as: 'worker', ownServer: true });

  test('counts working days, is covered, decided and seen on the roster @phone @desktop', async ({
    page,
    newDevice,
  }) => {
    const list = new Screen(page, '/leave');
    await list.open();
    await expect(list.heading).toHaveText('请假');
    await expectAccessible(page);
    await page.getByRole('link', { name: '申请请假' }).click();
    const form = new Screen(page, '/leave/new');
    await expect(form.heading).toHaveText('申请请假');
    await page.getByLabel('请假类型').selectOption({ label: '事假' });
    await page.getByLabel('开始日期').fill('2026-11-27');
    await page.getByLabel('结束日期').fill('2026-11-30');
    await expect(form.status).toContainText('共 2 个工作日');
    await expect(form.status).toContainText('组长、驻场主管');
    await page.getByLabel('到哪个半天结束').selectOption({ label: '到上午止' });
    await expect(form.status).toContainText('共 1.5 个工作日');
    await expectAccessible(page);
    await page.getByLabel('事由').fill('接家人出院');
    await page.getByLabel('顶岗人').selectOption({ label: '许晴（同岗）' });
    await form.button('提交申请').click();
    await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
    await expect(page.getByText('审批中').first()).toBeVisible();
    await expect(page.getByText('等待确认')).toBeVisible();
    await expectAccessible(page);

    const cover = await newDevice('w013');
    const asked = new Screen(cover, '/leave');
    await asked.open();
    await expect(cover.getByRole('heading', { name: '请我顶岗' })).toBeVisible();
    await expectAccessible(cover);
    await asked.button('同意顶岗').click();
    await expect(cover.getByText('已确认')).toBeVisible();

    for (const name of ['lead', 'supervisor'] as const) {
      const boss = await newDevice(name);
      const inbox = new ApprovalPage(boss);
      await inbox.open();
      await boss.getByRole('main').getByRole('listitem').filter({ hasText: '1.5 个工作日' }).getByRole('link').click();
      await inbox.agree();
      await expect(inbox.status).toContainText('已同意');
    }

    await page.reload();
    await expect(page.getByText('已批准').first()).toBeVisible();
    const roster = new Screen(page, '/roster?view=month');
    await roster.open();
    const days = page.getByRole('main').getByRole('listitem');
    await expect(days.filter({ hasText: '11月27日' })).toContainText('请假');
    await expect(days.filter({ hasText: '11月30日' })).toContainText('上午请假');
  });

  test('names the Saturday that is worked in exchange', async ({ page }) => {
    const form = new Screen(page, '/leave/new');
    await form.open();
    await page.getByLabel('开始日期').fill('2026-09-28');
    await page.getByLabel('结束日期').fill('2026-10-10');
    await expect(form.status).toContainText('共 6 个工作日，含 10月10日 调休上班');
  });

  test('works without a script, and refuses at the field @nojs', async ({ page }) => {
    const form = new Screen(page, '/leave/new');
    await form.open();
    await expect(page.getByText('共 1 个工作日')).toBeVisible();
    await page.getByLabel('请假类型').selectOption({ label: '事假' });
    await page.getByLabel('开始日期').fill('2026-11-26');
    await page.getByLabel('结束日期').fill('2026-11-26');
    await page.getByLabel('到哪个半天结束').selectOption({ label: '到上午止' });
    await page.getByLabel('事由').fill('搬家');
    await form.submit('提交申请');
    await expect(page.getByText('请填写这一项')).toBeVisible();
    await expect(page.getByLabel('顶岗人')).toHaveAttribute('aria-invalid', 'true');
    // Nothing is lost: only what is missing is to be filled in.
    await expect(page.getByLabel('请假类型').locator('option:checked')).toHaveText('事假');
    await expect(page.getByLabel('开始日期')).toHaveValue('2026-11-26');
    await expect(page.getByLabel('结束日期')).toHaveValue('2026-11-26');
    await expect(page.getByLabel('到哪个半天结束').locator('option:checked')).toHaveText('到上午止');
    await expect(page.getByLabel('事由')).toHaveValue('搬家');
    await page.getByLabel('顶岗人').selectOption({ index: 1 });
    await form.submit('提交申请');
    await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
    await page.locator('summary', { hasText: '撤回' }).press('Enter');
    await form.submit('确认撤回');
    await expect(page.getByText('已撤回').first()).toBeVisible();
  });

  test('sent before the page is awake and refused, comes back as it was typed', async ({ page, problems }) => {
    problems.allow(/Failed to fetch/);
    // A browser without a worker, which would have the code at hand; it comes only after the form was sent.
    await withoutWorker(page);
    let asleep = true;
    await page.route(CODE, (route) => (asleep ? undefined : route.continue()));
    const form = new Screen(page, '/leave/new');
    await page.goto(form.path, { waitUntil: 'commit' });
    await page.getByLabel('请假类型').selectOption({ label: '事假' });
    await page.getByLabel('开始日期').fill('2026-11-26');
    await page.getByLabel('结束日期').fill('2026-11-27');
    await page.getByLabel('事由').fill('搬家');
    asleep = false;
    await form.button('提交申请').click();
    await expect(page.getByText('请填写这一项')).toBeVisible();
    await form.ready();
    await expect(page.getByLabel('请假类型').locator('option:checked')).toHaveText('事假');
    await expect(page.getByLabel('事由')).toHaveValue('搬家');
    await expect(page.getByLabel('结束日期')).toHaveValue('2026-11-27');
    await expect(form.status).toContainText('共 2 个工作日');
    // From then on it is a draft of the tab.
    await page.reload();
    await form.ready();
    await expect(page.getByLabel('事由')).toHaveValue('搬家');
  });

  test('on days that are asked for already is refused', async ({ page, problems }) => {
    problems.allow(/^422 POST .*\/api\/leave\/ask/);
    for (const attempt of ['first', 'second']) {
      const form = new Screen(page, '/leave/new');
      await form.open();
      await page.getByLabel('请假类型').selectOption({ label: '事假' });
      await page.getByLabel('结束日期').fill('2026-12-03');
      await page.getByLabel('开始日期').fill('2026-12-03');
      await page.getByLabel('事由').fill('搬家');
      await page.getByLabel('顶岗人').selectOption({ index: 1 });
      if (attempt === 'second') await expect(form.status).toContainText('重叠');
      await form.button('提交申请').click();
      if (attempt === 'first') await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
    }
    await expect(page.getByLabel('开始日期')).toHaveAttribute('aria-invalid', 'true');
    await expectAccessible(page);
  });

  test('is kept as a draft, then asked and taken back', async ({ page }) => {
    const form = new Screen(page, '/leave/new');
    await form.open();
    await page.getByLabel('事由').fill('还没想好');
    await form.button('存为草稿').click();
    await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
    await expect(page.getByText('草稿').first()).toBeVisible();
    await page.getByRole('link', { name: '修改申请' }).click();
    await expect(page.getByLabel('事由')).toHaveValue('还没想好');
  });

  test('in a sudden case is one tap', async ({ page }) => {
    const list = new Screen(page, '/leave');
    await list.open();
    await expect(page.getByLabel('是什么情况').locator('option')).toHaveText(['病假', '事假', '产假', '陪产假', '丧假', '工伤假']);
    // Seen at once, without a finger on the screen.
    await expect(list.button('立即报备')).toBeInViewport();
    await list.button('立即报备').click();
    await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
    await expect(page.getByText('材料待补').first()).toBeVisible();
    await expectAccessible(page);
  });
});

test.describe('leave that was granted', () => {
  test.use({ as: 'w007', ownServer: true });

  test('is given back when one is there after all', async ({ page }) => {
    const list = new Screen(page, '/leave');
    await list.open();
    await page.getByRole('main').getByRole('listitem').filter({ hasText: '已批准' }).getByRole('link').click();
    await page.locator('summary', { hasText: '销假' }).click();
    await expectAccessible(page);
    await list.button('确认销假').click();
    await expect(page.getByText('已取消').first()).toBeVisible();
  });
});

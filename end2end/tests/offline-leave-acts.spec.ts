import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { untilKept } from '../fixtures/without-network.ts';
import { ApprovalPage } from '../pages/approval.ts';
import { Screen } from '../pages/screen.ts';

test.use({ as: 'worker', ownServer: true, cuttable: true });

const HERE = '保存在本机，还没有发送。';

test('a sudden case is reported without a network in one tap, outlives the page, and is there once', async ({
  page,
  context,
  network,
  newDevice,
}) => {
  test.setTimeout(180_000);
  const list = new Screen(page, '/leave');
  await list.open();
  await untilKept(page, '/leave');
  const again = await network.cutAndReopen(page);
  const form = new Screen(again, '/leave');
  await form.open();
  await again.getByLabel('是什么情况').selectOption({ label: '病假' });
  await form.button('立即报备').click();
  await expect(again.getByText('已保存在本机', { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(form.button('立即报备')).toHaveCount(0);
  await expectAccessible(again);
  await again.getByRole('link', { name: '查看', exact: true }).click();
  await expect(again.getByText(/^突发报备 · /)).toBeVisible();
  await expect(again.getByText('病假').first()).toBeVisible();
  // What arrives within a minute is as good as reported on arrival.
  await again.waitForTimeout(62_000);
  await again.close();

  await network.mend();
  const later = await context.newPage();
  const kept = new Screen(later, '/me/offline');
  await kept.open();
  await expect(later.getByText('没有等待发送的记录')).toBeVisible({ timeout: 30_000 });
  const mine = new Screen(later, '/leave');
  await mine.open();
  const row = later.getByRole('main').getByRole('listitem').filter({ hasText: '病假 · 11月24日' });
  await expect(row).toHaveCount(1);
  await row.getByRole('link').click();
  await expect(later.getByText(/\d\d:\d\d 报备，.*送达/)).toBeVisible();
  const path = new URL(later.url()).pathname;

  const lead = await newDevice('lead');
  await new Screen(lead, path).open();
  await expect(lead.getByText(/\d\d:\d\d 报备，.*送达/)).toBeVisible();
  await expectAccessible(lead);
});

test('leave is taken back without a network, once', async ({ page, network }) => {
  const form = new Screen(page, '/leave/new');
  await form.open();
  await page.getByLabel('请假类型').selectOption({ label: '事假' });
  await page.getByLabel('结束日期').fill('2026-12-08');
  await page.getByLabel('开始日期').fill('2026-12-08');
  await page.getByLabel('事由').fill('搬家');
  await page.getByLabel('顶岗人').selectOption({ label: '许晴（同岗）' });
  await form.button('提交申请').click();
  await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
  await expect(page.locator('summary', { hasText: '撤回' })).toBeVisible();
  await network.cut();
  await page.locator('summary', { hasText: '撤回' }).click();
  await form.button('确认撤回').click();
  await expect(page.getByText(HERE)).toBeVisible({ timeout: 20_000 });
  await expect(page.locator('summary', { hasText: '撤回' })).toBeHidden();
  await expectAccessible(page);
  await network.mend();
  await expect(page.locator('.page-head')).toContainText('已撤回', { timeout: 30_000 });
});

test('somebody is back and says so without a network, once', async ({ page, network, newDevice }) => {
  test.setTimeout(180_000);
  const list = new Screen(page, '/leave');
  await list.open();
  await page.getByLabel('是什么情况').selectOption({ label: '病假' });
  await list.button('立即报备').click();
  await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
  const path = new URL(page.url()).pathname;
  const lead = await newDevice('lead');
  const request = new ApprovalPage(lead, path.replace('/leave/', '/approvals/'));
  await request.open();
  await request.agree();
  await expect(request.status).toContainText('已同意');
  // Undoing is over after ten seconds.
  await page.waitForTimeout(11_000);
  await page.reload();
  const own = new Screen(page, path);
  await own.ready();
  await expect(page.locator('summary', { hasText: '销假' })).toBeVisible();
  await network.cut();
  await page.locator('summary', { hasText: '销假' }).click();
  await own.button('确认销假').click();
  await expect(page.getByText(HERE)).toBeVisible({ timeout: 20_000 });
  await expect(page.locator('summary', { hasText: '销假' })).toBeHidden();
  await expectAccessible(page);
  await page.getByRole('link', { name: '查看', exact: true }).click();
  await expect(page.getByText(/^销假 · /)).toBeVisible();
  await expect(page.getByText(/张敏 · 病假/)).toBeVisible();
  await network.mend();
  await expect(page.getByText('没有等待发送的记录')).toBeVisible({ timeout: 30_000 });
  await new Screen(lead, '/notices').open();
  await expect(lead.getByText('张敏 已销假')).toHaveCount(1);
});

test('a word that comes too late stands under what needs handling, with whom it is about', async ({
  page,
  network,
  newDevice,
  problems,
}) => {
  problems.allow(/^4\d\d POST .*\/api\/leave\/withdraw/);
  const form = new Screen(page, '/leave/new');
  await form.open();
  await page.getByLabel('请假类型').selectOption({ label: '事假' });
  await page.getByLabel('结束日期').fill('2026-12-08');
  await page.getByLabel('开始日期').fill('2026-12-08');
  await page.getByLabel('事由').fill('搬家');
  await page.getByLabel('顶岗人').selectOption({ label: '许晴（同岗）' });
  await form.button('提交申请').click();
  await expect(page).toHaveURL(/\/leave\/[0-9a-f-]+$/);
  const path = new URL(page.url()).pathname;
  await expect(page.locator('summary', { hasText: '撤回' })).toBeVisible();
  await network.cut();
  await page.locator('summary', { hasText: '撤回' }).click();
  await form.button('确认撤回').click();
  await expect(page.getByText(HERE)).toBeVisible({ timeout: 20_000 });

  await network.mendElsewhere();
  const lead = await newDevice('lead');
  const request = new Screen(lead, path.replace('/leave/', '/approvals/'));
  await request.open();
  await lead.locator('summary', { hasText: '驳回' }).click();
  await lead.getByLabel('驳回原因').fill('人手不够');
  await request.button('确认驳回').click();
  await expect(request.status).toContainText('已驳回');

  const refused = page.waitForResponse((response) => response.url().endsWith('/api/leave/withdraw'));
  await network.mend();
  expect((await refused).status()).toBe(409);
  const kept = new Screen(page, '/me/offline');
  await kept.open();
  await expect(page.getByRole('heading', { name: '需处理' })).toBeVisible();
  await expect(page.getByText(/^撤回请假 · /)).toBeVisible();
  await expect(page.getByText(/张敏 · 事假 · 12月8日/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: '查看请假' }).click();
  await expect(page.locator('.page-head')).toContainText('已驳回');
});

test('a colleague says yes to covering without a network, once', async ({ page, network, newDevice }) => {
  const phone = await newDevice('w013');
  const form = new Screen(phone, '/leave/new');
  await form.open();
  await phone.getByLabel('请假类型').selectOption({ label: '事假' });
  await phone.getByLabel('结束日期').fill('2026-12-08');
  await phone.getByLabel('开始日期').fill('2026-12-08');
  await phone.getByLabel('事由').fill('搬家');
  await phone.getByLabel('顶岗人').selectOption({ label: '张敏（同岗）' });
  await form.button('提交申请').click();
  await expect(phone).toHaveURL(/\/leave\/[0-9a-f-]+$/);

  const list = new Screen(page, '/leave');
  await list.open();
  const card = page.locator('.card').filter({ hasText: '许晴 请您顶岗' });
  await network.cut();
  await card.getByRole('button', { name: '同意顶岗' }).click();
  await expect(card).toContainText(HERE, { timeout: 20_000 });
  await expect(card.getByRole('button', { name: '同意顶岗' })).toHaveCount(0);
  await expectAccessible(page);
  await network.mend();
  await expect(card).toContainText('已确认', { timeout: 30_000 });
});

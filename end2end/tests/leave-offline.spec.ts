import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { untilKept } from '../fixtures/without-network.ts';
import { Screen } from '../pages/screen.ts';

test.use({ as: 'worker', ownServer: true, cuttable: true });

test('leave asked for without a network waits on the phone, outlives the page, and is asked once', async ({
  page,
  context,
  network,
}) => {
  const form = new Screen(page, '/leave/new');
  await form.open();
  await untilKept(page, '/leave/new');
  await network.cut();
  await page.getByLabel('请假类型').selectOption({ label: '事假' });
  await page.getByLabel('开始日期').fill('2026-11-27');
  await page.getByLabel('结束日期').fill('2026-11-30');
  await expect(form.status).toContainText('共 2 个工作日');
  await page.getByLabel('事由').fill('接家人出院');
  await page.getByLabel('顶岗人').selectOption({ label: '许晴（同岗）' });
  await form.button('提交申请').click();
  await expect(page.getByText('联网后自动发送，再由顶岗人和审批人处理')).toBeVisible();
  await expect(form.button('提交申请')).toBeHidden();
  await expectAccessible(page);
  await page.close();

  const again = await context.newPage();
  const kept = new Screen(again, '/me/offline');
  await new Screen(again, '/leave/new').open();
  await again.getByRole('link', { name: '查看', exact: true }).click();
  await expect(again.getByText(/^请假申请 · /)).toBeVisible();
  await expect(again.getByText(/事假 · 11月27日 周五 – 11月30日 周一 · 接家人出院/)).toBeVisible();
  await network.mend();
  await expect(again.getByText('没有等待发送的记录')).toBeVisible();
  await kept.ready();

  const list = new Screen(again, '/leave');
  await list.open();
  await expect(again.getByRole('main').getByRole('listitem').filter({ hasText: '11月27日' })).toHaveCount(1);
});

test('what stands against it is said in the form, and nothing is left on the phone', async ({ page, problems }) => {
  problems.allow(/^422 POST .*\/api\/leave\/ask/);
  const form = new Screen(page, '/leave/new');
  await form.open();
  await page.getByLabel('请假类型').selectOption({ label: '事假' });
  await page.getByLabel('开始日期').fill('2026-11-27');
  await page.getByLabel('结束日期').fill('2026-11-27');
  await page.getByLabel('事由').fill('家里有事');
  await form.button('提交申请').click();
  await expect(page.getByText('请填写这一项')).toBeVisible();
  await expect(page.getByLabel('事由')).toHaveValue('家里有事');
  const kept = new Screen(page, '/me/offline');
  await kept.open();
  await expect(page.getByText('没有等待发送的记录')).toBeVisible();
  await expect(page.getByRole('heading', { name: '需处理' })).toHaveCount(0);
});

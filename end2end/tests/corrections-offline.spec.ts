import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { untilKept } from '../fixtures/without-network.ts';
import { Screen } from '../pages/screen.ts';

// `worker` has not clocked in today; at half past ten the first slot is over.
test.use({ as: 'worker', ownServer: true, cuttable: true, clock: '2026-11-24T10:30:00+08:00' });

const FORM = '/attendance/correction?date=2026-11-24';

/** The form, opened often enough that the phone can show it without a network. */
async function ready(page: Page): Promise<Screen> {
  const form = new Screen(page, FORM);
  await form.open();
  await untilKept(page, FORM);
  return form;
}

async function fillIn(page: Page, form: Screen): Promise<void> {
  await page.getByLabel('实际时间').fill('08:20');
  await page.getByLabel('补卡原因').fill('手机没电，搭档可以证明');
  await form.button('提交补卡').click();
}

test('a correction without a network waits on the phone, outlives the page, and is asked once', async ({
  page,
  network,
}) => {
  await ready(page);
  // The form opens without a network, too.
  const again = await network.cutAndReopen(page);
  const form = new Screen(again, FORM);
  await form.open();
  await fillIn(again, form);
  await expect(form.status.filter({ hasText: '已保存在本机' })).toBeVisible();
  await expect(form.button('提交补卡')).toHaveCount(0);
  await expectAccessible(again);
  await again.getByRole('link', { name: '查看离线数据' }).click();
  await expect(again.getByText('补卡申请')).toBeVisible();
  await expect(again.getByText('手机没电，搭档可以证明')).toBeVisible();
  await expect(again.getByText('本机已保存')).toBeVisible();
  await expectAccessible(again);

  await network.mend();
  await expect(again.getByText('没有等待发送的记录')).toBeVisible();
  const month = new Screen(again, '/attendance/2026-11');
  await month.open();
  const links = again.locator('#d-24').getByRole('link', { name: '查看办理经过', includeHidden: true });
  await expect(links).toHaveCount(1);
});

test('one that waits is answered on the page that is still open', async ({ page, network }) => {
  const form = await ready(page);
  await network.cut();
  await fillIn(page, form);
  await expect(form.status.filter({ hasText: '已保存在本机' })).toBeVisible();
  await network.mend();
  await expect(page).toHaveURL(/\/attendance\/2026-11#d-24$/);
  await expect(page.locator('#d-24')).toContainText('审批中');
});

test('a network that answers nothing keeps nobody waiting', async ({ page, network }) => {
  const form = await ready(page);
  network.stall();
  await fillIn(page, form);
  await expect(form.status.filter({ hasText: '已保存在本机' })).toBeVisible();
  await network.mend();
  await expect(page).toHaveURL(/\/attendance\/2026-11#d-24$/);
  await expect(page.locator('#d-24')).toContainText('审批中');
});

test('one that is refused later wants a word, and can be thrown away', async ({
  page,
  network,
  newDevice,
  problems,
}) => {
  problems.allow(/^422 POST .*\/api\/attendance\/correction\/ask/);
  // The other device may still be fetching its worker when the line is cut.
  problems.allow(/error occurred when fetching the script/);
  const form = await ready(page);
  const elsewhere = await newDevice('worker');
  const other = new Screen(elsewhere, FORM);
  await other.open();
  await network.cut();
  await fillIn(page, form);
  await expect(form.status.filter({ hasText: '已保存在本机' })).toBeVisible();
  await network.mendElsewhere();
  await fillIn(elsewhere, other);
  await expect(elsewhere).toHaveURL(/\/attendance\/2026-11#d-24$/);

  await network.mend();
  await expect(page.getByText('这次打卡已经在等审批。').first()).toBeVisible();
  const kept = new Screen(page, '/me/offline');
  await kept.open();
  await expect(page.getByRole('heading', { name: '需处理' })).toBeVisible();
  await expect(page.getByText('这次打卡已经在等审批。')).toBeVisible();
  await expectAccessible(page);
  await page.locator('summary', { hasText: '删除这条记录' }).click();
  await kept.button('确认删除').click();
  await expect(page.getByRole('heading', { name: '需处理' })).toHaveCount(0);
});

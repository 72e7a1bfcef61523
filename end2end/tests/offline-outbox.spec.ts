import { readFile } from 'node:fs/promises';
import { expectAccessible } from '../fixtures/axe.ts';
import { IN_THE_HALL, standAt } from '../fixtures/position.ts';
import { expect, test } from '../fixtures/test.ts';
import { NO_NETWORK, punchesToday, untilKept } from '../fixtures/without-network.ts';
import { Screen } from '../pages/screen.ts';

test.use({ as: 'worker', ownServer: true, cuttable: true });

const PUNCH = '**/api/attendance/punch';

test.beforeEach(async ({ context, problems }) => {
  problems.allow(NO_NETWORK);
  await standAt(context, IN_THE_HALL);
});

test.describe('after the first slot', () => {
  // `worker` has not clocked in today; at half past ten the first slot is over.
  test.use({ clock: '2026-11-24T10:30:00+08:00' });

  test('one that the server can not take holds back no other', async ({ page, problems }) => {
    problems.allow(/^500 POST .*\/api\/attendance\/punch/);
    const today = new Screen(page, '/');
    await today.open();
    await page.route(PUNCH, (route) => route.fulfill({ status: 500, body: 'broken' }));
    await today.button('打卡').or(today.button('上班打卡')).click();
    await expect(today.status).toContainText('已保存在本机');

    const form = new Screen(page, '/attendance/correction?date=2026-11-24');
    await form.open();
    await page.getByLabel('实际时间').fill('08:20');
    await page.getByLabel('补卡原因').fill('手机没电，搭档可以证明');
    await form.button('提交补卡').click();
    await expect(page).toHaveURL(/\/attendance\/2026-11#d-24$/);
    await expect(page.locator('#d-24')).toContainText('审批中');
    await expect(page.getByText('1 条记录保存在本机')).toBeVisible();

    const kept = new Screen(page, '/me/offline');
    // Each page tries once when it opens. After the third try it pauses for so long that the button comes first.
    const tried = page.waitForResponse(PUNCH);
    await kept.open();
    await tried;
    await expect(page.getByText(/已尝试 [3-9] 次/)).toBeVisible({ timeout: 60_000 });
    await page.unroute(PUNCH);
    await kept.button('立即发送').click();
    await expect(page.getByText('没有等待发送的记录')).toBeVisible();
  });

  test('a refused correction is put right in its form, filled in with what was kept', async ({ page, problems }) => {
    problems.allow(/^422 POST .*\/api\/attendance\/correction\/ask/);
    const asking = '**/api/attendance/correction/ask';
    await page.route(asking, (route) => route.abort());
    const form = new Screen(page, '/attendance/correction?date=2026-11-24');
    await form.open();
    await page.getByLabel('实际时间').fill('08:21');
    await page.getByLabel('补卡原因').fill('电梯停运，走楼梯上来');
    await form.button('提交补卡').click();
    await expect(form.status.filter({ hasText: '已保存在本机' })).toBeVisible();
    // When it gets through, it is refused: a rule has changed meanwhile.
    await page.unroute(asking);
    await page.route(asking, (route) => route.fulfill({ status: 422, contentType: 'text/plain', body: 'no' }));
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await expect(page.getByText('有 1 条记录需要您处理')).toBeVisible();
    await page.unroute(asking);

    const kept = new Screen(page, '/me/offline');
    await kept.open();
    await page.getByRole('link', { name: '改好再发' }).click();
    await expect(page).toHaveURL(/\/attendance\/correction\?date=2026-11-24$/);
    await expect(page.getByLabel('实际时间')).toHaveValue('08:21');
    await expect(page.getByLabel('补卡原因')).toHaveValue('电梯停运，走楼梯上来');
    await page.getByLabel('补卡原因').fill('电梯停运，走楼梯上来，组长知道');
    await form.button('提交补卡').click();
    await expect(page).toHaveURL(/\/attendance\/2026-11#d-24$/);
    // What was refused is said anew by it, and gone.
    await expect(page.getByText('有 1 条记录需要您处理')).toBeHidden();
  });
});

test('what is refused in words of others wants a word: exported, sent again, and taken', async ({ page, problems }) => {
  problems.allow(/^413 POST .*\/api\/attendance\/punch/);
  const today = new Screen(page, '/');
  await today.open();
  await page.route(PUNCH, (route) => route.fulfill({ status: 413, contentType: 'text/plain', body: 'too large' }));
  await today.button('上班打卡').click();
  await expect(today.status).toContainText('内容太大');
  await expect(page.getByText('有 1 条记录需要您处理')).toBeVisible();

  await page.getByRole('link', { name: '查看' }).click();
  await expect(page.getByRole('heading', { name: '需处理' })).toBeVisible();
  await expectAccessible(page);
  const kept = new Screen(page, '/me/offline');
  const download = page.waitForEvent('download');
  await kept.button('导出').click();
  const text = await readFile(await (await download).path(), 'utf8');
  expect(JSON.parse(text)).toHaveProperty('write.punch.id');

  await page.unroute(PUNCH);
  await kept.button('再试一次').click();
  await expect(page.getByRole('heading', { name: '需处理' })).toHaveCount(0);
  await expect(page.getByText('没有等待发送的记录')).toBeVisible();
  expect(await punchesToday(page)).toBe(1);
});

test('what another version of the app has left is shown, counted, and can be deleted', async ({ page }) => {
  const kept = new Screen(page, '/me/offline');
  await kept.open();
  await untilKept(page, '/me/offline');
  await page.evaluate(async () => {
    const person = (await caches.keys()).find((name) => name.startsWith('reads-'))?.slice('reads-'.length);
    const opened = indexedDB.open('zaigang', 1);
    await new Promise((done) => (opened.onsuccess = done));
    const change = opened.result.transaction('outbox', 'readwrite');
    change.objectStore('outbox').put(JSON.stringify({ person, seq: 1, write: { of_next_year: {} } }), 'of-next-year');
    await new Promise((done) => (change.oncomplete = done));
    opened.result.close();
  });
  await page.reload();
  await kept.ready();
  await expect(page.getByRole('heading', { name: '旧版本的记录' })).toBeVisible();
  await expect(page.getByText('有 1 条记录需要您处理')).toBeVisible();
  await expectAccessible(page);

  const me = new Screen(page, '/me');
  await me.open();
  await expect(page.getByText('还有 1 条记录没有发送')).toBeVisible();

  await kept.open();
  const download = page.waitForEvent('download');
  await kept.button('导出').click();
  expect(await readFile(await (await download).path(), 'utf8')).toContain('of_next_year');
  await page.locator('summary', { hasText: '删除这条记录' }).click();
  await kept.button('确认删除').click();
  await expect(page.getByRole('heading', { name: '旧版本的记录' })).toHaveCount(0);
});

test('a full phone without a network says what to do', async ({ page, network }) => {
  const today = new Screen(page, '/');
  await today.open();
  await untilKept(page, '/');
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await network.cut();
  await today.button('上班打卡').click();
  await expect(today.status).toContainText('手机存储已满，这次没有保存，也没有发出');
  await expect(today.status).toContainText('组长见证');
  await expect(page.getByText('没有网络时的操作保存不下来')).toBeVisible();
  await expectAccessible(page);
});

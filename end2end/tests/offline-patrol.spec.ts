import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { untilKept } from '../fixtures/without-network.ts';
import { Screen } from '../pages/screen.ts';

test.use({ ownServer: true, cuttable: true });

const HERE = '保存在本机，还没有发送。';
const BOTH_TIMES = /\d\d:\d\d 记录，.*\d\d:\d\d 送达/;

async function atWindow(page: Page): Promise<void> {
  await page.getByLabel('窗口').selectOption({ label: 'A01 综合受理' });
  await new Screen(page, '/patrol/new').button('选这个窗口').click();
}

/** Fills in and submits that 张敏 was off their post. */
async function record(page: Page): Promise<void> {
  await atWindow(page);
  await page.getByLabel('记录谁').selectOption({ label: '张敏' });
  await page.getByLabel('情况', { exact: true }).selectOption('off_post');
  await page.getByLabel('看到的情况').fill('窗口无人，有群众等候');
  await new Screen(page, '/patrol/new').button('提交记录').click();
}

test.describe('an inspector', () => {
  test.use({ as: 'inspector' });

  test('records a round without a network: it outlives the page, is sent once, and both sides see both times', async ({
    page,
    network,
    newDevice,
  }) => {
    test.setTimeout(240_000);
    await new Screen(page, '/patrol/new').open();
    await untilKept(page, '/patrol/new');
    const again = await network.cutAndReopen(page);
    const form = new Screen(again, '/patrol/new');
    await form.open();
    await record(again);
    await expect(again.getByText('已保存在本机', { exact: true })).toBeVisible({ timeout: 20_000 });
    // The round goes on: the form is empty, and offers whom nothing waits about.
    await expect(again.getByLabel('看到的情况')).toHaveValue('');
    await expect(again.getByLabel('记录谁').locator('option', { hasText: '张敏' })).toHaveCount(0);
    await expectAccessible(again);
    await again.getByRole('link', { name: '查看', exact: true }).click();
    await expect(again.getByText(/^巡查：脱岗 · /)).toBeVisible();
    await expect(again.getByText('张敏 · A01 综合受理 · 窗口无人，有群众等候')).toBeVisible();
    // What is begun about the next outlives the page as well, and nothing of the record before comes back.
    const note = again.getByLabel('看到的情况');
    const whom = again.getByLabel('记录谁').locator('option:checked');
    await form.open();
    await atWindow(again);
    await expect(note).toHaveValue('');
    await note.fill('又回来看，还是没人');
    const next = await whom.innerText();
    await form.open();
    await atWindow(again);
    await expect(note).toHaveValue('又回来看，还是没人');
    await expect(whom).toHaveText(next);
    // What arrives within a minute is as good as recorded on arrival.
    await again.waitForTimeout(62_000);
    await network.mend();
    await new Screen(again, '/me/offline').open();
    await expect(again.getByText('没有等待发送的记录')).toBeVisible({ timeout: 30_000 });

    await new Screen(again, '/patrol').open();
    const row = again.getByRole('main').getByRole('listitem').filter({ hasText: '张敏 · 脱岗' });
    await expect(row).toHaveCount(1);
    await row.getByRole('link').click();
    await expect(again.getByText(BOTH_TIMES)).toBeVisible();
    const path = new URL(again.url()).pathname;

    const worker = await newDevice('worker');
    const mine = new Screen(worker, path);
    await mine.open();
    await expect(worker.getByText(BOTH_TIMES)).toBeVisible();
    await expectAccessible(worker);
    await worker.getByLabel('说明', { exact: true }).fill('去取号处取材料，搭档在窗口');
    await mine.button('提交说明').click();
    await expect(worker.getByText('等主管认定')).toBeVisible();
  });
});

test.describe('the supervisor', () => {
  test.use({ as: 'supervisor' });

  test('decides without a network, once, and the row says about whom', async ({
    page,
    network,
    newDevice,
    problems,
  }) => {
    // The other devices may still be fetching their worker when the line is cut.
    problems.allow(/error occurred when fetching the script/);
    const inspector = await newDevice('inspector');
    await new Screen(inspector, '/patrol/new').open();
    await record(inspector);
    await expect(inspector).toHaveURL(/\/patrol\/[0-9a-f-]{36}$/);
    const path = new URL(inspector.url()).pathname;
    const worker = await newDevice('worker');
    const mine = new Screen(worker, path);
    await mine.open();
    await worker.getByLabel('说明', { exact: true }).fill('搭档在窗口');
    await mine.button('提交说明').click();
    await expect(worker.getByText('等主管认定')).toBeVisible();

    const theirs = new Screen(page, path);
    await theirs.open();
    await network.cut();
    await page.locator('#dismiss-reason').fill('搭档在岗，不属于脱岗');
    await theirs.button('不属实，撤销记录').click();
    await expect(page.getByText(HERE)).toBeVisible({ timeout: 20_000 });
    await expect(theirs.button('不属实，撤销记录')).toHaveCount(0);
    await expectAccessible(page);
    await page.getByRole('link', { name: '查看', exact: true }).click();
    await expect(page.getByText(/^巡查认定：不属实/)).toBeVisible();
    await expect(page.getByText(/张敏 · 脱岗 · .* · 搭档在岗，不属于脱岗/)).toBeVisible();
    await network.mend();
    await expect(page.getByText('没有等待发送的记录')).toBeVisible({ timeout: 30_000 });
    await mine.open();
    await expect(worker.getByText('搭档在岗，不属于脱岗')).toHaveCount(1);
  });
});

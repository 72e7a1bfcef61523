import { expectAccessible } from '../fixtures/axe.ts';
import { IN_THE_HALL, standAt } from '../fixtures/position.ts';
import { expect, test } from '../fixtures/test.ts';
import { NO_NETWORK, untilKept } from '../fixtures/without-network.ts';
import { Screen } from '../pages/screen.ts';

test.use({ as: 'supervisor' });

test.describe('as somebody arrives', () => {
  test.use({ ownServer: true });

  test('the board changes by itself', async ({ page, newDevice }) => {
    const board = new Screen(page, '/board');
    await board.open();
    await expect(board.heading).toHaveText('在岗');
    await expect(page.getByRole('article')).toHaveCount(12);
    const row = page.getByRole('article', { name: /^A01/ }).getByRole('listitem').first();
    await expect(row).toContainText('未到');
    await expectAccessible(page);

    const phone = await newDevice('worker');
    await standAt(phone.context(), IN_THE_HALL);
    const today = new Screen(phone, '/');
    await today.open();
    await today.button('上班打卡').click();
    await expect(today.status).toContainText('打卡成功');

    await expect(row).toContainText('在岗');
  });
});

test.describe('over a network with a proxy', () => {
  test.use({ ownServer: true, cuttable: true });

  test('the line of what is new is opened again after the server was away', async ({ page, network, problems }) => {
    problems.allow(/^502 /);
    problems.allow(NO_NETWORK);
    const told = (status: number) =>
      page.waitForResponse((response) => response.url().includes('/events/notices') && response.status() === status);
    const first = told(200);
    const today = new Screen(page, '/');
    await today.open();
    await untilKept(page, '/');
    await first;

    // The browser asks again by itself, and gives up at this answer.
    const refused = told(502);
    network.fail(502);
    await refused;
    const again = told(200);
    await network.mend();
    await again;
  });
});

test('a holder leads to their month', async ({ page }) => {
  const board = new Screen(page, '/board');
  await board.open();
  const holder = page.getByRole('article', { name: /^A01/ }).getByRole('link').first();
  await holder.click();
  await expect(page).toHaveURL(/\/attendance\?person=/);
  await expect(page.getByText(/张敏 · 截至 \d\d:\d\d/)).toBeVisible();
});

test.describe('for a lead', () => {
  test.use({ as: 'lead' });

  test('only the own zone is on it', async ({ page }) => {
    const board = new Screen(page, '/board');
    await board.open();
    await expect(page.getByRole('article')).toHaveCount(4);
    await expect(page.getByRole('heading', { level: 2, name: '综合服务区' })).toBeVisible();
  });
});

test.describe('for a worker', () => {
  test.use({ as: 'worker' });

  test('there is no board, and no way to it', async ({ page, problems }) => {
    problems.allow(/^403 GET .*\/board$/);
    const hub = new Screen(page, '/services');
    await hub.open();
    await expect(page.getByRole('link', { name: /^排班/ })).toBeVisible();
    await expect(page.locator('a[href="/board"]')).toHaveCount(0);
    const board = new Screen(page, '/board');
    await board.open();
    await expect(page.getByRole('alert')).toContainText('没有权限');
  });
});

test('the board fits a narrow phone in large type and the dark @large', async ({ page }) => {
  const board = new Screen(page, '/board');
  await board.open();
  await expectAccessible(page);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

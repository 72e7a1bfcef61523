import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

const SECRET = 'SEC0123456789';
const TOKEN = '0123456789abcdef-4711';

/** DingTalk on this machine: it looks at the signature, and keeps what was said. */
class DingTalk {
  readonly said: string[] = [];

  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  static async start(): Promise<DingTalk> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const platform = new DingTalk(server, `http://127.0.0.1:${port}/robot/send?access_token=${TOKEN}`);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { text } = JSON.parse(Buffer.concat(chunks).toString()) as { text: { content: string } };
        const query = new URL(request.url ?? '/', platform.address).searchParams;
        const signed = `${query.get('timestamp')}\n${SECRET}`;
        const right = query.get('sign') === createHmac('sha256', SECRET).update(signed).digest('base64');
        if (right) platform.said.push(text.content);
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(right ? { errcode: 0, errmsg: 'ok' } : { errcode: 310000, errmsg: 'sign not match' }));
      });
    });
    return platform;
  }

  stop(): void {
    this.server.close();
  }
}

/** The card of one robot. */
function card(page: Page, name: string): Locator {
  return page.locator('section.card').filter({ has: page.getByRole('heading', { name, exact: true }) });
}

async function fill(page: Page, name: string, address: string, secret: string): Promise<void> {
  await page.getByLabel('群名称', { exact: true }).fill(name);
  await page.getByLabel('机器人地址', { exact: true }).fill(address);
  await page.getByLabel('加签密钥', { exact: true }).fill(secret);
}

/** From the hall's list to its robots. */
async function robots(page: Page): Promise<Screen> {
  const org = new Screen(page, '/org');
  await org.open();
  await page.getByRole('link', { name: '群机器人' }).click();
  await expect(org.heading).toHaveText('群机器人');
  await org.ready();
  return org;
}

test.describe('a robot of the hall', () => {
  test.use({ as: 'hr', ownServer: true, settings: { ZAIGANG_OUTGOING_LOCAL: 'true' } });

  let platform: DingTalk;
  test.beforeEach(async () => {
    platform = await DingTalk.start();
  });
  test.afterEach(() => platform.stop());

  test('is set up, tested, silenced and removed', async ({ page }) => {
    const screen = await robots(page);
    await fill(page, '新群', platform.address, SECRET);
    await screen.button('保存').click();
    const robot = card(page, '新群');
    await expect(robot).toContainText('钉钉 · 127.0.0.1 · …4711 · 已加签');
    await expect(robot).toContainText('使用中');
    await expect(page.getByLabel('机器人地址', { exact: true })).toHaveValue('');
    expect(await page.content()).not.toContain(TOKEN);
    await expectAccessible(page);

    await robot.getByRole('button', { name: '发送测试消息' }).click();
    await expect(screen.status).toContainText('测试消息已发出');
    expect(platform.said).toHaveLength(1);
    expect(platform.said[0]).toContain('【在岗】市政务服务中心');
    await expect(robot).toContainText(/最近一次.*已发出/);

    await robot.getByRole('button', { name: '暂停' }).click();
    await expect(robot).toContainText('已暂停');
    await robot.getByRole('button', { name: '恢复' }).click();
    await expect(robot).toContainText('使用中');

    await robot.getByText('移除', { exact: true }).click();
    await robot.getByRole('button', { name: '确认移除' }).click();
    await expect(robot).toHaveCount(0);
    await expect(card(page, '大厅工作群')).toBeVisible();
  });

  test('says what the platform said when it does not work', async ({ page }) => {
    const screen = await robots(page);
    await fill(page, '新群', platform.address, 'SECwrong');
    await screen.button('保存').click();
    const robot = card(page, '新群');
    await robot.getByRole('button', { name: '发送测试消息' }).click();
    await expect(screen.status).toContainText('测试消息没有发出');
    await expect(screen.status).toContainText('310000 sign not match');
    await expect(robot).toContainText('发不出');
    await expectAccessible(page);
    // The right secret, with the address again.
    await robot.getByRole('link', { name: '修改' }).click();
    await expect(page.getByRole('heading', { name: '修改“新群”' })).toBeVisible();
    await fill(page, '新群', platform.address, SECRET);
    await screen.button('保存').click();
    await expect(page).toHaveURL(/\/robots$/);
    await expect(robot).toContainText('使用中');
  });

  test('keeps the focus where it was worked on', async ({ page }) => {
    const screen = await robots(page);
    await fill(page, '新群', platform.address, SECRET);
    await screen.button('保存').press('Enter');
    // Its form is empty again, and the page is at the card of what was made.
    const robot = card(page, '新群');
    await expect(robot.getByRole('heading')).toBeFocused();

    await robot.getByRole('button', { name: '发送测试消息' }).press('Enter');
    await expect(robot).toContainText(/最近一次.*已发出/);
    await expect(robot.getByRole('button', { name: '发送测试消息' })).toBeFocused();

    await robot.getByRole('button', { name: '暂停' }).press('Enter');
    await expect(robot).toContainText('已暂停');
    await expect(robot.locator(':focus')).toHaveCount(1);

    await robot.getByRole('link', { name: '修改' }).press('Enter');
    await page.getByLabel('群名称', { exact: true }).fill('新群二');
    await screen.button('保存').press('Enter');
    await expect(page).toHaveURL(/\/robots$/);
    await expect(card(page, '新群二').getByRole('heading')).toBeFocused();
    await expectAccessible(page);
  });

  test('what was typed outlives a reload, but for its address and its secret', async ({ page }) => {
    const screen = await robots(page);
    await fill(page, '新群', platform.address, SECRET);
    await page.reload();
    await screen.ready();
    await expect(page.getByLabel('群名称', { exact: true })).toHaveValue('新群');
    await expect(page.getByLabel('机器人地址', { exact: true })).toHaveValue('');
    await expect(page.getByLabel('加签密钥', { exact: true })).toHaveValue('');
    const kept = await page.evaluate(() => JSON.stringify(sessionStorage));
    expect(kept).toContain('新群');
    expect(kept).not.toContain(TOKEN);
    expect(kept).not.toContain(SECRET);
  });

  test('what is no address is said at its field', async ({ page, problems }) => {
    problems.allow(/^422 POST .*\/api\/notices\/robots\/set/);
    const screen = await robots(page);
    await fill(page, '新群', 'https://example.com/hook', '');
    await screen.button('保存').click();
    await expect(page.getByLabel('机器人地址', { exact: true })).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByLabel('机器人地址', { exact: true })).toHaveValue('https://example.com/hook');
    await expect(card(page, '新群')).toHaveCount(0);
  });

  test('is set up without a script @nojs', async ({ page }) => {
    const screen = await robots(page);
    await fill(page, '新群', platform.address, SECRET);
    await screen.submit('保存');
    await expect(card(page, '新群')).toContainText('使用中');
  });
});

test.describe('what the supervisor sees', () => {
  test.use({ as: 'supervisor' });

  test('which robot speaks no more, and why @phone @large @desktop', async ({ page }) => {
    await robots(page);
    const dead = card(page, '组长群');
    await expect(dead).toContainText('已失效');
    await expect(dead).toContainText('300005 token is not exist');
    await expect(card(page, '大厅工作群')).toContainText('已暂停');
    await expectAccessible(page);
  });

  test('what reached no group', async ({ page }) => {
    const list = new Screen(page, '/notices/undelivered');
    await list.open();
    await expect(page.getByRole('heading', { level: 2, name: '没能发到群里' })).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: '组长群' })).toContainText('窗口空岗');
    await expectAccessible(page);
  });
});

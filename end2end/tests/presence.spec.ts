import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe.ts';
import { DOWN_THE_ROAD, hidePosition, standAt } from '../fixtures/position.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';
import { clockInUnseen } from '../pages/today.ts';

test.use({ as: 'supervisor' });

/** From the hall's list to its settings, and a new screen's link. */
async function newScreen(page: Page): Promise<string> {
  const org = new Screen(page, '/org');
  await org.open();
  await page.getByRole('link', { name: '在场证明' }).click();
  await expect(org.heading).toHaveText('在场证明');
  await page.getByLabel('屏幕位置').fill('二层大厅电视');
  await org.button('生成屏幕链接').click();
  const link = page.locator('#screen-link');
  await expect(link).toContainText('/kiosk/');
  return (await link.innerText()).trim();
}

/** What a television shows: the six digits. */
async function shownCode(screen: Page): Promise<string> {
  const digits = screen.locator('.kiosk-digits');
  await expect(digits).toHaveText(/^\d{3} \d{3}$/);
  return (await digits.innerText()).replace(/\s/g, '');
}

test.describe('the code of the hall', () => {
  test.use({ ownServer: true });

  test('from the screen to the punch: typed', async ({ page, newDevice }) => {
    const link = new URL(await newScreen(page));
    await expectAccessible(page);

    const television = await newDevice();
    await television.setViewportSize({ width: 1280, height: 800 });
    await television.goto(link.pathname + link.search);
    await expect(television.getByRole('heading', { level: 1 })).toHaveText('市政务服务中心');
    await expect(television.getByRole('img', { name: '打卡二维码' })).toBeVisible();
    await expectAccessible(television);
    const scrolls = await television.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
    expect(scrolls).toBeLessThanOrEqual(0);

    const phone = await newDevice('worker');
    await hidePosition(phone.context());
    const today = new Screen(phone, '/');
    await today.open();
    await phone.getByText('大厅动态码').click();
    await phone.getByLabel('屏幕上的 6 位数字').fill(await shownCode(television));
    await today.button('上班打卡').click();
    await expect(today.status).toContainText('打卡成功');
    await expect(today.status).toContainText('正常');
    await expect(today.status).toContainText('已用大厅屏幕动态码证明在场');
  });

  test('scanned: the address brings the code along', async ({ page, newDevice }) => {
    const link = new URL(await newScreen(page));
    const television = await newDevice();
    await television.goto(link.pathname + link.search);
    const code = await shownCode(television);

    const phone = await newDevice('worker');
    await hidePosition(phone.context());
    const today = new Screen(phone, `/?code=${code}`);
    await today.open();
    await expect(phone.getByLabel('屏幕上的 6 位数字')).toHaveValue(code);
    await today.button('上班打卡').click();
    await expect(today.status).toContainText('正常');
  });

  test('a wrong one is said, and the punch is kept', async ({ newDevice }) => {
    const phone = await newDevice('worker');
    await standAt(phone.context(), DOWN_THE_ROAD);
    const today = new Screen(phone, '/?code=000000');
    await today.open();
    await today.button('上班打卡').click();
    await expect(today.status).toContainText('打卡成功');
    await expect(today.status).toContainText('范围外');
    await expect(today.status).toContainText('动态码不对');
    await expect(phone.getByText('可以补一个在场证明')).toBeVisible();
    await expectAccessible(phone);
  });

  test('a lead witnesses what nothing else shows', async ({ page, newDevice }) => {
    const phone = await newDevice('worker');
    await clockInUnseen(phone);

    const review = new Screen(page, '/attendance/review');
    await review.open();
    await expectAccessible(page);
    const card = page.locator('.card').filter({ has: page.getByRole('heading', { name: /^张敏/ }) });
    await card.getByRole('button', { name: '我见证本人到岗' }).click();
    await expect(card).toHaveCount(0);
    await phone.goto('/attendance');
    await phone.locator('#d-24 summary').click();
    await expect(phone.getByText(/见证到岗/)).toBeVisible();
  });
});

test('a screen whose link has ended shows nothing', async ({ page, problems }) => {
  problems.allow(/^404 GET .*\/kiosk\//);
  const link = new URL(await newScreen(page));
  await page.getByRole('listitem').filter({ hasText: '二层大厅电视' }).getByText('停用', { exact: true }).click();
  await page.getByRole('button', { name: '确认停用' }).first().click();
  await expect(page.getByText('二层大厅电视')).toHaveCount(0);
  const response = await page.goto(link.pathname + link.search);
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('alert')).toContainText('已失效');
});

test('the rules of a hall can be set, and a wrong number stands at its field', async ({ page, problems }) => {
  problems.allow(/^422 POST .*\/api\/attendance\/presence\/set/);
  const org = new Screen(page, '/org');
  await org.open();
  await page.getByRole('link', { name: '在场证明' }).click();
  await page.getByLabel('位置不能证明在场时').selectOption('second_proof');
  await page.getByLabel('移动速度上限').fill('9999');
  await org.button('保存').click();
  await expect(page.getByText('超出允许的范围')).toBeVisible();
  await page.getByLabel('移动速度上限').fill('120');
  await org.button('保存').click();
  await expect(org.status.filter({ hasText: '已保存' })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('位置不能证明在场时')).toHaveValue('second_proof');
});

test('presence fits a narrow phone in large type and the dark @large', async ({ page }) => {
  const org = new Screen(page, '/org');
  await org.open();
  await page.getByRole('link', { name: '在场证明' }).click();
  await expect(org.heading).toHaveText('在场证明');
  await expectAccessible(page);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

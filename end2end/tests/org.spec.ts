import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe.ts';
import { IN_THE_HALL, standAt } from '../fixtures/position.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.use({ as: 'hr' });

/** Opens the hall and follows links by their words. */
async function walk(page: Page, ...links: (string | RegExp)[]): Promise<void> {
  const hall = new Screen(page, '/org');
  await hall.open();
  for (const link of links) {
    await page.getByRole('link', { name: link }).first().click();
    await hall.ready();
  }
}

async function addZone(page: Page, name: string): Promise<void> {
  await walk(page, '修改大厅');
  await page.getByLabel('分区名称').fill(name);
  await page.getByRole('button', { name: '添加分区', exact: true }).click();
  await expect(page.getByRole('link', { name })).toBeVisible();
}

test('the hall shows zones with their leads, and windows with their holders @phone @large @desktop', async ({
  page,
}) => {
  await walk(page);
  await expect(page.getByRole('heading', { level: 2, name: '综合服务区' })).toBeVisible();
  await expect(page.getByRole('link', { name: '王建国' })).toBeVisible();
  await expect(page.getByRole('link', { name: /A01/ })).toContainText('A 张敏');
  await expectAccessible(page);
});

test('from a zone to somebody who holds its post', async ({ page, problems }) => {
  problems.allow(/^422 POST .*\/api\/org\/(close|holders\/set)/);
  await addZone(page, '便民服务区');
  await page.getByRole('link', { name: '便民服务区' }).click();
  await page.getByLabel('窗口号').fill('D01');
  await page.getByLabel('窗口名称').fill('便民咨询');
  await page.getByRole('button', { name: '添加窗口', exact: true }).click();
  await page.getByRole('link', { name: /D01/ }).click();
  await expectAccessible(page);
  await page.locator('#new-post-name').fill('咨询岗');
  await page.getByRole('button', { name: '添加岗位', exact: true }).click();
  await page.getByRole('link', { name: /咨询岗/ }).click();

  await page.getByLabel('姓名或工号').fill('w030');
  await page.getByRole('button', { name: '查找', exact: true }).click();
  await expect(page.locator('#person-A option')).toHaveCount(2);
  await expectAccessible(page);
  await page.locator('#person-A').selectOption({ index: 1 });
  await page.getByRole('button', { name: '确定 A 岗', exact: true }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'A 岗' })).toContainText('2026年11月24日');

  // The same person can't stand in for themselves.
  await page.locator('#person-B').selectOption({ index: 1 });
  await page.getByRole('button', { name: '确定 B 岗', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: '不能是同一个人' })).toBeVisible();

  // Nor is a post closed over its holder's head.
  await page.locator('summary', { hasText: '关闭岗位' }).click();
  await page.getByRole('button', { name: '确认关闭', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: '还在使用' })).toBeVisible();
});

test.describe('a window that is renamed', () => {
  test.use({ ownServer: true });

  test('says what it was called before @phone @large', async ({ page }) => {
    await walk(page, /B01/);
    const heading = page.getByRole('heading', { level: 1 });
    const before = await heading.innerText();
    await page.locator('#window-name').fill('不动产登记');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await expect(heading).toHaveText('B01 不动产登记');
    await expect(page.getByText(`曾用名 ${before}，至 2026年11月23日`)).toBeVisible();
    await expectAccessible(page);
  });
});

test('an empty zone is closed in two steps', async ({ page }) => {
  await addZone(page, '临时区');
  await page.getByRole('link', { name: '临时区' }).click();
  await page.locator('summary', { hasText: '关闭分区' }).click();
  await page.getByRole('button', { name: '确认关闭', exact: true }).click();
  await expect(page).toHaveURL(/\/org\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { name: '综合服务区' })).toBeVisible();
  await expect(page.getByRole('heading', { name: '临时区' })).toBeHidden();
});

test('a taken name stands at its field', async ({ page, problems }) => {
  problems.allow(/^422 POST .*\/api\/org\/zones\/save/);
  await walk(page, '修改大厅');
  const name = page.getByLabel('分区名称');
  await name.fill('综合服务区');
  await page.getByRole('button', { name: '添加分区', exact: true }).click();
  await expect(name).toHaveAccessibleDescription(/已被占用/);
  await expect(name).toHaveValue('综合服务区');
});

test('a zone can be added without a script @nojs', async ({ page }) => {
  await addZone(page, '无脚本区');
});

test('a lead is appointed from the zone', async ({ page }) => {
  await walk(page);
  const zone = page.locator('.section-head:has-text("企业服务区") + .line');
  await zone.getByRole('link', { name: '任命组长' }).click();
  await page.getByRole('listitem').filter({ hasText: 'w012' }).getByRole('link').click();
  await expect(page.getByLabel('角色', { exact: true })).toHaveValue('lead');
  await page.getByRole('button', { name: '任命', exact: true }).click();
  const role = page.getByRole('listitem').filter({ hasText: /^组长/ });
  await expect(role).toContainText('企业服务区');
  const name = await page.getByRole('heading', { level: 2 }).first().innerText();
  await walk(page);
  await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
});

test('a circle is set where the phone stands', async ({ page, context }) => {
  await standAt(context, IN_THE_HALL);
  await walk(page, '打卡范围');
  await expect(page.getByRole('listitem').filter({ hasText: '主楼' })).toContainText('150 米');
  await expectAccessible(page);
  await page.getByLabel('名称', { exact: true }).fill('南门');
  await page.getByRole('button', { name: '用当前位置', exact: true }).click();
  await expect(page.getByText(/已读 1 次，共 5 次，精度约 15 米/)).toBeVisible();
  await expect(page.getByText('已填入当前位置，精度约 15 米')).toBeVisible();
  await expect(page.getByLabel('纬度')).toHaveValue('39.908700');
  await expect(page.getByLabel('坐标来源')).toHaveValue('wgs84');
  await page.getByLabel('半径（米）').fill('80');
  await page.getByRole('button', { name: '保存范围', exact: true }).click();
  const added = page.getByRole('listitem').filter({ hasText: '南门' });
  await expect(added).toContainText('39.908700, 116.397500');
  await expect(page.getByRole('img', { name: /相对位置/ })).toBeVisible();

  await added.locator('summary').click();
  await added.getByRole('button', { name: '确认移除', exact: true }).click();
  await expect(added).toBeHidden();
});

test('a coordinate off a Chinese map comes back as typed, and a radius is bounded', async ({ page, problems }) => {
  problems.allow(/^422 POST .*\/api\/org\/fences\/set/);
  await walk(page, '打卡范围');
  await page.getByLabel('名称', { exact: true }).fill('西配楼');
  await page.getByLabel('纬度').fill('39.910103');
  await page.getByLabel('经度').fill('116.403743');
  await page.getByLabel('坐标来源').selectOption('gcj02');
  const radius = page.getByLabel('半径（米）');
  await radius.fill('29');
  await page.getByRole('button', { name: '保存范围', exact: true }).click();
  await expect(radius).toHaveAccessibleDescription(/超出允许的范围/);
  await radius.fill('60');
  await page.getByRole('button', { name: '保存范围', exact: true }).click();
  const added = page.getByRole('listitem').filter({ hasText: '西配楼' });
  await expect(added).toContainText('39.910103, 116.403743 · GCJ-02');
});

test('what was done to the hall is told to HR alone', async ({ page, newDevice }) => {
  await addZone(page, '夜间服务区');
  await walk(page, '操作记录');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('操作记录');
  const added = page.getByRole('main').getByRole('listitem').filter({ hasText: '夜间服务区' });
  await expect(added).toContainText('添加分区');
  await expectAccessible(page);

  const supervisor = await newDevice('supervisor');
  await walk(supervisor);
  await expect(supervisor.getByRole('link', { name: '打卡范围' }).first()).toBeVisible();
  await expect(supervisor.getByRole('link', { name: '操作记录' })).toHaveCount(0);
});

test.describe('a supervisor', () => {
  test.use({ as: 'supervisor' });

  test('sets circles and changes nothing else', async ({ page }) => {
    await walk(page, '打卡范围');
    await expect(page.getByRole('button', { name: '保存范围', exact: true })).toBeVisible();
    await walk(page);
    await expect(page.getByRole('link', { name: '修改大厅' })).toBeHidden();
    await walk(page, /A01/);
    await expect(page.getByRole('button')).toHaveCount(0);
  });
});

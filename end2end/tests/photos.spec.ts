import { expectAccessible } from '../fixtures/axe.ts';
import { png } from '../fixtures/picture.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.describe('evidence for a correction', () => {
  // `worker` has not clocked in today; at half past ten the first slot is over.
  test.use({ as: 'worker', ownServer: true, clock: '2026-11-24T10:30:00+08:00' });

  test('a photo is shrunk, sent with the form, seen by the lead and by nobody else @phone @desktop', async ({
    page,
    newDevice,
  }) => {
    const form = new Screen(page, '/attendance/correction?date=2026-11-24');
    await form.open();
    await page.getByLabel('实际时间').fill('08:20');
    await page.getByLabel('补卡原因').fill('手机没电，搭档可以证明');
    await page.getByLabel('照片').setInputFiles(png(2400, 1200));
    const shown = page.getByRole('img', { name: '照片 1' });
    await expect(shown).toBeVisible();
    await expect(shown).toHaveAttribute('width', '1600');
    await expectAccessible(page);
    await form.button('提交补卡').click();
    await expect(page).toHaveURL(/\/attendance\/2026-11#d-24$/);
    await page.locator('#d-24').getByRole('link', { name: '查看办理经过' }).click();
    await expect(page.getByRole('img', { name: '照片 1' })).toBeVisible();
    // A second one, added to what was asked.
    await page.getByLabel('照片').setInputFiles(png(60, 40, 200));
    await page.getByRole('button', { name: '上传照片' }).click();
    await expect(page.getByRole('img', { name: '照片 2' })).toBeVisible();
    await expectAccessible(page);
    const path = await page.getByRole('link', { name: '照片 1' }).getAttribute('href');
    const own = await page.request.get(path ?? '');
    expect(own.status()).toBe(200);
    expect(own.headers()['cache-control']).toBe('no-store');
    expect(own.headers()['content-type']).toBe('image/jpeg');

    const boss = await newDevice('lead');
    const inbox = new Screen(boss, '/approvals');
    await inbox.open();
    await boss.getByRole('main').getByRole('listitem').filter({ hasText: '张敏 · 补卡' }).getByRole('link').click();
    await expect(boss.getByRole('img', { name: '照片 1' })).toBeVisible();
    await expectAccessible(boss);
    const stranger = await newDevice('w005');
    expect((await stranger.request.get(path ?? '')).status()).toBe(404);

    await page.getByRole('button', { name: '撤下' }).first().click();
    await expect(page.getByRole('img', { name: '照片 2' })).toHaveCount(0);
  });

  test('what is no photo is refused in words', async ({ page, problems }) => {
    problems.allow(/^422 POST .*\/api\/photos\/add/);
    const form = new Screen(page, '/attendance/correction?date=2026-11-24');
    await form.open();
    const buffer = Buffer.from('%PDF-1.7');
    await page.getByLabel('照片').setInputFiles({ name: '病历.png', mimeType: 'image/png', buffer });
    await expect(page.getByText('读不出这张照片')).toBeVisible();
  });

  test('without a script the original is sent once it was asked @nojs', async ({ page }) => {
    const form = new Screen(page, '/attendance/correction?date=2026-11-24');
    await form.open();
    await page.getByLabel('实际时间').fill('08:20');
    await page.getByLabel('补卡原因').fill('手机没电');
    await form.submit('提交补卡');
    await expect(page).toHaveURL(/\/attendance\/2026-11/);
    const day = page.locator('#d-24');
    // Without a script the day comes folded.
    if ((await day.getAttribute('open')) === null) await day.locator('summary').press('Enter');
    await page.goto((await day.getByRole('link', { name: '查看办理经过' }).getAttribute('href')) ?? '');
    await page.getByLabel('照片').setInputFiles(png(60, 40));
    await form.submit('上传照片');
    await expect(page.getByRole('img', { name: '照片 1' })).toHaveCount(1);
  });
});

test.describe('papers for leave', () => {
  test.use({ as: 'w010', ownServer: true });

  test('a sick note is handed in later, for HR alone @phone @desktop', async ({ page, newDevice }) => {
    const list = new Screen(page, '/leave');
    await list.open();
    const row = page.getByRole('main').getByRole('listitem').filter({ hasText: '病假' });
    await expect(row).toContainText(/材料待补，请于 \d+月\d+日 前提交/);
    await row.getByRole('link').click();
    await expect(page.getByRole('heading', { name: '证明材料' })).toBeVisible();
    await page.getByLabel('照片').setInputFiles(png(300, 400));
    await page.getByRole('button', { name: '上传照片' }).click();
    await expect(page.getByText('已提交 1 张，待核对').first()).toBeVisible();
    await expectAccessible(page);
    const address = new URL(page.url()).pathname;
    const photo = (await page.getByRole('link', { name: '照片 1' }).getAttribute('href')) ?? '';

    const boss = await newDevice('supervisor');
    await new Screen(boss, address).open();
    await expect(boss.getByText('只有本人和人事能查看')).toBeVisible();
    await expect(boss.getByRole('link', { name: '照片 1' })).toHaveCount(0);
    expect((await boss.request.get(photo)).status()).toBe(404);
    await expectAccessible(boss);

    const hr = await newDevice('hr');
    await new Screen(hr, address).open();
    await expect(hr.getByText('每次查看都会记录在案')).toBeVisible();
    await expect(hr.getByRole('link', { name: '照片 1' })).toBeVisible();
    expect((await hr.request.get(photo)).status()).toBe(200);
    await expectAccessible(hr);
    await hr.getByRole('button', { name: '已看过证明' }).click();
    await expect(hr.getByText('已核对').first()).toBeVisible();
  });

  test('what was typed into the form is there after a reload', async ({ page }) => {
    const form = new Screen(page, '/leave/new');
    await form.open();
    await page.getByLabel('请假类型').selectOption({ label: '病假' });
    await page.getByLabel('开始日期').fill('2026-12-07');
    await page.getByLabel('结束日期').fill('2026-12-08');
    await page.getByLabel('事由').fill('复查');
    await expect(form.status).toContainText('需要材料：病历、诊断证明或病假条');
    await page.reload();
    await form.ready();
    await expect(page.getByLabel('事由')).toHaveValue('复查');
    await expect(page.getByLabel('开始日期')).toHaveValue('2026-12-07');
    await expect(page.getByLabel('结束日期')).toHaveValue('2026-12-08');
    await expect(form.status).toContainText('共 2 个工作日');
  });
});

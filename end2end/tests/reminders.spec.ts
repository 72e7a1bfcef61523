import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.use({ as: 'supervisor', ownServer: true });

test('a hall reminds whoever has not clocked in shortly before the shift', async ({ page, newDevice, problems }) => {
  test.setTimeout(180_000);
  problems.allow(/^422 POST .*\/api\/attendance\/presence\/set/);
  const settings = new Screen(page, '/org');
  await settings.open();
  await page.getByRole('link', { name: '在场证明' }).click();
  await expect(settings.heading).toHaveText('在场证明');
  const minutes = page.getByLabel('上班前几分钟提醒没打卡的人，0 为不提醒');
  await expect(minutes).toHaveValue('0');
  await minutes.fill('121');
  await settings.button('保存').click();
  await expect(minutes).toHaveAttribute('aria-invalid', 'true');
  await minutes.fill('30');
  await settings.button('保存').click();
  await expect(settings.status.filter({ hasText: '已保存' })).toBeVisible();
  await expectAccessible(page);

  const phone = await newDevice('worker');
  const inbox = new Screen(phone, '/notices');
  const notice = phone.getByRole('link').filter({ hasText: '上班，还没有打卡' });
  await expect(async () => {
    await inbox.open();
    await expect(notice).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 120_000 });
  await expectAccessible(phone);
  await notice.click();
  await expect(inbox.heading).toHaveText('今日');
});

test.describe('for HR', () => {
  test.use({ as: 'hr' });

  test('people on the board can be called, for a lead they can not @phone @desktop', async ({ page, newDevice }) => {
    const board = new Screen(page, '/board');
    await board.open();
    await expect(page.getByRole('link', { name: /^拨打 1\d{10}$/ }).first()).toHaveAttribute('href', /^tel:1\d{10}$/);
    await expectAccessible(page);
    const lead = await newDevice('lead');
    await new Screen(lead, '/board').open();
    await expect(lead.getByRole('article').first()).toBeVisible();
    await expect(lead.locator('a[href^="tel:"]')).toHaveCount(0);
  });
});

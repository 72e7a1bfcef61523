import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.use({ as: 'hr' });

const ID_NUMBER = '110101199003071233';

/** Somebody new, made by HR; ends on their page. */
async function create(page: Page, name: string, signInName: string, idNumber = ''): Promise<void> {
  const form = new Screen(page, '/people/new');
  await form.open();
  await page.getByLabel('工号', { exact: true }).fill(signInName);
  await page.getByLabel('姓名', { exact: true }).fill(name);
  await page.getByLabel('手机', { exact: true }).fill('13812345521');
  await page.getByLabel('身份证号', { exact: true }).fill(idNumber);
  await page.getByLabel('入职日期', { exact: true }).fill('2026-11-02');
  await form.submit('保存');
  await expect(page).toHaveURL(/\/people\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
}

/** The first step of what can't be taken back. */
function firstStep(page: Page, words: string) {
  return page.locator('summary', { hasText: words });
}

async function search(page: Page, words: string): Promise<void> {
  const list = new Screen(page, '/people');
  await list.open();
  await page.getByLabel('姓名或工号').fill(words);
  await list.button('查找').click();
  await expect(page).toHaveURL(/\/people\?q=/);
}

function row(page: Page, name: string) {
  return page.getByRole('listitem').filter({ hasText: name });
}

test('a search finds a person and opens them, on a phone alone @phone @large', async ({ page }) => {
  await search(page, 'w002');
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
  await expect(row(page, 'w002')).toContainText('在职');
  await expectAccessible(page);
  await row(page, 'w002').getByRole('link').click();
  await expect(page).toHaveURL(/\/people\/[0-9a-f-]{36}\?q=w002$/);
  await expect(page.getByText('入职日期', { exact: true })).toBeVisible();
  await expect(row(page, 'w002')).toBeHidden();
  await expectAccessible(page);
});

test('a desk shows the list beside the person @desktop', async ({ page }) => {
  await search(page, 'w00');
  await row(page, 'w003').getByRole('link').click();
  await expect(page.getByText('入职日期', { exact: true })).toBeVisible();
  await expect(row(page, 'w004')).toBeVisible();
  await expect(row(page, 'w003').getByRole('link')).toHaveAttribute('aria-current', 'true');
  await expectAccessible(page);
});

test('a new person is invited, accepts, and is employed', async ({ page, newDevice }) => {
  await create(page, '林小雨', 'w101');
  await page.getByRole('button', { name: '发送邀请', exact: true }).click();
  await expect(page.getByText('链接只显示这一次')).toBeVisible();
  await expect(page.getByRole('img', { name: '邀请链接的二维码' })).toBeVisible();
  const link = await page.getByText(/^https?:\/\/.*\/invite\//).innerText();
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByText(link)).toBeHidden();
  await expect(page.getByText('已有一个未使用的邀请')).toBeVisible();

  const phone = await newDevice();
  await new Screen(phone, new URL(link).pathname).open();
  await phone.getByLabel('手机号后四位').fill('5521');
  await phone.getByLabel('新密码').fill('夏天的大厅很凉快2026');
  await phone.getByRole('button', { name: '设置密码', exact: true }).click();
  await expect(phone.getByRole('heading', { level: 1, name: '今日' })).toBeVisible();

  await search(page, 'w101');
  await expect(row(page, '林小雨')).toContainText('在职');
});

test('somebody who has not accepted yet is marked', async ({ page }) => {
  await create(page, '丁一', 'w102');
  await search(page, 'w102');
  await expect(row(page, '丁一')).toContainText('待接受邀请');
});

test('a mistyped ID number stands at its field and the rest stays', async ({ page, problems }) => {
  problems.allow(/^422 POST .*\/api\/accounts\/people\/save/);
  const form = new Screen(page, '/people/new');
  await form.open();
  await page.getByLabel('工号', { exact: true }).fill('w103');
  await page.getByLabel('姓名', { exact: true }).fill('丁二');
  await page.getByLabel('手机', { exact: true }).fill('13812345522');
  const idNumber = page.getByLabel('身份证号', { exact: true });
  await idNumber.fill('110101199003071235');
  await page.getByLabel('入职日期', { exact: true }).fill('2026-11-02');
  await form.submit('保存');
  await expect(idNumber).toBeFocused();
  await expect(idNumber).toHaveAccessibleDescription(/校验码不对/);
  await expect(page.getByLabel('姓名', { exact: true })).toHaveValue('丁二');
});

test('an edit of what somebody else changed meanwhile is refused', async ({ page, context, problems }) => {
  problems.allow(/^409 POST .*\/api\/accounts\/people\/save/);
  await create(page, '丁三', 'w104');
  const edit = new Screen(page, `${new URL(page.url()).pathname}/edit`);
  const other = await context.newPage();
  await edit.open();
  await new Screen(other, edit.path).open();
  for (const [tab, name] of [[other, '丁三三'], [page, '丁山']] as const) {
    await tab.getByLabel('姓名', { exact: true }).fill(name);
    await tab.getByRole('button', { name: '保存', exact: true }).click();
  }
  await expect(page.getByRole('alert').filter({ hasText: '刚刚有人改过' })).toBeVisible();
});

test('what was typed outlives a reload, but for the ID number, and goes when it is sent', async ({ page }) => {
  const form = new Screen(page, '/people/new');
  await form.open();
  await page.getByLabel('姓名', { exact: true }).fill('丁七');
  await page.getByLabel('身份证号', { exact: true }).fill(ID_NUMBER);
  await page.reload();
  await form.ready();
  await expect(page.getByLabel('姓名', { exact: true })).toHaveValue('丁七');
  await expect(page.getByLabel('身份证号', { exact: true })).toHaveValue('');
  await create(page, '丁八', 'w107');
  await form.open();
  await expect(page.getByLabel('姓名', { exact: true })).toHaveValue('');
});

test('a person can be created without a script @nojs', async ({ page }) => {
  await create(page, '丁四', 'w105');
  await expect(page.getByText('入职日期', { exact: true })).toBeVisible();
});

test('the ID number is shown once, in two steps, and the look is on record', async ({ page }) => {
  await create(page, '丁五', 'w106', ID_NUMBER);
  await expect(page.getByText('尾号 1233')).toBeVisible();
  await firstStep(page, '查看身份证号').click();
  await page.getByRole('button', { name: '确认查看', exact: true }).click();
  await expect(page.getByText(ID_NUMBER)).toBeVisible();
  await page.reload();
  await expect(page.getByRole('listitem').filter({ hasText: '查看身份证号' })).toBeVisible();
  await expect(page.getByText(ID_NUMBER)).toBeHidden();
});

test('a role is given, and ending it signs the person out', async ({ page, newDevice, problems }) => {
  problems.allow(/^401 /);
  const phone = await newDevice('w005');
  await new Screen(phone, '/').open();
  await search(page, 'w005');
  await row(page, 'w005').getByRole('link').click();
  await page.getByLabel('角色', { exact: true }).selectOption({ label: '培训师' });
  await page.getByLabel('范围', { exact: true }).selectOption({ index: 1 });
  await page.getByRole('button', { name: '任命', exact: true }).click();
  const role = page.getByRole('listitem').filter({ hasText: /^培训师/ });
  await expect(role).toContainText('任职中');
  await expectAccessible(page);

  await role.locator('summary').click();
  await expect(role.getByText('立即在所有设备上退出登录')).toBeVisible();
  await role.getByRole('button', { name: '确认结束', exact: true }).click();
  await expect(role.locator('summary')).toBeHidden();
  await phone.goto('/');
  await expect(phone).toHaveURL(/\/sign-in$/);
});

test('what is wrong with the end of one role is said at that role alone', async ({ page, problems }) => {
  problems.allow(/^422 POST .*\/api\/accounts\/people\/appointments\/end/);
  await create(page, '丁九', 'w109');
  const role = (name: string) => page.getByRole('listitem').filter({ hasText: new RegExp(`^${name}`) });
  const person = new Screen(page, new URL(page.url()).pathname);
  for (const name of ['培训师', '督导员']) {
    await page.getByLabel('角色', { exact: true }).selectOption({ label: name });
    await page.getByLabel('范围', { exact: true }).selectOption({ index: 1 });
    await person.submit('任命');
    await expect(role(name)).toContainText('任职中');
  }
  // Read once: the second appointment's reading would fold up again what is unfolded before it.
  await person.open();
  await role('培训师').locator('summary').click();
  const lastDay = role('培训师').getByLabel('最后一天');
  await lastDay.fill('2028-01-01');
  await role('培训师').getByRole('button', { name: '确认结束', exact: true }).press('Enter');
  await expect(lastDay).toHaveAttribute('aria-invalid', 'true');
  await expect(role('培训师')).toContainText('超出允许的范围');
  await expect(role('督导员')).not.toContainText('超出允许的范围');
});

test('a lost phone is signed out from here', async ({ page, newDevice, problems }) => {
  problems.allow(/^401 /);
  const phone = await newDevice('w006');
  await new Screen(phone, '/').open();
  await search(page, 'w006');
  await row(page, 'w006').getByRole('link').click();
  await firstStep(page, '全部设备退出').click();
  await page.getByRole('button', { name: '确认退出', exact: true }).click();
  await expect(page.getByText('已在 1 台设备上退出')).toBeVisible();
  await phone.goto('/');
  await expect(phone).toHaveURL(/\/sign-in$/);
});

test('whoever leaves is marked with the last day', async ({ page }) => {
  await create(page, '丁六', 'w108');
  await firstStep(page, '办理离职').click();
  await page.locator('#employment-last-day').fill('2026-11-30');
  await page.getByRole('button', { name: '确认离职', exact: true }).click();
  await expect(page.getByText('最后工作日', { exact: true })).toBeVisible();
  // Until then they can be invited again, and the day can be put right.
  await expect(page.getByRole('button', { name: '发送邀请', exact: true })).toBeVisible();
  await search(page, 'w108');
  await row(page, '丁六').getByRole('link').click();
  await firstStep(page, '办理离职').click();
  await expect(page.locator('#employment-last-day')).toHaveValue('2026-11-30');
  await page.locator('#employment-last-day').fill('2026-12-31');
  await page.getByRole('button', { name: '确认离职', exact: true }).click();
  await search(page, 'w108');
  await expect(row(page, '丁六')).toContainText('最后工作日 2026年12月31日');
});

test('a staff list is tried, corrected and imported', async ({ page }) => {
  const list = (phone: string) => ({
    name: '名单.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`工号,姓名,手机,入职日期\r\nw201,苏一,${phone},2026-11-02\r\n`),
  });
  const upload = new Screen(page, '/people/import');
  await upload.open();
  await expectAccessible(page);
  await page.getByLabel('名单文件').setInputFiles(list('1381234'));
  await upload.button('检查名单').click();
  const wrong = page.getByRole('row').nth(1);
  await expect(wrong).toContainText('2');
  await expect(wrong).toContainText('手机');
  await expect(wrong).toContainText('1381234');
  await expect(upload.button('确认导入')).toBeHidden();
  await expectAccessible(page);

  await page.getByLabel('名单文件').setInputFiles(list('13812345530'));
  await upload.button('检查名单').click();
  await expect(page.getByText('可以导入')).toBeVisible();
  await upload.button('确认导入').click();
  await expect(page.getByText('导入完成')).toBeVisible();
  await search(page, 'w201');
  await expect(row(page, '苏一')).toContainText('待接受邀请');
});

test.describe('for those who are not HR', () => {
  test.describe('a worker', () => {
    test.use({ as: 'worker' });

    test('sees nobody', async ({ page, problems }) => {
      problems.allow(/^403 GET .*\/people$/);
      await new Screen(page, '/people').open();
      await expect(page.getByText('您没有权限做这件事')).toBeVisible();
      await expect(page.getByRole('link', { name: '新增' })).toBeHidden();
    });
  });

  test.describe('a supervisor', () => {
    test.use({ as: 'supervisor' });

    test('sees people without what is private', async ({ page }) => {
      await search(page, 'w002');
      await row(page, 'w002').getByRole('link').click();
      await expect(page.getByText('入职日期', { exact: true })).toBeVisible();
      await expect(page.getByText('手机', { exact: true })).toBeHidden();
      await expect(page.getByRole('button', { name: '发送邀请' })).toBeHidden();
      await expect(page.getByRole('heading', { name: '操作记录' })).toBeHidden();
    });
  });
});

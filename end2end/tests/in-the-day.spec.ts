import { expectAccessible } from '../fixtures/axe.ts';
import { IN_THE_HALL, standAt } from '../fixtures/position.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

test.use({ as: 'worker' });

test.describe('leaving the window', () => {
  test.use({ ownServer: true });

  test('with cover: asked, confirmed, on the board, back', async ({ page, context, newDevice }) => {
    await standAt(context, IN_THE_HALL);
    const today = new Screen(page, '/');
    await today.open();
    await today.button('上班打卡').click();
    await expect(today.status).toContainText('打卡成功');

    // B of the same window has to be there, too.
    const partner = await newDevice('w013');
    await standAt(partner.context(), IN_THE_HALL);
    const theirs = new Screen(partner, '/');
    await theirs.open();
    if (await theirs.button('上班打卡').isVisible()) {
      await theirs.button('上班打卡').click();
      await expect(theirs.status).toContainText('打卡成功');
    }

    await page.getByRole('link', { name: '临时外出' }).first().click();
    const outing = new Screen(page, '/outing');
    await expect(outing.heading).toHaveText('临时外出');
    await expectAccessible(page);
    await page.getByLabel('外出事由').fill('去档案室取材料');
    await page.getByLabel('多长时间').selectOption('15');
    await outing.button('请同事顶岗').click();
    await expect(page.getByText('等同事确认')).toBeVisible();

    // B is told, and finds the way to where it is confirmed.
    const inbox = new Screen(partner, '/notices');
    await inbox.open();
    const asked = partner.getByRole('listitem').filter({ hasText: '张敏 要临时外出，请您顶岗' });
    await expect(asked).toContainText('15 分钟');
    await expect(asked.getByRole('link')).toHaveAttribute('href', '/outing');
    await theirs.open();
    await expect(partner.getByText(/张敏 要外出 15 分钟/)).toBeVisible();
    await expectAccessible(partner);
    await theirs.button('确认顶岗').click();
    await expect(partner.getByText('您正在替 张敏 顶岗')).toBeVisible();

    await today.open();
    await expect(page.getByRole('timer')).toHaveText(/^\d\d:\d\d$/);
    const before = await page.getByRole('timer').innerText();
    await expect(page.getByRole('timer')).not.toHaveText(before);
    await expectAccessible(page);

    const board = await newDevice('supervisor');
    await board.goto('/board');
    const window = board.getByRole('article', { name: /^A01/ });
    await expect(window).toContainText('离岗');
    await expect(window).toContainText('顶岗');

    await today.button('我回来了').click();
    await expect(page.getByRole('timer')).toHaveCount(0);
    await expect(window).not.toContainText('离岗');
  });

  test('what is unfolded stays so when the page is read anew', async ({ page, context }) => {
    await standAt(context, IN_THE_HALL);
    const today = new Screen(page, '/');
    await today.open();
    await today.button('上班打卡').click();
    await expect(today.status).toContainText('打卡成功');
    const outing = new Screen(page, '/outing');
    for (const screen of [outing, today]) {
      await screen.open();
      const ask = screen.button('请同事顶岗');
      if (await ask.isVisible()) {
        await page.getByLabel('外出事由').fill('取材料');
        await ask.click();
      }
      await page.getByText('无人顶岗，先离开', { exact: true }).click();
      await expect(screen.button('确认离开')).toBeVisible();
      const read = page.waitForResponse(/\/api\/attendance\/(outings|today)/);
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
      await read;
      await page.waitForTimeout(300);
      await expect(screen.button('确认离开')).toBeVisible();
    }
  });

  test('nobody leaves who is not there', async ({ page }) => {
    const outing = new Screen(page, '/outing');
    await outing.open();
    await expect(page.getByText('现在不能申请外出')).toBeVisible();
    await expect(page.getByText(/先打上班卡/)).toBeVisible();
    await expectAccessible(page);
  });

  test('by plain forms, without a script @nojs', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('button', { name: '上班打卡' }).click();
    await page.goto('/outing');
    await page.getByLabel('外出事由').fill('取材料');
    await page.getByRole('button', { name: '请同事顶岗' }).click();
    await expect(page).toHaveURL(/\/outing/);
    await expect(page.getByText('等同事确认')).toBeVisible();
    await page.getByRole('button', { name: '不外出了' }).click();
    await expect(page.getByText('已取消')).toBeVisible();
  });
});

test.describe('an empty window', () => {
  test.use({ ownServer: true, as: 'lead', clock: '2026-11-24T09:10:00+08:00' });

  test('is told to the lead, who takes it in hand', async ({ page, newDevice }) => {
    // The program looks at the posts once a minute.
    test.setTimeout(180_000);
    const supervisor = await newDevice('supervisor');
    const org = new Screen(supervisor, '/org');
    await org.open();
    await supervisor.getByRole('link', { name: '在场证明' }).click();
    await supervisor.getByLabel('空岗几分钟后提醒组长').fill('0');
    await org.button('保存').click();
    await expect(org.status.filter({ hasText: '已保存' })).toBeVisible();

    // A of the first window has yet to come; B leaves.
    const partner = await newDevice('w013');
    const outing = new Screen(partner, '/outing');
    await outing.open();
    if (await partner.getByLabel('外出事由').isVisible()) {
      await partner.getByLabel('外出事由').fill('取材料');
      // Once it is asked the page reads anew, and what was unfolded before is folded again.
      const asked = partner.waitForResponse((answer) => answer.url().endsWith('/outings/ask'));
      const read = asked.then(() => partner.waitForResponse((answer) => /\/outings\??$/.test(answer.url())));
      await outing.button('请同事顶岗').click();
      await read;
      await partner.getByText('无人顶岗，先离开').click();
      await outing.button('确认离开').click();
      await expect(partner.getByText('外出中，无人顶岗')).toBeVisible();
    }

    const board = new Screen(page, '/board');
    await board.open();
    const alarms = page.getByRole('region', { name: '空岗提醒' });
    await expect(alarms).toContainText('起无人', { timeout: 120_000 });
    await expectAccessible(page);
    await alarms.getByLabel('怎么处理').first().fill('已请机动人员到窗口');
    await alarms.getByRole('button', { name: '我来处理' }).first().click();
    await expect(alarms).toContainText('已请机动人员到窗口');
  });
});

test.describe('a round', () => {
  test.use({ ownServer: true, as: 'inspector' });

  test('recorded, explained, decided by three people', async ({ page, newDevice }) => {
    const patrol = new Screen(page, '/patrol');
    await patrol.open();
    await expect(patrol.heading).toHaveText('巡查记录');
    await expectAccessible(page);
    await page.getByRole('link', { name: '记一条' }).click();
    await page.getByLabel('窗口').selectOption({ label: 'A01 综合受理' });
    await patrol.button('选这个窗口').click();
    await page.getByLabel('记录谁').selectOption({ label: '张敏' });
    await page.getByLabel('情况', { exact: true }).selectOption('off_post');
    await page.getByLabel('看到的情况').fill('窗口无人，有群众等候');
    await expectAccessible(page);
    await patrol.button('提交记录').click();
    await expect(page).toHaveURL(/\/patrol\/[0-9a-f-]{36}$/);
    await expect(page.getByText('等本人说明')).toBeVisible();
    const path = new URL(page.url()).pathname;

    const worker = await newDevice('worker');
    const told = new Screen(worker, '/notices');
    await told.open();
    const found = worker.getByRole('listitem').filter({ hasText: '有一条关于您的巡查记录' });
    await expect(found).not.toContainText('群众等候');
    await found.getByRole('link').click();
    const mine = new Screen(worker, path);
    await mine.ready();
    await expect(worker).toHaveURL(path);
    await worker.getByLabel('说明', { exact: true }).fill('去取号处取材料，搭档在窗口');
    await mine.button('提交说明').click();
    await expect(worker.getByText('等主管认定')).toBeVisible();

    const supervisor = await newDevice('supervisor');
    const theirs = new Screen(supervisor, path);
    await theirs.open();
    await expect(supervisor.getByText('去取号处取材料，搭档在窗口')).toBeVisible();
    await expectAccessible(supervisor);
    await supervisor.locator('#dismiss-reason').fill('搭档在岗，不属于脱岗');
    await theirs.button('不属实，撤销记录').click();
    await expect(supervisor.getByText('搭档在岗，不属于脱岗')).toBeVisible();
  });
});

test('outings and rounds fit a narrow phone in large type and the dark @large', async ({ page }) => {
  for (const path of ['/outing', '/patrol']) {
    const screen = new Screen(page, path);
    await screen.open();
    await expectAccessible(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  }
});

import { expect, test } from '../fixtures/test.ts';
import { untilKept } from '../fixtures/without-network.ts';
import { Screen } from '../pages/screen.ts';

test.use({ as: 'worker', ownServer: true });

test('a release that one tab has started is loaded in another at a tap, too', async ({ page, context, server }) => {
  await new Screen(page, '/').open();
  await untilKept(page, '/');
  const other = await context.newPage();
  await new Screen(other, '/roster').open();

  await server.release();
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  for (const tab of [page, other]) {
    const banner = tab.getByText('新版本已就绪');
    await expect(banner).toBeVisible();
    const loaded = tab.waitForEvent('load');
    await tab.getByRole('button', { name: '点此更新' }).click();
    await loaded;
    await expect(tab.locator('html[data-hydrated]')).toBeAttached();
    await expect(banner).toBeHidden();
  }
});

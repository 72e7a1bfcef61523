import type { BrowserContext, Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/axe.ts';
import { launchOptions } from '../fixtures/browser.ts';
import { expect, test } from '../fixtures/test.ts';
import { Screen } from '../pages/screen.ts';

// The light one is told of no push.
test.use({ launchOptions });

/** What a browser gives that its push service lets ring: Chromium without a head has none. */
async function pretendPushService(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const subscription = Object.create(PushSubscription.prototype) as PushSubscription;
    Object.defineProperty(subscription, 'toJSON', {
      value: () => ({
        endpoint: 'https://push.example.com/one',
        keys: {
          p256dh: 'BLn9b-VR0ca83knDNZ32dCHGyjJp-1riX9ZTN40MqV8K_LpQmLqxC_DoHvqvFXO_nGdAB4W9dogZb_sM-uV4JbY',
          auth: '_ordMnz7uTCmrpBTeUV4Bw',
        },
      }),
    });
    PushManager.prototype.subscribe = () => Promise.resolve(subscription);
    PushManager.prototype.getSubscription = () => Promise.resolve(null);
  });
}

async function allowNotifications(context: BrowserContext, origin: string): Promise<void> {
  await context.grantPermissions(['notifications'], { origin });
}

test.describe('my phone', () => {
  test.use({ as: 'worker', ownServer: true });

  test('rings once I have turned it on, until I turn it off @phone @large', async ({ page, context, server }) => {
    await allowNotifications(context, server.origin);
    await pretendPushService(page);
    const me = new Screen(page, '/me');
    await me.open();
    await page.getByRole('link', { name: /通知提醒/ }).click();
    await expect(me.heading).toHaveText('通知提醒');
    await expect(page.getByText('没有设备会提醒')).toBeVisible();
    await expectAccessible(page);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await me.button('开启通知提醒').click();
    await expect(page.getByText('这部设备已开启')).toBeVisible();
    await expect(me.button('开启通知提醒')).toHaveCount(0);
    await expectAccessible(page);
    // The app says it again whenever it opens, and stays one device.
    await page.reload();
    await me.ready();
    await expect(me.button('关闭')).toHaveCount(1);
    await me.button('关闭').click();
    await expect(page.getByText('没有设备会提醒')).toBeVisible();
    await expect(me.button('开启通知提醒')).toBeVisible();
  });

  test('has quiet hours that I set', async ({ page }) => {
    const hints = new Screen(page, '/me/notifications');
    await hints.open();
    await expect(page.getByLabel('开始时间', { exact: true })).toHaveValue('22:00');
    await page.getByLabel('开始时间', { exact: true }).fill('21:30');
    await hints.button('保存').click();
    await expect(hints.status).toContainText('免打扰时段已保存');
    await page.reload();
    await expect(page.getByLabel('开始时间', { exact: true })).toHaveValue('21:30');
  });

  test('has quiet hours without a script @nojs', async ({ page }) => {
    const hints = new Screen(page, '/me/notifications');
    await hints.open();
    await page.getByLabel('结束时间', { exact: true }).fill('06:30');
    await hints.submit('保存');
    await expect(page.getByLabel('结束时间', { exact: true })).toHaveValue('06:30');
  });
});

test.describe('the service worker', () => {
  test.use({ as: 'worker' });

  test('shows what is pushed, and something whatever came', async ({ page, context, server }) => {
    await allowNotifications(context, server.origin);
    await new Screen(page, '/').open();
    await page.evaluate(() => navigator.serviceWorker.ready);
    const [worker] = context.serviceWorkers();
    expect(worker).toBeDefined();
    await worker!.evaluate(() => {
      const scope = self as unknown as { registration: ServiceWorkerRegistration; shown: unknown[] };
      scope.shown = [];
      scope.registration.showNotification = (title, options) => {
        scope.shown.push({ title, tag: options?.tag, data: options?.data as unknown });
        return Promise.resolve();
      };
    });
    const devtools = await context.newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [registration] = registrations;
        if (registration) resolve(registration.registrationId);
      });
    });
    await devtools.send('ServiceWorker.enable');
    const registrationId = await registered;
    const push = (data: string) =>
      devtools.send('ServiceWorker.deliverPushMessage', { origin: server.origin, registrationId, data });
    const shown = () => worker!.evaluate(() => (self as unknown as { shown: unknown[] }).shown);
    const navigate = `${server.origin}/roster/swap`;
    await push(JSON.stringify({ web_push: 8030, notification: { title: '换班有了答复', tag: 'swap_answered', navigate } }));
    await expect.poll(shown).toEqual([{ title: '换班有了答复', tag: 'swap_answered', data: navigate }]);
    // Another site's address, and no JSON at all, lead to the inbox.
    await push(JSON.stringify({ notification: { title: '看看', navigate: 'https://example.com/' } }));
    await push('nonsense');
    const inbox = { tag: 'notice', data: `${server.origin}/notices` };
    await expect.poll(async () => (await shown()).slice(1)).toEqual([
      { title: '看看', ...inbox },
      { title: '在岗', ...inbox },
    ]);
  });
});

test.describe('what reached no phone', () => {
  test.use({ as: 'supervisor' });

  test('is listed for the supervisor, with why and whether it was seen @phone @desktop', async ({ page }) => {
    const list = new Screen(page, '/notices/undelivered');
    await list.open();
    await expect(list.heading).toHaveText('未送达');
    const row = page.getByRole('listitem').filter({ hasText: '设备已不再接收' });
    await expect(row).toContainText('还没看到');
    await expectAccessible(page);
  });
});

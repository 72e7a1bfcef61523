import type { BrowserContext, Page } from '@playwright/test';
import { launchOptions } from '../fixtures/browser.ts';
import { expect, test } from '../fixtures/test.ts';
import { PushEndpoint, type Subscription } from '../fixtures/push-endpoint.ts';
import { Screen } from '../pages/screen.ts';

// The light one shows no hints.
test.use({ launchOptions });

/**
 * A hint on its way, from what happened to the phone's screen. Real are: the app's own subscribing, what the server
 * writes, seals (RFC 8291), signs (RFC 8292) and posts, its opening with the subscription's private key, and the
 * service worker that shows it. Not real is the stretch that Chromium without Google's keys does not have: the
 * subscription is the endpoint's below in place of a push service's, and what the endpoint has opened is handed to
 * the worker through DevTools in place of that service's own connection. What the worker shows is taken down where
 * it is shown: without a desktop nobody sees it.
 */
async function subscribesAt(page: Page, subscription: Subscription): Promise<void> {
  await page.addInitScript((told) => {
    const made = Object.create(PushSubscription.prototype) as PushSubscription;
    Object.defineProperty(made, 'toJSON', { value: () => told });
    PushManager.prototype.getSubscription = () => Promise.resolve(null);
    PushManager.prototype.subscribe = (options) => {
      const key = options?.applicationServerKey;
      const bytes = key instanceof ArrayBuffer ? new Uint8Array(key) : (key as Uint8Array | string | null | undefined);
      const text = bytes instanceof Uint8Array ? btoa(String.fromCharCode(...bytes)) : (bytes ?? '');
      (globalThis as unknown as { serverKey: string }).serverKey = text;
      return Promise.resolve(made);
    };
  }, subscription);
}

const bare = (key: string) => key.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

/** The app's worker, which writes down what it shows. */
async function worker(context: BrowserContext) {
  const [found] = context.serviceWorkers();
  const running = found ?? (await context.waitForEvent('serviceworker'));
  await running.evaluate(() => {
    const scope = self as unknown as { registration: ServiceWorkerRegistration; shown: unknown[] };
    scope.shown = [];
    scope.registration.showNotification = (title, options) => {
      scope.shown.push({ title, tag: options?.tag, data: options?.data as unknown });
      return Promise.resolve();
    };
  });
  return running;
}

test.describe('a hint', () => {
  test.use({ as: 'lead', ownServer: true, settings: { ZAIGANG_OUTGOING_LOCAL: 'true' } });

  let service: PushEndpoint;
  test.beforeEach(async () => {
    service = await PushEndpoint.start();
  });
  test.afterEach(() => service.stop());

  test('goes from what happened to the phone, sealed on the way', async ({ page, context, server, newDevice }) => {
    await context.grantPermissions(['notifications'], { origin: server.origin });
    await subscribesAt(page, service.subscription);
    const hints = new Screen(page, '/me/notifications');
    await hints.open();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await hints.button('开启通知提醒').click();
    await expect(page.getByText('这部设备已开启')).toBeVisible();
    const serverKey = await page.evaluate(() => (globalThis as unknown as { serverKey: string }).serverKey);

    const asker = await newDevice('w004');
    const mine = new Screen(asker, '/leave');
    await mine.open();
    const row = asker.getByRole('main').getByRole('listitem').filter({ hasText: '0.5 个工作日' });
    await row.getByRole('link').click();
    await asker.getByLabel('留言内容').fill('上午十点前需要到房管局');
    await mine.button('发送留言').click();
    await expect(asker.getByText('上午十点前需要到房管局')).toBeVisible();

    await expect.poll(() => service.arrived.length, { timeout: 20_000 }).toBe(1);
    const [arrived] = service.arrived;
    expect(bare(arrived!.signedBy)).toBe(bare(serverKey));
    const content = JSON.parse(arrived!.text) as { notification: { title: string; navigate: string } };
    // A locked screen says what kind of thing it is, and neither whose nor what was said.
    expect(content.notification.title).toBe('申请有新留言');
    expect(arrived!.text).not.toContain('房管局');
    expect(content.notification.navigate).toMatch(new RegExp(`^${server.origin}/approvals/[0-9a-f-]+$`));

    const running = await worker(context);
    const devtools = await context.newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [registration] = registrations;
        if (registration) resolve(registration.registrationId);
      });
    });
    await devtools.send('ServiceWorker.enable');
    const registrationId = await registered;
    const push = { origin: server.origin, registrationId, data: arrived!.text };
    await devtools.send('ServiceWorker.deliverPushMessage', push);
    const shown = () => running.evaluate(() => (self as unknown as { shown: unknown[] }).shown);
    const { title, navigate } = content.notification;
    await expect.poll(shown).toEqual([{ title, tag: 'request_commented', data: navigate }]);
    // What it leads to is the request with the comment.
    await page.goto(navigate);
    await expect(page.getByText('上午十点前需要到房管局')).toBeVisible();
  });
});

// The service worker. The server fills in the three words in capitals when it serves this file, so each
// release has a worker of its own: RELEASE, a name that differs whenever any file does, HASHED, the addresses
// of all hashed assets as a JSON array, and SHELL, those of the offline page and what it shows.
//
// It keeps two kinds of things. Files: the shell and all hashed assets of a release. And what one person reads
// without a network: answers that the server marks (`zaigang-keep`), each as the network last gave it. Those
// are dropped as soon as somebody signs in or out, or an answer comes that is for somebody else or nobody
// (`zaigang-person`), so signing out leaves nothing behind. Other writes are not its business: they wait in the
// app's own outbox.

const RELEASE = "__RELEASE__";
const HASHED = __PRECACHE__;
const SHELL = __SHELL__;

const SHELL_CACHE = `shell-${RELEASE}`;
const PKG_CACHE = `pkg-${RELEASE}`;

/** What one person may read offline; the name goes on with the person's id. */
const READS = "reads-";

/** Beside them: when they were last read ahead. No address of the server's. */
const READ_AHEAD = "/read-ahead";

/** What is posted here changes who is signed in on this phone. */
const HANDS_OVER = [
  "/api/accounts/sign-in",
  "/api/accounts/passkey-sign-in/finish",
  "/api/accounts/invite/password",
  "/api/accounts/invite/passkey/finish",
  "/api/accounts/sign-out",
];

/** How often that has happened: what was asked before may be answered after it, for whoever was there before. */
let handovers = 0;

/** What proxies answer whose server is away. */
const AWAY = [502, 503, 504];

/** A network that has not answered by then is as good as none, if there is something to show instead. */
const PATIENCE_MS = 3000;

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([keepShell(), keepHashed()]));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([sweep(), self.registration.navigationPreload?.enable(), self.clients.claim()]));
});

// A new worker waits until the person takes the update: a reload under a form would lose it.
self.addEventListener("message", (event) => {
  if (event.data?.type === "SKIP_WAITING") {
    self.skipWaiting();
  }
  if (event.data?.type === "READ_AHEAD") {
    // Without a network there is nothing to read; the app asks again when it is opened next.
    event.waitUntil(readAhead(event.data).catch(() => {}));
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin || pathname.startsWith("/events/") || pathname.startsWith("/photos/")) {
    return;
  }
  if (request.method === "POST" && HANDS_OVER.includes(pathname) && isOwn(request)) {
    event.respondWith(handOver(request));
  }
  if (request.method !== "GET") {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(openPage(event));
  } else if (pathname.startsWith("/api/")) {
    event.respondWith(read(request, fetch(request)));
  } else if (pathname.startsWith("/pkg/") || SHELL.includes(pathname)) {
    event.respondWith(keptOrFetched(request));
  }
});

// A hint. Browsers take the right to push away from an app that shows nothing, so something is shown whatever came.
self.addEventListener("push", (event) => {
  event.waitUntil(ring(event.data));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openAt(event.notification.data));
});

/** The network decides what a page is; without one, the page as it last was, or one that says so. */
async function openPage(event) {
  const preloaded = Promise.resolve(event.preloadResponse).then((response) => response ?? fetch(event.request));
  const page = read(event.request, preloaded);
  // A failure of the server's own passes: it names its number.
  const reached = await page.then(({ status }) => !AWAY.includes(status), () => false);
  return reached ? page : ((await caches.match("/offline.html", { cacheName: SHELL_CACHE })) ?? page);
}

/** The network's answer, kept if it may be; the one kept last where there is none, none in time, or only a failure. */
async function read(request, fetching) {
  const fresh = note(request, fetching);
  const kept = await lastRead(request);
  if (!kept) {
    return fresh;
  }
  const answer = fresh.then((response) => (isFailed(response, kept) ? kept : response), () => kept);
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, kept.clone()));
  return Promise.race([answer, patience]);
}

/** Whether what was kept is to be shown instead: not where the server says that somebody else has asked. */
function isFailed(response, kept) {
  const whose = response.headers.get("zaigang-person");
  return response.status >= 500 && (!whose || whose === kept.headers.get("zaigang-person"));
}

/** Waits for an answer, keeps it under its person if it is marked, and drops what was kept for anybody else. */
async function note(request, fetching) {
  const before = handovers;
  const response = await fetching;
  const person = response.headers.get("zaigang-person");
  if (!person || before !== handovers) {
    return response;
  }
  await dropReads(READS + person);
  if (response.ok && response.headers.get("zaigang-keep")) {
    const copy = response.clone();
    const cache = await caches.open(READS + person);
    // A full phone still shows what came.
    await cache.put(request, copy).catch(() => {});
  }
  return response;
}

/** Drops what people have read, but for what is kept under one name. */
async function dropReads(except) {
  const names = (await caches.keys()).filter((name) => name.startsWith(READS) && name !== except);
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** Passes a sign-in or sign-out on; once it is done, nothing is left of who was there before. */
async function handOver(request) {
  const response = await fetch(request);
  // A form that was posted without a script is led on whether it was taken or not, and the worker can't see whereto.
  if (response.ok || response.type === "opaqueredirect") {
    handovers += 1;
    // What was done is done, whatever becomes of this.
    await dropReads().catch(() => {});
  }
  return response;
}

/**
 * Whether a page of this site posts it. What another site posts here the browser has to send itself: sent by the
 * worker, it would look to the server like a form of our own.
 */
function isOwn({ mode, referrer }) {
  return mode !== "navigate" || referrer.startsWith(`${self.location.origin}/`);
}

/** What was kept last; for a call that names its person, of that person's alone: a tab may be left open when another signs in. */
async function lastRead(request) {
  const person = request.headers.get("zaigang-as");
  const name = (await caches.keys()).find((name) => (person ? name === READS + person : name.startsWith(READS)));
  return name && caches.match(request, { cacheName: name, ignoreVary: true });
}

/**
 * Reads what a person will want without a network before they ask for it: once a day and release, one after
 * another, for it is in no hurry. It stops where somebody else is signed in by now.
 */
async function readAhead({ person, addresses }) {
  const before = handovers;
  const cacheName = READS + person;
  const due = `${RELEASE} ${new Date().toDateString()}`;
  const mark = await caches.match(READ_AHEAD, { cacheName });
  if ((await mark?.text()) === due) {
    return;
  }
  for (const address of addresses) {
    const accept = address.startsWith("/api/") ? "application/json" : "text/html";
    const request = new Request(address, { headers: { accept, "zaigang-as": person } });
    const response = await note(request, fetch(request));
    if (response.headers.get("zaigang-person") !== person || before !== handovers) {
      return;
    }
  }
  const cache = await caches.open(cacheName);
  await cache.put(READ_AHEAD, new Response(due));
}

/**
 * A hashed name never changes its content, so any copy will do: also one of the release before, which
 * a page that was opened then may still ask for. `Vary` says nothing more about such a file.
 */
async function keptOrFetched(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function keepShell() {
  const cache = await caches.open(SHELL_CACHE);
  await cache.addAll(SHELL.map((path) => new Request(path, { cache: "reload" })));
}

/** All or nothing: a chunk that is missing later is a page that can't be opened. What is kept already is not fetched again. */
async function keepHashed() {
  const cache = await caches.open(PKG_CACHE);
  await Promise.all(
    HASHED.map(async (path) => {
      const kept = await caches.match(path, { ignoreVary: true });
      await (kept ? cache.put(path, kept) : cache.add(path));
    }),
  );
}

/** Deletes what older releases left, but for the files of the last one before this: `keys` are oldest first. */
async function sweep() {
  const names = await caches.keys();
  const before = names.filter((name) => name.startsWith("pkg-") && name !== PKG_CACHE).at(-1);
  const ours = names.filter((name) => name.startsWith("pkg-") || name.startsWith("shell-"));
  const old = ours.filter((name) => ![SHELL_CACHE, PKG_CACHE, before].includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** Shows a hint, and how many notices are unread. The server writes it as Declarative Web Push has it. */
async function ring(data) {
  let message = {};
  try {
    message = data?.json() ?? {};
  } catch {
    // Not ours.
  }
  const { title = "在岗", lang = "zh-CN", tag = "notice", navigate = "/notices" } = message.notification ?? {};
  const icon = "/icons/icon-192.png";
  const badge = Number.isInteger(message.app_badge) ? self.navigator.setAppBadge?.(message.app_badge) : undefined;
  await Promise.allSettled([
    self.registration.showNotification(title, { lang, tag, renotify: true, icon, data: ours(navigate) }),
    badge,
  ]);
}

/** An address of this site, whatever a hint says. */
function ours(address) {
  const url = new URL(address, self.location.origin);
  return url.origin === self.location.origin ? url.href : new URL("/notices", self.location.origin).href;
}

/** A window that is there already comes to the front; none is taken away from under a form. */
async function openAt(address) {
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = open.find((client) => client.url === address);
  await (there ? there.focus() : self.clients.openWindow(address));
}

// The service worker. The server fills in the two words in capitals when it serves this file, so each
// release has a worker of its own: RELEASE, a name that differs whenever any asset does, and HASHED, the
// addresses of all hashed assets as a JSON array.
//
// It keeps files only. Pages and /api answers are personal and always come from the network.

const RELEASE = "__RELEASE__";
const HASHED = __PRECACHE__;
const SHELL = ["/offline.html", "/offline.css", "/icons/mark.svg"];

const SHELL_CACHE = `shell-${RELEASE}`;
const PKG_CACHE = `pkg-${RELEASE}`;

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
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || pathname.startsWith("/api/")) {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(openPage(event));
  } else if (pathname.startsWith("/pkg/") || SHELL.includes(pathname)) {
    event.respondWith(keptOrFetched(request));
  }
});

/** The network decides what a page is; without one the offline page says so. */
async function openPage(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch (error) {
    const offline = await caches.match("/offline.html", { cacheName: SHELL_CACHE });
    if (offline) {
      return offline;
    }
    throw error;
  }
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

/** All or nothing: a page chunk that is missing later would stop the app. What is kept already is not fetched again. */
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

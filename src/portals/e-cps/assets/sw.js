// Only there for the page to be installable and to say so when there is no network: answers are never kept.

const CACHE = 'e-cps-offline-1';
const OFFLINE = '/e-cps/hors-ligne';

self.addEventListener('install', (event) => event.waitUntil(prepare()));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  if (event.request.mode === 'navigate') event.respondWith(fetch(event.request).catch(() => offlinePage()));
  else if (new URL(event.request.url).pathname.startsWith('/assets/')) {
    event.respondWith(fetch(event.request).catch(() => kept(event.request)));
  }
});

async function prepare() {
  const cache = await caches.open(CACHE);
  const page = await fetch(OFFLINE);
  const links = [...(await page.clone().text()).matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)];
  await cache.put(OFFLINE, page);
  await cache.addAll([...new Set(links.map(([, address]) => address))]);
  await self.skipWaiting();
}

const offlinePage = async () => (await caches.match(OFFLINE)) ?? Response.error();

const kept = async (request) => (await caches.match(request)) ?? Response.error();

// Keeps the shell of the page (its scripts, style, pictures and the offline page), never an answer: nothing about anybody
// is in these files. Wakes the phone when a sign-in waits; the push itself is empty.

const CACHE = 'e-cps-shell-2';
const OFFLINE = '/e-cps/hors-ligne';
const SHELL = [
  ...[
    'phone',
    'screens',
    'state',
    'activation',
    'requests',
    'renewal',
    'push',
    'fingerprint',
    'device',
    'api',
  ].map((name) => `/e-cps/${name}.js`),
  ...['icon.svg', 'icon-192.png'].map((name) => `/e-cps/${name}`),
];

self.addEventListener('install', (event) => event.waitUntil(prepare()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== self.location.origin) return;
  if (event.request.mode === 'navigate') event.respondWith(fetch(event.request).catch(() => offlinePage()));
  else if (pathname.startsWith('/assets/') || SHELL.includes(pathname)) {
    event.respondWith(fetch(event.request).catch(() => kept(event.request)));
  }
});

async function prepare() {
  const cache = await caches.open(CACHE);
  const page = await fetch(OFFLINE);
  const links = [...(await page.clone().text()).matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)];
  await cache.put(OFFLINE, page);
  await cache.addAll([...new Set([...SHELL, ...links.map(([, address]) => address)])]);
  await self.skipWaiting();
}

async function takeOver() {
  const former = (await caches.keys()).filter((name) => name.startsWith('e-cps-') && name !== CACHE);
  await Promise.all(former.map((name) => caches.delete(name)));
  await self.clients.claim();
}

const offlinePage = async () => (await caches.match(OFFLINE)) ?? Response.error();

const kept = async (request) => (await caches.match(request)) ?? Response.error();

self.addEventListener('push', (event) => {
  event.waitUntil(
    self.registration.showNotification('Une connexion attend votre accord', {
      ...{ body: 'Ouvrez votre e-CPS pour répondre. Rien demandé ? Refusez.', lang: 'fr', tag: 'connexion' },
      ...{ icon: '/e-cps/icon-192.png', renotify: true },
    }),
  );
});
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openPhone());
});

async function openPhone() {
  const open = await self.clients.matchAll({ type: 'window' });
  const phone = open.find(({ url }) => new URL(url).pathname === '/e-cps');
  return phone ? phone.focus() : self.clients.openWindow('/e-cps');
}

import { Hono } from 'hono';
import type { App } from '../../platform/app.js';
import { asset } from '../../platform/http/assets.js';
import type { Env } from '../../platform/http/request.js';
import { phoneApi } from './api.js';
import { NewsPage } from './news-page.js';
import { OfflinePage } from './offline-page.js';
import { PhonePage } from './phone-page.js';

const file = (name: string) => asset(new URL(`./assets/${name}`, import.meta.url));

const SCRIPTS = [
  ...['phone', 'screens', 'state', 'activation', 'requests', 'renewal', 'push', 'fingerprint'],
  ...['device', 'api'],
];
const STATIC = [
  ...SCRIPTS.map((name) => `${name}.js`),
  ...['manifest.webmanifest', 'manifest-beta.webmanifest', 'icon.svg'],
  ...['icon-192.png', 'icon-512.png', 'icon-masked-512.png', 'icon-180.png'],
];

/** The phone: one installable page, its scripts, and the doors that it calls under `/e-cps/api`. */
export function phonePortal(app: App): Hono<Env> {
  const sandbox = app.config.profile === 'sandbox';
  const worker = file('sw.js');
  const portal = new Hono<Env>();
  portal.get('/', (c) =>
    c.html(<PhonePage sandbox={sandbox} origin={app.config.origin} profile={c.req.query('appareil')} />),
  );
  portal.get('/nouveautes', (c) => c.html(<NewsPage sandbox={sandbox} />));
  portal.get('/hors-ligne', (c) => c.html(<OfflinePage sandbox={sandbox} />));
  for (const name of STATIC) portal.get(`/${name}`, file(name));
  portal.get('/sw.js', (c) => {
    // The page itself has no trailing slash: without this header it would be outside of the worker's reach.
    c.header('Service-Worker-Allowed', '/e-cps');
    return worker(c);
  });
  portal.route('/api', phoneApi(app));
  return portal;
}

import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { sql } from 'kysely';
import { sessionMiddleware } from './modules/access/index.js';
import { type Mount, mounts } from './mounts.js';
import type { App } from './platform/app.js';
import { countedLine } from './platform/counted-line.js';
import { isDatabaseAway } from './platform/db/away.js';
import { Refusal } from './platform/errors.js';
import { isCut } from './platform/http/cut-request.js';
import { bodyErrors, LARGEST_FORM, largestBody } from './platform/http/json-body.js';
import { problem } from './platform/http/problem.js';
import type { Env } from './platform/http/request.js';
import { sameOriginOnly } from './platform/http/security.js';
import { usualWay } from './platform/http/usual-way.js';
import { ErrorPage } from './portals/accueil/error-page.js';
import { assetServer } from './ui/index.js';

/** The whole HTTP face of the program: health, assets, every mount (or those given), one way of saying no. */
export async function createDoor(
  app: App,
  opened: readonly Mount[] = mounts,
): Promise<{ door: Hono<Env>; closeDoor: () => Promise<void> }> {
  const door = new Hono<Env>();
  const closers: (() => Promise<void>)[] = [];
  for (const mount of opened.filter(({ byItself }) => byItself)) {
    const { routes, close } = await mount.open(app);
    if (close) closers.push(close);
    door.route(mount.prefix, routes);
  }
  door.use(...usualWay(app));
  door.get('/healthz', async (c) => {
    await sql`select 1`.execute(app.database.db);
    return c.json({ status: 'ok' });
  });
  door.route('/assets', assetServer());
  for (const mount of opened) {
    if (mount.byItself || (mount.sandboxOnly && app.config.profile !== 'sandbox')) continue;
    const { routes, close } = await mount.open(app);
    if (close) closers.push(close);
    door.route(mount.prefix, guarded(app, mount).route('/', routes));
  }
  door.notFound((c) => {
    const typed = withoutLastSlash(c.req.raw);
    if (typed !== undefined && !wantsJson(c)) return c.redirect(typed, 308);
    return answer(
      c,
      app,
      new Refusal({ code: 'not-found', status: 404, message: 'Cette page n’existe pas.' }),
    );
  });
  const cut = countedLine(app.ctx.log, 'callers went away in the middle of their requests');
  door.onError((error, c) => {
    if (isCut((c.env as Partial<HttpBindings> | undefined)?.incoming)) {
      cut();
      return c.body(null, 400);
    }
    if (error instanceof Refusal) return answer(c, app, error);
    if (isUnwritableText(error)) return answer(c, app, bodyErrors.unreadable());
    if (isDatabaseAway(error)) {
      app.ctx.log.error({ err: error, correlation: c.get('ctx').correlation }, 'database away');
      return answer(c, app, databaseAway());
    }
    app.ctx.log.error(
      { err: error, correlation: c.get('ctx').correlation, path: withoutSecrets(c.req.path) },
      'request failed',
    );
    const message =
      'Une erreur est survenue de notre côté. Réessayez ; si elle revient, donnez ce numéro au support.';
    return answer(c, app, new Refusal({ code: 'internal-error', status: 500, message }));
  });
  return {
    door,
    closeDoor: async () => {
      for (const close of closers) await close();
    },
  };
}

function databaseAway(): Refusal {
  const message =
    'Le service est interrompu pour un moment : rien n’est perdu, réessayez dans quelques secondes.';
  return new Refusal({ code: 'database-away', status: 503, message, data: { retryAfterSeconds: 5 } });
}

function guarded(app: App, mount: Mount): Hono<Env> {
  const routes = new Hono<Env>();
  if (!mount.forPrograms) {
    routes.use(largestBody(mount.largestBody ?? LARGEST_FORM));
    routes.use(sameOriginOnly(app.config.origins));
    routes.use(sessionMiddleware(app));
  }
  return routes;
}

/** A path as the log may keep it: links that were sent by mail carry their token there. */
const withoutSecrets = (path: string): string => path.replaceAll(/[\w-]{30,}/g, '…');

/** What PostgreSQL says of a NUL or of half a sign that came in an address: the caller's fault, not ours. */
const isUnwritableText = (error: Error & { code?: unknown }): boolean =>
  error.code === '22021' || error.code === '22P05';

/** Where a page is whose address was typed with a slash too many; never on another host, as `//host/` would be. */
function withoutLastSlash({ method, url }: Request): string | undefined {
  const { pathname, search } = new URL(url);
  const path = /^\/[^/\\](?:.*[^/])?(?=\/+$)/.exec(pathname)?.[0];
  return path !== undefined && (method === 'GET' || method === 'HEAD') ? path + search : undefined;
}

type Caller = Parameters<Parameters<Hono<Env>['onError']>[0]>[1];

const FOR_PROGRAMS = mounts.filter(({ forPrograms }) => forPrograms).map(({ prefix }) => `${prefix}/`);

/** Browsers always say that they take a page; a program that says nothing takes none. */
const wantsJson = (c: Caller): boolean => {
  const accept = c.req.header('accept');
  if (/\/api\//.test(c.req.path)) return true;
  if (accept !== undefined) return !accept.includes('text/html');
  return FOR_PROGRAMS.some((prefix) => c.req.path.startsWith(prefix));
};

function answer(c: Caller, app: App, refusal: Refusal): Response | Promise<Response> {
  const correlation = c.get('ctx').correlation;
  if (refusal.detail)
    app.ctx.log.info({ correlation, code: refusal.code, detail: refusal.detail }, 'refused');
  if (wantsJson(c)) return problem(c, refusal, correlation);
  const signIn = refusal.data.signIn;
  if (typeof signIn === 'string') return c.redirect(signIn, 303);
  const wait = refusal.data.retryAfterSeconds;
  if (typeof wait === 'number') c.header('Retry-After', String(wait));
  c.status(refusal.status as 400);
  return c.html(
    <ErrorPage refusal={refusal} correlation={correlation} sandbox={app.config.profile === 'sandbox'} />,
  );
}

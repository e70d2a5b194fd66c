import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { openSession, sessionMiddleware } from '../../src/modules/access/index.js';
import type { App } from '../../src/platform/app.js';
import { openClock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import type { Ctx } from '../../src/platform/context.js';
import { openDatabase } from '../../src/platform/db/connection.js';
import { Refusal } from '../../src/platform/errors.js';
import { problem } from '../../src/platform/http/problem.js';
import { type Env, requestCtx } from '../../src/platform/http/request.js';
import { sameOriginOnly, securityHeaders } from '../../src/platform/http/security.js';
import { runPendingJobs } from '../../src/platform/jobs.js';
import { createLog } from '../../src/platform/log.js';
import type { Mail } from '../../src/platform/mail.js';
import type { Sms } from '../../src/platform/sms.js';
import { signInPortal } from '../../src/portals/connexion/route.js';
import { ordresPortal } from '../../src/portals/ordres/route.js';
import { sendLoginLink } from '../../src/portals/ordres/sign-in/send-login-link.js';
import { assetServer } from '../../src/ui/index.js';
import { testDatabase } from '../support/database.js';

export interface PortalApp {
  readonly origin: string;
  readonly ctx: Ctx;
  readonly mails: Mail[];
  readonly texts: Sms[];
  /** The cookie of a session of that person or role. */
  cookieOf(who: Parameters<typeof openSession>[1]): Promise<string>;
  get(path: string, cookie?: string): Promise<{ status: number; text: string; location: string | null }>;
  post(
    path: string,
    fields: Record<string, string>,
    cookie?: string,
  ): Promise<{ status: number; text: string; location: string | null; cookies: string }>;
  runJobs(): Promise<void>;
  stop(): Promise<void>;
}

/** The portals of the ordres alone, on a database and a loopback port of their own; mail and SMS are kept here. */
export async function startPortals(): Promise<PortalApp> {
  const url = await testDatabase();
  // The server listens first: its port is part of the origin, and the origin of the configuration.
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const config = readConfig({ PORT: String(port), DATABASE_URL: url, ESCULAPE_LOG: 'silent' });
  const database = openDatabase(url);
  const clock = await openClock(database.db, undefined);
  const mails: Mail[] = [];
  const texts: Sms[] = [];
  const ctx: Ctx = {
    ...{ db: database.db, clock, config, actor: 'system', correlation: 'test', reactions: {} },
    log: createLog('silent'),
    mail: { send: async (mail) => void mails.push(mail) },
    sms: { send: async (sms) => void texts.push(sms) },
  };
  const app: App = { ctx, clock, config, database, databaseUrl: url };
  // The global Response stays Node's own: other files of this process must find it as it was.
  server.on('request', getRequestListener(doorOf(app).fetch, { overrideGlobalObjects: false }));
  const ask = async (path: string, init: RequestInit) => {
    const answer = await fetch(config.origin + path, { redirect: 'manual', ...init });
    const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
    const { status, headers } = answer;
    return {
      status,
      text: await answer.text(),
      location: headers.get('location'),
      cookies: cookies.join('; '),
    };
  };
  const headers = (cookie = '') => ({ accept: 'text/html', origin: config.origin, cookie });
  return {
    ...{ origin: config.origin, ctx, mails, texts },
    cookieOf: async (who) => `esculape_session=${(await openSession(ctx, who)).token}`,
    get: (path, cookie) => ask(path, { headers: headers(cookie) }),
    post: (path, fields, cookie) =>
      ask(path, { method: 'POST', headers: headers(cookie), body: new URLSearchParams(fields) }),
    runJobs: () => runPendingJobs({ ctx, url, reactions: {}, handlers: [sendLoginLink] }),
    async stop() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await database.close();
    },
  };
}

function doorOf(app: App): Hono<Env> {
  const door = new Hono<Env>();
  door.use(securityHeaders(false));
  door.use(async (c, next) => {
    c.set('ctx', requestCtx(app.ctx));
    await next();
  });
  door.use(sameOriginOnly(app.config.origin));
  door.use(sessionMiddleware(app));
  door.route('/assets', assetServer());
  door.route('/connexion', signInPortal(app));
  door.route('/ordres', ordresPortal(app));
  door.onError((error, c) => {
    if (!(error instanceof Refusal)) throw error;
    const { signIn } = error.data;
    return typeof signIn === 'string' ? c.redirect(signIn, 303) : problem(c, error, 'test');
  });
  return door;
}

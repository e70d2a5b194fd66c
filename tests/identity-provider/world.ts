import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createProbe } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { ecps } from '../../src/modules/credentials/index.js';
import type { EntryPerson } from '../../src/modules/directory/index.js';
import {
  identityProviderDoor,
  type NewService,
  registerService,
  startActivationFor,
} from '../../src/modules/identity-provider/index.js';
import { nationalClaims } from '../../src/modules/identity-provider/rules/national-claims.js';
import { writeNewer } from '../../src/modules/identity-provider/store.js';
import type { App } from '../../src/platform/app.js';
import { openClock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import type { Ctx } from '../../src/platform/context.js';
import { openDatabase } from '../../src/platform/db/connection.js';
import { Refusal } from '../../src/platform/errors.js';
import { problem } from '../../src/platform/http/problem.js';
import { type Env, requestCtx } from '../../src/platform/http/request.js';
import { createLog } from '../../src/platform/log.js';
import type { Mail } from '../../src/platform/mail.js';
import type { Sms } from '../../src/platform/sms.js';
import { testDatabase } from '../support/database.js';

export const PIN = '2580';

export interface World {
  readonly ctx: Ctx;
  readonly app: App;
  readonly origin: string;
  readonly issuer: string;
  readonly warnings: unknown[];
  stop(): Promise<void>;
}

/** Pro Santé Connect alone, on a real port and a real database, with doors of the portal if given. */
export async function world(
  portals: Record<string, (app: App) => Hono<Env>> = {},
  env: Record<string, string> = {},
): Promise<World> {
  const url = await testDatabase();
  const port = await freePort();
  const config = readConfig({ PORT: String(port), DATABASE_URL: url, ESCULAPE_LOG: 'silent', ...env });
  const database = openDatabase(url);
  const clock = await openClock(database.db, undefined);
  const warnings: unknown[] = [];
  const log = createLog('silent');
  log.warn = ((line: unknown) => void warnings.push(line)) as typeof log.warn;
  const ctx: Ctx = {
    db: database.db,
    clock,
    actor: 'system',
    correlation: 'test',
    config,
    log,
    mail: { send: async (mail) => void mails.push(mail) },
    sms: { send: async (sms) => void texts.push(sms) },
    reactions: {},
  };
  const app: App = { ctx, clock, config, database, databaseUrl: url };
  const server = await listen(app, { '/auth': identityProviderDoor, ...portals }, port);
  return {
    ctx,
    app,
    origin: config.origin,
    issuer: `${config.origin}/auth/realms/esante-wallet`,
    warnings,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await clock.close();
      await database.close();
    },
  };
}

export const mails: Mail[] = [];
export const texts: Sms[] = [];

function listen(app: App, doors: Record<string, (app: App) => Hono<Env>>, port: number): Promise<Server> {
  const door = new Hono<Env>();
  door.use(async (c, next) => {
    c.set('ctx', requestCtx(app.ctx));
    await next();
  });
  for (const [prefix, open] of Object.entries(doors)) door.route(prefix, open(app));
  door.onError((error, c) => {
    if (error instanceof Refusal) return problem(c, error, c.get('ctx').correlation);
    throw error;
  });
  return new Promise((resolve) => {
    const server = serve({ fetch: door.fetch, hostname: '127.0.0.1', port, createServer }, () =>
      resolve(server as Server),
    ) as Server;
  });
}

/** Puts a person in the provider's copy, as the directory would have published it. */
export async function publish(w: World, person: EntryPerson, active = true): Promise<void> {
  const claims = nationalClaims(person);
  await writeNewer(w.ctx, [
    {
      idNat: person.idNat,
      version: person.version,
      origins: person.origins,
      active,
      givenName: claims.given_name,
      familyName: claims.family_name,
      claims,
      mail: person.correspondence?.mail ?? null,
      mobile: person.correspondence?.mobile?.e164 ?? null,
    },
  ]);
}

export interface Phone {
  /** Answers the request that waits, as the person would. */
  answer(decision: 'approve' | 'refuse', number?: number): Promise<void>;
}

/** Activates an e-CPS for a published person, through the two secrets. */
export async function activatePhone(w: World, idNat: string): Promise<Phone> {
  await startActivationFor(w.ctx, idNat);
  const link = /#a=([\w-]+)/.exec(mails.at(-1)?.text ?? '')?.[1] ?? '';
  const smsCode = /\b(\d{6})\b/.exec(texts.at(-1)?.text ?? '')?.[1] ?? '';
  const { activationToken } = await ecps.openActivation(w.ctx, link);
  const key = await ecps.makeDeviceKey();
  const { publicKeyJwk } = key;
  const { ecpsId } = await ecps.completeActivation(w.ctx, {
    ...{ activationToken, smsCode, pin: PIN, publicKeyJwk },
    ...{ deviceName: 'Essai', platform: 'android' as const },
  });
  return {
    async answer(decision, number) {
      const [request] = await ecps.pendingRequests(w.ctx, ecpsId);
      if (!request) throw new Error('nothing waits on this phone');
      const answer = await ecps.signAnswer(key.privateKeyJwk, {
        requestId: request.id,
        nonce: request.nonce,
        clientId: request.clientId,
        number: number ?? (await ecps.rightNumber(w.ctx, request.id)),
        decision,
        origin: w.origin,
      });
      await ecps.answerRequest(w.ctx, { ecpsId, requestId: request.id, answer, pin: PIN });
    },
  };
}

export const BACK = 'https://service.example/retour';
export const AFTER_LOGOUT = 'https://service.example/au-revoir';

export const newService = (w: World, more: Partial<NewService> = {}) =>
  registerService(w.ctx, {
    name: 'Dossier de soins',
    redirectUris: [BACK],
    postLogoutRedirectUris: [AFTER_LOGOUT],
    ...more,
  });

// The origin must be known before the server is built.
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createProbe();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { sql } from 'kysely';
import type { App } from '../../src/platform/app.js';
import { Refusal } from '../../src/platform/errors.js';
import { problem } from '../../src/platform/http/problem.js';
import { type Env, requestCtx } from '../../src/platform/http/request.js';
import { sameOriginOnly, securityHeaders } from '../../src/platform/http/security.js';
import { phonePortal } from '../../src/portals/e-cps/route.js';
import { assetServer } from '../../src/ui/index.js';
import { PERSON, type World, world } from './world.js';

export interface PhoneApp extends World {
  readonly origin: string;
  stop(): Promise<void>;
}

/** The phone portal alone, on a database and a loopback port of its own; mail and SMS are kept in memory. */
export async function startPhoneApp(): Promise<PhoneApp> {
  const door = new Hono<Env>();
  const server = await new Promise<Server>((resolve) => {
    const listening = serve({ fetch: door.fetch, hostname: '127.0.0.1', port: 0, createServer }, () =>
      resolve(listening as Server),
    );
  });
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const w = await world({ ESCULAPE_ORIGIN: origin });
  const clock = { ...w.ctx.clock, refresh: async () => {}, set: async () => {}, close: async () => {} };
  wire(door, { ctx: w.ctx, clock, config: w.ctx.config, database: w.database, databaseUrl: w.url });
  return {
    ...w,
    origin,
    async stop() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await w.database.close();
    },
  };
}

function wire(door: Hono<Env>, app: App): void {
  door.use(securityHeaders(false));
  door.use(async (c, next) => {
    c.set('ctx', requestCtx(app.ctx));
    await next();
  });
  door.use(sameOriginOnly(app.config.origin));
  door.route('/assets', assetServer());
  door.route('/e-cps', phonePortal(app));
  door.onError((error, c) => {
    if (error instanceof Refusal) return problem(c, error, c.get('ctx').correlation);
    throw error;
  });
}

/** The person as Pro Santé Connect would have received her. */
export async function publish(w: World, person: typeof PERSON = PERSON): Promise<void> {
  const [givenName, familyName] = person.displayName.split(' ');
  await sql`insert into identity_provider.people
      (id_nat, version, active, given_name, family_name, claims, mail, mobile_e164, updated_at)
    values (${person.idNat}, 1, true, ${givenName}, ${familyName}, '{}', ${person.mail}, ${person.mobile}, now())`.execute(
    w.ctx.db,
  );
}

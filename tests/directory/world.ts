import { Hono } from 'hono';
import { openSession, sessionMiddleware } from '../../src/modules/access/index.js';
import type { App } from '../../src/platform/app.js';
import { openClock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { type Ctx, newCorrelation } from '../../src/platform/context.js';
import { openDatabase } from '../../src/platform/db/connection.js';
import { Refusal } from '../../src/platform/errors.js';
import { problem } from '../../src/platform/http/problem.js';
import type { Env } from '../../src/platform/http/request.js';
import { createLog } from '../../src/platform/log.js';
import { testDatabase } from '../support/database.js';

export interface World {
  readonly ctx: Ctx;
  /** A request to one portal mounted alone; `token` signs it in. */
  ask(
    path: string,
    options?: { token?: string; json?: boolean; form?: Record<string, string> },
  ): Promise<Response>;
  signIn(who: { idNat: string } | { role: string; scope?: string }): Promise<string>;
  close(): Promise<void>;
}

const silent = { send: async () => undefined };

/** A database of its own and one portal in front of it, without jobs. */
export async function openWorld(prefix: string, portal: (app: App) => Hono<Env>): Promise<World> {
  const databaseUrl = await testDatabase();
  const database = openDatabase(databaseUrl, 4);
  const clock = await openClock(database.db, undefined);
  const config = readConfig({ DATABASE_URL: databaseUrl, ESCULAPE_LOG: 'silent' });
  const ctx: Ctx = {
    db: database.db,
    clock,
    actor: 'system',
    correlation: newCorrelation(),
    config,
    log: createLog('silent'),
    mail: silent,
    sms: silent,
    reactions: {},
  };
  const app: App = { ctx, clock, config, database, databaseUrl };
  const door = new Hono<Env>();
  door.use(sessionMiddleware(app));
  door.route(prefix, portal(app));
  door.onError((error, c) => {
    if (error instanceof Refusal) return problem(c, error, '-');
    throw error;
  });
  return {
    ctx,
    async ask(path, { token, json, form } = {}) {
      const headers: Record<string, string> = { accept: json ? 'application/json' : 'text/html' };
      if (token) headers.authorization = `Bearer ${token}`;
      return door.request(`http://localhost:3000${path}`, {
        headers,
        ...(form && { method: 'POST', body: new URLSearchParams(form) }),
      });
    },
    signIn: async (who) => (await openSession(ctx, who)).token,
    async close() {
      await clock.close();
      await database.close();
    },
  };
}

import { readConfig } from '../../src/platform/config.js';
import type { Ctx } from '../../src/platform/context.js';
import { type Database, openDatabase } from '../../src/platform/db/connection.js';
import { createLog } from '../../src/platform/log.js';
import { testDatabase } from '../support/database.js';

/** A context on a database of its own, without server nor jobs. The caller closes the database. */
export async function world(env: Record<string, string> = {}): Promise<{ ctx: Ctx; database: Database }> {
  const database = openDatabase(await testDatabase());
  const config = readConfig({ ESCULAPE_LOG: 'silent', ...env });
  const ctx: Ctx = {
    db: database.db,
    clock: { now: () => new Date() },
    actor: 'system',
    correlation: 'test',
    config,
    log: createLog('silent'),
    mail: { send: async () => undefined },
    sms: { send: async () => undefined },
    reactions: {},
  };
  return { ctx, database };
}

/** Twenty attempts at once; how many went through. */
export async function twentyAtOnce(attempt: () => Promise<unknown>): Promise<number> {
  const all = await Promise.allSettled(Array.from({ length: 20 }, attempt));
  return all.filter((one) => one.status === 'fulfilled').length;
}

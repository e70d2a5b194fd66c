import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { openClock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import { type Ctx, newCorrelation } from '../platform/context.js';
import { openDatabase } from '../platform/db/connection.js';
import { attachEmbedded, startEmbedded } from '../platform/db/embedded.js';
import type { Reaction } from '../platform/events.js';
import { createLog } from '../platform/log.js';

/**
 * Runs `work` on the database that the configuration names: the given one, the embedded one of a running program, or
 * the embedded one started for the time of the command. What `work` asks of jobs is done by the program.
 */
export function withContext<T>(config: Config, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return withContextLater(config, async (ctx, readReactions) => {
    await readReactions();
    return work(ctx);
  });
}

/**
 * The same before the program's reactions are read, which takes half a second: `work` does it, at the latest before it emits
 * what causes some.
 */
export async function withContextLater<T>(
  config: Config,
  work: (ctx: Ctx, readReactions: () => Promise<void>) => Promise<T>,
): Promise<T> {
  return withDatabaseUrl(config, async (url) => {
    const database = openDatabase(url, 2);
    const clock = await openClock(database.db, undefined);
    const reactions: Record<string, readonly Reaction[]> = {};
    const readReactions = async () => {
      Object.assign(reactions, (await import('../reactions.js')).reactions);
    };
    const unreachable = async () => {
      throw new Error('a command sends no message');
    };
    try {
      const ctx: Ctx = {
        db: database.db,
        clock,
        actor: `command:${userInfo().username}`,
        correlation: newCorrelation(),
        config,
        log: createLog('warn'),
        mail: { send: unreachable },
        sms: { send: unreachable },
        reactions,
      };
      return await work(ctx, readReactions);
    } finally {
      await clock.close();
      await database.close();
    }
  });
}

/** The address of that database, its schema up to date. */
export async function withDatabaseUrl<T>(config: Config, work: (url: string) => Promise<T>): Promise<T> {
  // Read where it is needed: the schema of a running program is up to date.
  const migrate = async (url: string) => (await import('../platform/db/migrate.js')).migrate(url);
  if (config.databaseDirectUrl) {
    await migrate(config.databaseDirectUrl);
    return work(config.databaseDirectUrl);
  }
  const dataDir = resolve(config.dataDir);
  const running = await attachEmbedded(dataDir);
  if (running) return work(running.url);
  const server = await startEmbedded({ dataDir });
  try {
    await migrate(server.url);
    return await work(server.url);
  } finally {
    await server.stop();
  }
}

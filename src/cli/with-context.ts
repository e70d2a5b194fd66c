import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { openClock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import { type Ctx, newCorrelation } from '../platform/context.js';
import { openDatabase } from '../platform/db/connection.js';
import { attachEmbedded, startEmbedded } from '../platform/db/embedded.js';
import { migrate } from '../platform/db/migrate.js';
import { createLog } from '../platform/log.js';
import { reactions } from '../reactions.js';

/**
 * Runs `work` on the database that the configuration names: the given one, the embedded one of a running program, or
 * the embedded one started for the time of the command. What `work` asks of jobs is done by the program.
 */
export async function withContext<T>(config: Config, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return withDatabaseUrl(config, async (url) => {
    const database = openDatabase(url, 2);
    const clock = await openClock(database.db, undefined);
    const unreachable = async () => {
      throw new Error('a command sends no message');
    };
    try {
      return await work({
        db: database.db,
        clock,
        actor: `command:${userInfo().username}`,
        correlation: newCorrelation(),
        config,
        log: createLog('warn'),
        mail: { send: unreachable },
        sms: { send: unreachable },
        reactions,
      });
    } finally {
      await clock.close();
      await database.close();
    }
  });
}

/** The address of that database, its schema up to date. */
export async function withDatabaseUrl<T>(config: Config, work: (url: string) => Promise<T>): Promise<T> {
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

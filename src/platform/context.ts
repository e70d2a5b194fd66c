import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Causes } from './causes.js';
import type { Clock } from './clock.js';
import type { Config } from './config.js';
import { type Db, databaseOf, withConnection } from './db/connection.js';
import type { ReactionTable } from './events.js';
import type { Onward } from './jobs/onward.js';
import type { Log } from './log.js';
import type { MailPort } from './mail.js';
import type { SmsPort } from './sms.js';

/** What every action, query and reaction receives: the world, as parameters. */
export interface Ctx {
  readonly db: Db;
  readonly clock: Clock;
  /** Who acts: `anonymous`, `system`, `person:<idNat>`, `agent:<id>`, `authority:<code>`, `service:<clientId>`… */
  readonly actor: string;
  /** Ties together everything that one request caused; shown to people on error pages. */
  readonly correlation: string;
  readonly config: Config;
  readonly log: Log;
  readonly mail: MailPort;
  readonly sms: SmsPort;
  readonly reactions: ReactionTable;
  /** For what was put off: the date at which it was due, from which the delays that it causes count. Else now. */
  readonly since?: Date;
  /** Where one job carries what several actors changed: who changed what. */
  readonly causes?: Causes;
  /** Where the transaction also does what it causes: what is asked for is noted here, and no job made of it. */
  readonly onward?: Onward;
}

/** The same world for another actor. */
export function as(ctx: Ctx, actor: string, correlation: string = ctx.correlation): Ctx {
  return { ...ctx, actor, correlation };
}

export const newCorrelation = (): string => randomUUID();

const inTransaction = new WeakSet<object>();

/** Runs `work` in one transaction; inside another transaction it joins that one. */
export async function transaction<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  if (inTransaction.has(ctx.db)) return work(ctx);
  return ctx.db.transaction().execute((tx) => {
    inTransaction.add(tx);
    return work({ ...ctx, db: tx });
  });
}

/** The same on a connection that `work` also gets, to copy rows in and out of the transaction. */
export async function copyingTransaction<T, C extends Pick<Ctx, 'db'>>(
  ctx: C,
  work: (ctx: C, client: PoolClient) => Promise<T>,
): Promise<T> {
  return withConnection(ctx.db, async (client) => {
    const db = databaseOf(client);
    inTransaction.add(db);
    await client.query('begin');
    try {
      const result = await work({ ...ctx, db }, client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    }
  });
}

import { Kysely, PostgresDialect, type RawBuilder } from 'kysely';
import pg from 'pg';
import { Client } from './away.js';
import { keepPlans } from './plans.js';
import { IN_BACKGROUND, workAt } from './priority.js';

/** The database or a transaction of it. Modules name their own tables by `sql` or `db.withTables<…>()`. */
export type Db = Kysely<Record<never, never>>;

export interface Database {
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly url: string;
  close(): Promise<void>;
}

const DATE = 1082;
const BIGINT = 20;

/** Civil dates stay text: a birth date has no time zone. Counters and versions fit a JavaScript number. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === DATE) return (value: string) => value;
    if (oid === BIGINT) return Number;
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

/**
 * A pool of at most `size` connections, whose losses never end the process: it replaces them. `niceness`: that of the
 * server behind it, see `workAt`.
 */
export function openPool(url: string, size: number, niceness?: number): pg.Pool {
  const pool = new pg.Pool({
    Client,
    connectionString: url,
    max: size,
    types: types as pg.CustomTypesConfig,
    keepAlive: true,
    // A new one has to plan every statement anew.
    idleTimeoutMillis: 300_000,
    // Who waits longer is told to come back: see away.ts.
    connectionTimeoutMillis: patienceOf(url),
  });
  // Cut while idle, then cut between two statements of one transaction: the next statement says so.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    keepPlans(client);
    workAt(client, niceness);
  });
  return pool;
}

/** Ten seconds, unless the address says more or less: `?connect_timeout=30`, as for every client of PostgreSQL. */
function patienceOf(url: string): number {
  return Number(URL.parse(url)?.searchParams.get('connect_timeout') || 10) * 1000;
}

const pools = new WeakMap<object, pg.Pool>();

/** Opens the database at `url`. @param size most connections held at once @param niceness see `openPool` */
export function openDatabase(url: string, size = 12, niceness?: number): Database {
  const pool = openPool(url, size, niceness);
  const db = new Kysely<Record<never, never>>({ dialect: new PostgresDialect({ pool }) });
  pools.set(db, pool);
  const close = async () => {
    await db.destroy();
    // It ends the pool only where it has asked something itself: connections may have been lent alone.
    if (!pool.ended) await pool.end();
  };
  return { db, pool, url, close };
}

/** Lends a connection of a database, for what statements alone cannot do: COPY. */
export async function withConnection<T>(db: Db, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const pool = pools.get(db);
  if (!pool) throw new Error('not a database, or already a transaction');
  const client = await pool.connect();
  let fault: Error | undefined;
  try {
    return await work(client);
  } catch (error) {
    fault = error as Error;
    throw error;
  } finally {
    // After a failure nobody knows what a copy has left on the wire.
    client.release(fault);
  }
}

/** The address of a database, for a thread that opens it again. */
export function addressOf(db: Db): string {
  const address = pools.get(db)?.options.connectionString;
  if (address === undefined) throw new Error('not a database, or already a transaction');
  return address;
}

/**
 * Does work that nobody waits for through connections of its own, whose processes yield to those of the others. In: a
 * database; one that is already a transaction is used as it is.
 */
export async function inBackground<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  const address = pools.get(db)?.options.connectionString;
  if (address === undefined) return work(db);
  const apart = openDatabase(address, 6, IN_BACKGROUND);
  try {
    return await work(apart.db);
  } finally {
    await apart.close();
  }
}

/** One connection seen as a database: every statement goes through it. */
export function databaseOf(client: pg.PoolClient): Db {
  const lent = { query: client.query.bind(client), release: () => undefined };
  const pool = { connect: async () => lent, end: async () => undefined };
  return new Kysely<Record<never, never>>({
    dialect: new PostgresDialect({ pool: pool as unknown as pg.Pool }),
  });
}

/** All the rows of a query. */
export async function rows<T>(db: Db, query: RawBuilder<T>): Promise<T[]> {
  return (await query.execute(db)).rows;
}

/** The first row of a query, or undefined. */
export async function one<T>(db: Db, query: RawBuilder<T>): Promise<T | undefined> {
  return (await query.execute(db)).rows[0];
}

/** How many rows the statement changed. */
export async function affected(db: Db, query: RawBuilder<unknown>): Promise<number> {
  return Number((await query.execute(db)).numAffectedRows ?? 0n);
}

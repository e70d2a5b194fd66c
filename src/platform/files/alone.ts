import { sql } from 'kysely';
import pg from 'pg';

/** One lock for the loads of every register: some read what others bring. */
const LOAD_LOCK = 727_002;

/** SQL: whether a load is under way, in whatever process. */
export const UNDER_WAY = sql<boolean>`exists (select from pg_locks where locktype = 'advisory'
  and objid = ${sql.lit(LOAD_LOCK)} and classid = 0
  and database = (select oid from pg_database where datname = current_database()))`;

/**
 * Does work on loads on a connection that keeps every other load out, whatever the process. In: a direct address of the
 * database, the error to throw while another load runs. The lock ends with the connection, and so with the process.
 */
export async function alone<T>(
  url: string,
  busy: () => Error,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  // A connection that is cut fails the statement under way, which says so.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const lock = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) got', [LOAD_LOCK]);
    if (!lock.rows[0]?.got) throw busy();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

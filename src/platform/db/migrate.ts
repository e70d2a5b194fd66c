import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { openPool } from './connection.js';

/** Modules in the order of the dependency graph; their SQL runs in this order. */
const ORDER = [
  'platform',
  'modules/structures',
  'modules/access',
  'modules/authorities',
  'modules/registry',
  'modules/messaging',
  'modules/credentials',
  'modules/directory',
  'modules/identity-provider',
  'modules/tracking',
  'modules/guidance',
  'sandbox',
];

const LOCK = 727_001;

export class MigrationError extends Error {}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** Every migration file, in the order in which it runs. */
export function listMigrations(): Migration[] {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  return ORDER.flatMap((folder) => {
    const path = `${root}${folder}/migrations`;
    if (!existsSync(path)) return [];
    return readdirSync(path)
      .filter((file) => file.endsWith('.sql'))
      .sort()
      .map((file) => {
        const sql = readFileSync(`${path}/${file}`, 'utf8');
        return { name: `${folder}/${file}`, sql, checksum: createHash('sha256').update(sql).digest('hex') };
      });
  });
}

/**
 * Brings the database at `url` up to date. Harmless when repeated, and safe when several processes start at once.
 * @throws MigrationError when a file that already ran was edited.
 */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await migrateJobs(url);
    await client.query(
      'create table if not exists public.migrations (name text primary key, checksum text not null, ran_at timestamptz not null default now())',
    );
    const done = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from public.migrations',
    );
    const checksums = new Map(done.rows.map((row) => [row.name, row.checksum]));
    for (const migration of listMigrations()) {
      const known = checksums.get(migration.name);
      if (known === migration.checksum) continue;
      if (known)
        throw new MigrationError(`La migration ${migration.name} a changé après avoir été appliquée.`);
      await apply(client, migration);
    }
  } finally {
    await client.end();
  }
}

/** On a pool of ours: the library leaves its own open, with nobody listening to its errors. */
async function migrateJobs(url: string): Promise<void> {
  const pgPool = openPool(url, 2);
  try {
    await runMigrations({ pgPool, schema: 'graphile_worker' });
  } finally {
    await pgPool.end();
  }
}

// A migration finds every index that the ones before made: a load that was cut may have left some for later.
const COMPLETE = `do $$ begin
  if to_regproc('platform.make_late_indexes') is not null then perform platform.make_late_indexes(null); end if;
end $$`;

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(COMPLETE);
    await client.query(migration.sql);
    await client.query('insert into public.migrations (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new MigrationError(`La migration ${migration.name} a échoué : ${(cause as Error).message}`, {
      cause,
    });
  }
}

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { listMigrations, MigrationError, migrate } from '../../src/platform/db/migrate.js';
import { databaseUrl, onServer } from '../support/server.js';

let name: string;
let url: string;

beforeEach(async () => {
  name = `empty_${randomBytes(6).toString('hex')}`;
  url = databaseUrl(inject('templateUrl'), name);
  await onServer(url, (client) => client.query(`create database ${name}`));
});
afterEach(() => onServer(url, (client) => client.query(`drop database ${name} with (force)`)));

async function query<T extends pg.QueryResultRow>(text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Every column, index, constraint and view of the program's own schemas, as text. */
const schema = () =>
  query(`select 'column' kind, table_schema, table_name, column_name || ' ' || data_type || ' ' || is_nullable line
      from information_schema.columns where table_schema not in ('pg_catalog', 'information_schema')
    union all select 'index', schemaname, tablename, indexdef from pg_indexes
      where schemaname not in ('pg_catalog', 'information_schema')
    union all select 'view', schemaname, viewname, definition from pg_views
      where schemaname not in ('pg_catalog', 'information_schema')
    order by 1, 2, 3, 4`);

const ran = () =>
  query<{ name: string; at: string }>('select name, ran_at::text at from public.migrations order by name');

describe('the migrations', () => {
  it('make everything from nothing, and nothing more when they run again three times', async () => {
    await migrate(url);
    const [made, done] = [await schema(), await ran()];
    expect(done.map((row) => row.name)).toEqual(
      listMigrations()
        .map((one) => one.name)
        .sort(),
    );
    for (let again = 0; again < 3; again += 1) await migrate(url);
    expect([await schema(), await ran()]).toEqual([made, done]);
  });

  it('run once when ten installers start together', async () => {
    await Promise.all(Array.from({ length: 10 }, () => migrate(url)));
    expect(await ran()).toHaveLength(listMigrations().length);
    await migrate(databaseUrl(url, name));
  });

  it('refuse a file that was edited after it ran, and name it', async () => {
    await migrate(url);
    await query(`update public.migrations set checksum = 'of the file as it was'
      where name = 'modules/registry/0001_registry.sql'`);
    const refused = migrate(url);
    await expect(refused).rejects.toThrow(MigrationError);
    await expect(refused).rejects.toThrow(/modules\/registry\/0001_registry\.sql a changé/);
  });

  it('leave nothing of one that fails, and take it up again once it can pass', async () => {
    await query('create schema registry');
    const failed = migrate(url);
    await expect(failed).rejects.toThrow(/modules\/registry\/0001_registry\.sql a échoué/);
    expect((await ran()).some((row) => row.name.startsWith('modules/registry/'))).toBe(false);
    await query('drop schema registry');
    await migrate(url);
    expect(await ran()).toHaveLength(listMigrations().length);
  });
});

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { inject } from 'vitest';
import { databaseUrl, onServer } from './server.js';

const opened = new Set<string>();

/**
 * A new database with every table and no row, for the test file that asks (at its top or in beforeAll).
 * Returns its address. It is dropped after the file; connections still open then fail the file.
 */
export async function testDatabase(): Promise<string> {
  const template = inject('templateUrl');
  const name = `test_${randomBytes(8).toString('hex')}`;
  opened.add(name);
  await onServer(template, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE template_esculape`));
  return databaseUrl(template, name);
}

/** Drops the databases of the file that ends. Throws when it left connections open. */
export async function dropTestDatabases(): Promise<void> {
  if (opened.size === 0) return;
  const names = [...opened];
  opened.clear();
  const leaks = await onServer(inject('templateUrl'), async (client) => {
    const left = await waitForNone(client, names);
    for (const name of names) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    return left;
  });
  if (leaks.length > 0) throw new Error(`connections left open after the file:\n${leaks.join('\n')}`);
}

// A closed connection stays listed until its server process has left.
async function waitForNone(client: pg.Client, names: string[]): Promise<string[]> {
  for (let tries = 0; ; tries += 1) {
    const { rows } = await client.query<{ line: string }>(
      `SELECT format('%s %s: %s', application_name, state, left(query, 100)) AS line
         FROM pg_stat_activity WHERE datname = ANY($1) AND backend_type = 'client backend'`,
      [names],
    );
    if (rows.length === 0 || tries === 400) return rows.map((row) => row.line);
    await sleep(50);
  }
}

import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/platform/db/embedded.js';
import { migrate } from '../../src/platform/db/migrate.js';
import { databaseUrl, onServer } from './server.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the template database; testDatabase() clones it. */
    templateUrl: string;
  }
}

const PREFIX = 'esculape-test-';
const SERVER = 'server';

/** Settings of a server whose data nobody will miss. */
const FAST = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', shared_buffers: '128MB' };

/**
 * One folder for all that the run writes, in place of that of the machine: those who test may end before they clear up.
 * One server in it, with a template made by the production migrations.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // Other accounts must be able to go in, as into that of the machine: that which root lends to PostgreSQL among them.
  chmodSync(folder, 0o1777);
  process.env.TMPDIR = folder;
  const dataDir = join(folder, SERVER);
  const server = await startEmbedded({ dataDir, settings: FAST });
  const templateUrl = databaseUrl(server.url, 'template_esculape');
  await onServer(server.url, (client) => client.query('CREATE DATABASE template_esculape'));
  await migrate(templateUrl);
  project.provide('templateUrl', `${templateUrl}?connect_timeout=120`);
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Stops and deletes what runs that were killed left behind. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || runs(pid)) continue;
    const folder = join(tmpdir(), name);
    try {
      const left = await startEmbedded({ dataDir: join(folder, SERVER) });
      await left.stop();
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another run sweeps it, or another account made it.
    }
  }
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

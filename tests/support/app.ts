import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { createApp } from '../../src/app.js';
import type { App } from '../../src/platform/app.js';
import { readConfig } from '../../src/platform/config.js';
import { type Db, one } from '../../src/platform/db/connection.js';
import { freePorts } from '../../src/platform/free-ports.js';
import { settled } from '../../src/platform/jobs.js';
import { testDatabase } from './database.js';
import { EXTRACTS_DIR } from './extracts-dir.js';
import { IGC_KEYS } from './igc-keys.js';

export interface TestApp {
  readonly origin: string;
  readonly app: App;
  /** Waits until every job is done. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The real program on a clone of the template database, on a loopback port of its own, jobs running: those that are asked for.
 * What the program does by itself at each minute or hour would meet a test by chance; a test runs it when it wants it.
 */
export async function startTestApp(env: Record<string, string> = {}): Promise<TestApp> {
  const url = await testDatabase();
  const [port, demo1, demo2, card, tls, mtls] = await freePorts(6);
  const config = readConfig({
    PORT: String(port),
    DEMO_PORTS: `${demo1},${demo2}`,
    CARD_PORT: String(card),
    TLS_PORT: String(tls),
    MTLS_PORT: String(mtls),
    DATABASE_URL: url,
    ESCULAPE_LOG: 'silent',
    SANDBOX_PEOPLE: '0',
    EXTRACTS_DIR,
    ...IGC_KEYS,
    ...env,
  });
  const running = await createApp(config, { databaseUrl: url, worker: 'asked' });
  return {
    origin: config.origin,
    app: running.app,
    settle: () => settle(running.app.database.db),
    stop: () => running.stop(),
  };
}

async function settle(db: Db): Promise<void> {
  // Not at fault themselves: they are tried again by themselves, and what they do is waited for.
  const unlucky = sql<{ n: number }>`select count(*)::int n from graphile_worker.jobs
    where attempts > 0 and attempts < max_attempts and last_error ~* 'deadlock|serialize|timeout|connection'`;
  for (;;) {
    if (!(await settled(db, 120_000))) throw new Error('jobs are still running');
    if (!(await one(db, unlucky))?.n) return;
    await sleep(50);
  }
}

import { createApp } from '../../src/app.js';
import type { App } from '../../src/platform/app.js';
import { readConfig } from '../../src/platform/config.js';
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

/** The real program on a clone of the template database, on a loopback port of its own, jobs running. */
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
  const running = await createApp(config, { databaseUrl: url });
  return {
    origin: config.origin,
    app: running.app,
    async settle() {
      if (!(await settled(running.app.database.db))) throw new Error('jobs are still running');
    },
    stop: () => running.stop(),
  };
}

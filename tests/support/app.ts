import { type AddressInfo, createServer, type Server } from 'node:net';
import { createApp } from '../../src/app.js';
import type { App } from '../../src/platform/app.js';
import { readConfig } from '../../src/platform/config.js';
import { settled } from '../../src/platform/jobs.js';
import { testDatabase } from './database.js';

export interface TestApp {
  readonly origin: string;
  readonly app: App;
  /** Waits until every job is done. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** Ports that were free a moment ago, all different. */
async function freePorts(count: number): Promise<number[]> {
  const probes = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<Server>((resolve, reject) => {
          const probe = createServer().once('error', reject);
          probe.listen(0, '127.0.0.1', () => resolve(probe));
        }),
    ),
  );
  const ports = probes.map((probe) => (probe.address() as AddressInfo).port);
  for (const probe of probes) await new Promise((resolve) => probe.close(resolve));
  return ports;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  return (await freePorts(1))[0] ?? 0;
}

/** The real program on a clone of the template database, on a loopback port of its own, jobs running. */
export async function startTestApp(env: Record<string, string> = {}): Promise<TestApp> {
  const url = await testDatabase();
  const [port, demo1, demo2, card, tls] = await freePorts(5);
  const config = readConfig({
    PORT: String(port),
    DEMO_PORTS: `${demo1},${demo2}`,
    CARD_PORT: String(card),
    TLS_PORT: String(tls),
    DATABASE_URL: url,
    ESCULAPE_LOG: 'silent',
    SANDBOX_PEOPLE: '0',
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

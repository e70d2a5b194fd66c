import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { usableBinaries } from './embedded/binaries.js';
import { launch, makeCluster, shutDown } from './embedded/cluster.js';
import { findLive, type LiveServer } from './embedded/live.js';
import { NotStarted } from './embedded/not-started.js';
import { choosePlace, knownPlace } from './embedded/place.js';
import { serverAccount } from './embedded/run-as.js';

/** A PostgreSQL of our own, owned by this process until `stop`. */
export interface EmbeddedServer {
  /** `postgres://esculape:…@127.0.0.1:port/esculape` */
  url: string;
  /** True when the server outlived a killed program and was taken over. */
  adopted: boolean;
  /** Stops the server cleanly (fast shutdown) and gives the data folder back. Harmless when repeated. */
  stop(): Promise<void>;
}

/** Another live program works on this data folder. */
export class DataDirInUse extends Error {
  constructor(dataDir: string) {
    super(
      `Un autre Esculape utilise déjà le dossier de données ${dataDir}. Arrêtez-le, ou changez DATA_DIR.`,
    );
    this.name = 'DataDirInUse';
  }
}

export interface EmbeddedOptions {
  /** The folder of the data, made when absent. */
  dataDir: string;
  /** Receives one French sentence per long step. */
  log?: (line: string) => void;
  /** PostgreSQL settings to add or replace, by name. */
  settings?: Record<string, string>;
}

/**
 * Starts the embedded PostgreSQL of a data folder, or takes over the one that a killed program left
 * running there. Throws DataDirInUse when another live program owns the folder: of any number of
 * simultaneous starts exactly one succeeds. Throws NotStarted when PostgreSQL says why it cannot run.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { dataDir } = options;
  const place = choosePlace(dataDir, serverAccount());
  const { server, adopted, owner } = await ownServer(place, options);
  const url = await applicationDatabase(server.url);
  writeConnectionFile(dataDir, { url, pid: server.pid });
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    rmSync(connectionFile(dataDir), { force: true });
    // Still the owner while it stops: a start that comes now waits for the end, then starts afresh.
    await shutDown(place, server.pid);
    await owner.release().catch(() => undefined);
  };
  return { url, adopted, stop: () => (stopping ??= stop()) };
}

interface Owned {
  server: LiveServer;
  adopted: boolean;
  owner: { release(): Promise<void> };
}

async function ownServer(place: string, options: EmbeddedOptions): Promise<Owned> {
  for (let tries = 0; tries < 25; tries += 1) {
    const running = await findLive(place);
    const server = running ?? (await startHere(place, options));
    const owner = server && (await holdLock(server.url, 'esculape.embedded').catch(() => 'lost' as const));
    // Whoever holds the lock may already work on this server: leave it running, even if we started it.
    if (server && !owner) break;
    if (server && owner && owner !== 'lost') return { server, adopted: running !== undefined, owner };
    // Another program is starting or stopping it at this moment.
    await sleep(200);
  }
  throw new DataDirInUse(options.dataDir);
}

/** The address of the live server of a data folder, or undefined when none runs. Starts nothing. */
export async function attachEmbedded(dataDir: string): Promise<{ url: string } | undefined> {
  const place = knownPlace(dataDir);
  const live = place && (await findLive(place));
  return live ? { url: await applicationDatabase(live.url) } : undefined;
}

/**
 * Takes the right to be the one running program of a database, for as long as `release` is not called
 * and this process lives. Returns undefined when another process has it.
 */
export function claimOwnership(url: string): Promise<{ release(): Promise<void> } | undefined> {
  return holdLock(url, 'esculape.start');
}

async function startHere(place: string, options: EmbeddedOptions): Promise<LiveServer | undefined> {
  const account = serverAccount();
  const native = usableBinaries(account, place);
  options.log?.('Démarrage de la base de données…');
  makeCluster(native, place, account);
  let launched = await launch(native, place, account, options.settings ?? {});
  for (let again = 0; 'failure' in launched && again < 50; again += 1) {
    if (launched.failure === 'in-use') return undefined;
    if (launched.failure === 'other') break;
    // The last processes of a killed server are leaving, or a neighbour took the port: a moment is enough.
    await sleep(200);
    launched = await launch(native, place, account, options.settings ?? {});
  }
  if ('failure' in launched) {
    throw new NotStarted('PostgreSQL n’a pas démarré', launched.log, join(place, 'postgres.log'));
  }
  return launched;
}

async function holdLock(url: string, name: string): Promise<{ release(): Promise<void> } | undefined> {
  const client = new pg.Client({ connectionString: url, keepAlive: true });
  client.on('error', () => undefined);
  await client.connect();
  // The lock of a program that was just killed is freed within moments, later on a machine at its limits.
  for (let tries = 0; tries < 60; tries += 1) {
    const { rows } = await client.query<{ held: boolean }>(
      'SELECT pg_try_advisory_lock(hashtext($1)) AS held',
      [name],
    );
    if (rows[0]?.held) return { release: () => client.end() };
    await sleep(50);
  }
  await client.end();
  return undefined;
}

async function applicationDatabase(maintenanceUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: maintenanceUrl });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = 'esculape'");
    if (found.rowCount === 0) await client.query('CREATE DATABASE esculape');
  } finally {
    await client.end();
  }
  const url = new URL(maintenanceUrl);
  url.pathname = '/esculape';
  return url.href;
}

function connectionFile(dataDir: string): string {
  return join(dataDir, 'connection.json');
}

function writeConnectionFile(dataDir: string, content: { url: string; pid: number }): void {
  rmSync(connectionFile(dataDir), { force: true });
  writeFileSync(connectionFile(dataDir), `${JSON.stringify(content)}\n`, { mode: 0o600 });
}

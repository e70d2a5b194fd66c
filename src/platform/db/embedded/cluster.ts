import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../../free-ports.js';
import {
  forgetStalePid,
  isAlive,
  type LiveServer,
  localUrl,
  probe,
  readPassword,
  readPidFile,
} from './live.js';
import { NotStarted } from './not-started.js';
import { giveTo, type RunAs, runAs, serverEnv } from './run-as.js';

/** Settings for a laptop or a small server; the caller may add to them or replace them. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '256MB',
  max_connections: '200',
  jit: 'off',
  synchronous_commit: 'on',
  max_wal_size: '2GB',
  // Nobody copies this server: what fills a new file needs no journal, only to be on the disk at the commit.
  wal_level: 'minimal',
  max_wal_senders: '0',
  timezone: 'UTC',
};

/**
 * Makes the cluster of `place` unless it is there: UTF-8, byte order by default (ICU collations stay
 * available by name), one role `esculape` with a random password. The folder appears whole or not at
 * all, so that an interrupted first start, or two at once, leave nothing half made.
 */
export function makeCluster(native: string, place: string, account: RunAs): void {
  const cluster = join(place, 'cluster');
  if (existsSync(cluster)) return;
  const draft = mkdtempSync(join(place, 'draft-'));
  giveTo(account, draft);
  const password = join(draft, 'password');
  writeFileSync(password, randomBytes(24).toString('hex'), { mode: 0o600 });
  giveTo(account, password);
  const options = [
    '-U',
    'esculape',
    '-A',
    'scram-sha-256',
    `--pwfile=${password}`,
    '-E',
    'UTF8',
    '--no-sync',
  ];
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const done = runAs(account, join(native, 'bin', 'initdb'), [
    ...options,
    ...locale,
    '-D',
    join(draft, 'data'),
  ]);
  if (!done.ok) {
    rmSync(draft, { recursive: true, force: true });
    throw new NotStarted('La base de données n’a pas pu être créée', done.output);
  }
  try {
    renameSync(draft, cluster);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(cluster)) throw error;
  }
}

/** How an attempt to start ended: the server, or why there is none. */
export type Launch = LiveServer | { failure: 'in-use' | 'busy-port' | 'old-memory' | 'other'; log: string };

/**
 * Starts PostgreSQL on a free port of the loopback, or on `settings.port`, and waits until it takes connections (crash recovery
 * included). The server is its own process group: Ctrl-C reaches our program only, which stops it.
 */
export async function launch(
  native: string,
  place: string,
  account: RunAs,
  settings: Record<string, string>,
): Promise<Launch> {
  forgetStalePid(place);
  const port = Number(settings.port ?? (await freePorts(1))[0]);
  const log = join(place, 'postgres.log');
  const output = openSync(log, 'a', 0o600);
  const from = readFileSync(log).length;
  const wanted = Object.entries({ ...SETTINGS, ...settings }).map(([name, value]) => `--${name}=${value}`);
  const server = spawn(
    join(native, 'bin', 'postgres'),
    ['-D', join(place, 'cluster', 'data'), '-p', String(port), ...wanted],
    { ...account, cwd: '/', env: serverEnv(), detached: true, stdio: ['ignore', output, output] },
  );
  closeSync(output);
  let ended = false;
  server.once('error', () => {
    ended = true;
  });
  server.once('exit', () => {
    ended = true;
  });
  server.unref();
  const url = localUrl(port, readPassword(place), 'postgres');
  while (!ended) {
    if (readPidFile(place)?.pid === server.pid && (await probe(url)) === 'up') {
      return { url, pid: server.pid ?? 0 };
    }
    await sleep(25);
  }
  return explain(readFileSync(log).subarray(from).toString());
}

function explain(log: string): Launch {
  if (/lock file "postmaster.pid" already exists/.test(log)) return { failure: 'in-use', log };
  if (/could not create any TCP\/IP sockets/.test(log)) return { failure: 'busy-port', log };
  if (/pre-existing shared memory block/.test(log)) return { failure: 'old-memory', log };
  return { failure: 'other', log };
}

/** Stops a server as `pg_ctl stop -m fast` does, whoever started it; immediate after 30 s. */
export async function shutDown(place: string, pid: number): Promise<void> {
  const signals: [NodeJS.Signals, number][] = [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
  ];
  for (const [signal, patience] of signals) {
    if (readPidFile(place)?.pid !== pid || !isAlive(pid)) return;
    process.kill(pid, signal);
    const until = Date.now() + patience;
    while (Date.now() < until) {
      if (readPidFile(place)?.pid !== pid || !isAlive(pid)) return;
      await sleep(20);
    }
  }
  throw new Error(`PostgreSQL (processus ${pid}) ne s'est pas arrêté.`);
}

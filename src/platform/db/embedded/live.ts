import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A server that answers: its address (database `postgres`, role `esculape`) and its process. */
export interface LiveServer {
  url: string;
  pid: number;
}

/** Address of one database of a server on this machine, for the role `esculape`. */
export function localUrl(port: number, password: string, database: string): string {
  return `postgres://esculape:${password}@127.0.0.1:${port}/${database}`;
}

/** What PostgreSQL wrote about itself: its process and its port; undefined when it is not started. */
export function readPidFile(place: string): { pid: number; port: number } | undefined {
  try {
    const lines = readFileSync(join(place, 'cluster', 'data', 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    const port = Number(lines[3]);
    return pid > 0 && port > 0 ? { pid, port } : undefined;
  } catch {
    return undefined;
  }
}

/** True while a process has this number, whoever owns it; one that ended and was not waited for is dead. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return linuxProcess(pid)?.state !== 'Z';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Sets aside the pid file of a killed server whose process number now belongs to another program (a
 * container that restarts gives the same numbers again): PostgreSQL would take that program for itself.
 */
export function forgetStalePid(place: string): void {
  const stale = readPidFile(place);
  const found = stale && linuxProcess(stale.pid);
  if (!found || (found.name === 'postgres' && found.state !== 'Z')) return;
  const file = join(place, 'cluster', 'data', 'postmaster.pid');
  const aside = `${file}.${process.pid}`;
  renameSync(file, aside);
  // A simultaneous start replaced it in between: give it back.
  if (Number.parseInt(readFileSync(aside, 'utf8'), 10) !== stale.pid) renameSync(aside, file);
}

function linuxProcess(pid: number): { name: string; state: string } | undefined {
  try {
    const parts = /^\d+ \((.*)\) (\S)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return parts ? { name: parts[1] ?? '', state: parts[2] ?? '' } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The live server of a cluster folder, if any. Waits while the server says that it starts, recovers or
 * stops, and while it is late (no answer in `tryMs`). A process number that another program took over is told apart by connecting with our password.
 */
export async function findLive(
  place: string,
  patienceMs = 60_000,
  tryMs = 5_000,
): Promise<LiveServer | undefined> {
  const until = Date.now() + patienceMs;
  while (Date.now() < until) {
    const file = readPidFile(place);
    if (!file || !isAlive(file.pid)) return undefined;
    const url = localUrl(file.port, readPassword(place), 'postgres');
    const answer = await probe(url, tryMs);
    if (answer === 'up') return { url, pid: file.pid };
    if (answer === 'down' || (answer === 'late' && !isPostgres(file.pid))) return undefined;
    await sleep(50);
  }
  return undefined;
}

/** The random password that was drawn when the cluster was made. */
export function readPassword(place: string): string {
  return readFileSync(join(place, 'cluster', 'password'), 'utf8').trim();
}

/** Whether that process is a PostgreSQL server, where the system tells. */
const isPostgres = (pid: number): boolean => linuxProcess(pid)?.name === 'postgres';

/**
 * Asks a server whether it takes connections: `up`, `wait` (starting or stopping), `late` (no answer within `patienceMs`, as
 * on a machine at its limits) or `down`.
 */
export async function probe(url: string, patienceMs = 5_000): Promise<'up' | 'wait' | 'late' | 'down'> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: patienceMs });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return 'up';
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    // 57P03 cannot_connect_now: the server starts, recovers or shuts down.
    if (code === '57P03') return 'wait';
    return code === undefined && /timeout/i.test(message ?? '') ? 'late' : 'down';
  }
}

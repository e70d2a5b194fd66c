import { readFileSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';
import type pg from 'pg';

/** Who waits for a page or a token goes before work that nobody waits for. */
export const IN_BACKGROUND = constants.priority.PRIORITY_BELOW_NORMAL;

/**
 * Gives the process of the server behind a connection the niceness of the thread that opened it, and at least a given one,
 * where the server runs on this machine (Linux). To be called before the first statement. A process that
 * has yielded never comes back: the connection is for nothing else. Harmless where it may not be done.
 */
export function workAt(client: pg.PoolClient, least = 0): void {
  const niceness = Math.max(least, getPriority());
  if (niceness <= 0 || process.platform !== 'linux') return;
  const { processID, connection } = client as unknown as Opened;
  try {
    // The title of the process names the port of its client: a pooler, or another machine, has no such process here.
    const title = readFileSync(`/proc/${processID}/cmdline`, 'latin1');
    const isOurs = title.startsWith('postgres:') && title.includes(`(${connection.stream.localPort})`);
    if (isOurs && getPriority(processID) < niceness) setPriority(processID, niceness);
  } catch {
    // No such process on this machine, or that of another account: the work is done all the same, without yielding.
  }
}

/** What the driver knows of a connection and its types do not tell. */
interface Opened {
  readonly processID: number;
  readonly connection: { readonly stream: { readonly localPort?: number } };
}

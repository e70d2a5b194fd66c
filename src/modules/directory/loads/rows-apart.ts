import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { addressOf } from '../../../platform/db/connection.js';
import type { Share } from '../../registry/index.js';
import { keepNames } from '../names.js';
import { rowsOfLoad } from './rows-of-load.js';
import type { RowsWorld } from './rows-world.js';

/** Fewer people are made before a thread is there. */
const ENOUGH = 20_000;

/** The compiled program has it; tests that read the sources make all in one thread. */
const THREAD = new URL('./rows-thread.js', import.meta.url);

/** While one thread makes rows, another does, and the server takes them: more would only wait. */
const THREADS = 2;

/** Memory of a thread in MB: past people lie there until it is needed, unless it is told how much there is. */
const MEMORY = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 80 };

/** What the thread is told at its beginning. */
export interface RowsAsked {
  readonly url: string;
  readonly load: number;
  /** What the simulated clock is ahead of the real one, in milliseconds. */
  readonly ahead: number;
  readonly share: Share;
}

/** What a thread tells: bytes, each piece answered by a message when it may make more; names; then the end, or why not. */
export type RowsTold =
  | { readonly piece: Uint8Array }
  | { readonly names: readonly string[] }
  | { readonly ended: true }
  | { readonly failure: { readonly message: string } };

/**
 * The same as `rowsOfLoad`, in threads of their own where there are many people and more than one core: who waits for a
 * page does not share them. In: how many people there are, besides.
 */
export async function rowsApart(
  world: RowsWorld,
  load: number,
  people: number,
  take: (piece: Buffer) => Promise<void>,
): Promise<void> {
  const names = (terms: Iterable<string>) => keepNames(world, terms);
  const worth = people >= ENOUGH && availableParallelism() > 1;
  if (!worth || !existsSync(fileURLToPath(THREAD))) return rowsOfLoad(world, load, { take, names });
  const ahead = world.clock.now().getTime() - Date.now();
  const asked = { url: addressOf(world.db), load, ahead };
  const threads = Array.from({ length: THREADS }, (_, rank) => {
    const workerData: RowsAsked = { ...asked, share: { rank, of: THREADS } };
    return new Worker(THREAD, { workerData, resourceLimits: MEMORY });
  });
  // One piece after the other, one lot of names after the other, whichever thread they come from.
  const takers = { take: oneByOne(take), names: oneByOne(names) };
  try {
    await Promise.all(threads.map((thread) => Promise.race([ended(thread), listen(thread, takers)])));
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

function ended(thread: Worker): Promise<never> {
  const died = once(thread, 'exit').then(() => {
    throw new Error('a thread that makes the rows of a load has ended');
  });
  died.catch(() => undefined);
  return died;
}

function oneByOne<T>(take: (one: T) => Promise<void>): (one: T) => Promise<void> {
  let taken = Promise.resolve();
  return (one) => {
    taken = taken.then(() => take(one));
    return taken;
  };
}

interface Takers {
  readonly take: (piece: Buffer) => Promise<void>;
  readonly names: (terms: readonly string[]) => Promise<void>;
}

function listen(thread: Worker, { take, names }: Takers): Promise<void> {
  return new Promise((resolve, reject) => {
    let last: Promise<unknown> = Promise.resolve();
    const doing = (done: Promise<void>) => {
      last = Promise.all([last, done]);
      last.catch(reject);
      return done;
    };
    thread.once('error', reject);
    thread.on('message', (told: RowsTold) => {
      if ('failure' in told) reject(new Error(told.failure.message));
      else if ('ended' in told) last.then(() => resolve(), reject);
      else if ('names' in told) doing(names(told.names)).catch(reject);
      else {
        const { buffer, byteOffset, byteLength } = told.piece;
        const taken = doing(take(Buffer.from(buffer, byteOffset, byteLength)));
        taken.then(() => thread.postMessage('taken'), reject);
      }
    });
  });
}

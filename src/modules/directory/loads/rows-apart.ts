import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { addressOf } from '../../../platform/db/connection.js';
import { keepNamesOfLoad } from '../names.js';
import { rowsOfLoad } from './rows-of-load.js';
import type { RowsWorld } from './rows-world.js';

/** Fewer people are made before a thread is there. */
const ENOUGH = 20_000;

/** The compiled program has it; tests that read the sources make all in one thread. */
const THREAD = new URL('./rows-thread.js', import.meta.url);

/**
 * Memory of the thread in MB: past people lie there until it is needed, unless it is told how much there is. A third of what is
 * new is a half where objects are made: those of two lots fit, and hardly any is taken for old.
 */
const MEMORY = { maxYoungGenerationSizeMb: 96, maxOldGenerationSizeMb: 192 };

/** What the thread is told at its beginning. */
export interface RowsAsked {
  readonly url: string;
  readonly load: number;
  /** What the simulated clock is ahead of the real one, in milliseconds. */
  readonly ahead: number;
}

/** What the thread tells: bytes, each piece given back when they are taken; that these were all; the end, or why not. */
export type RowsTold =
  | { readonly piece: Uint8Array<ArrayBuffer> }
  | { readonly rows: true }
  | { readonly ended: true }
  | { readonly failure: { readonly message: string } };

/** All rows of a load are made. */
export interface RowsMade {
  /** Ends when the words of their names are kept as well, which goes on beside. */
  readonly names: Promise<void>;
}

/**
 * The same as `rowsOfLoad`, in a thread of its own where there are many people and more than one core: who waits for a
 * page does not share it. In: how many people there are, besides; `take` ends when the memory of a piece may be written again.
 */
export async function rowsApart(
  world: RowsWorld,
  load: number,
  people: number,
  take: (piece: Buffer) => Promise<void>,
): Promise<RowsMade> {
  const worth = people >= ENOUGH && availableParallelism() > 1;
  if (!worth || !existsSync(fileURLToPath(THREAD)))
    return rowsMade(keepNamesOfLoad(world, await rowsOfLoad(world, load, take)));
  const ahead = world.clock.now().getTime() - Date.now();
  const asked: RowsAsked = { url: addressOf(world.db), load, ahead };
  // What the program was told of its own new objects would go for those of the thread as well.
  setFlagsFromString('--max-semi-space-size=0');
  const thread = new Worker(THREAD, { workerData: asked, resourceLimits: MEMORY });
  const { rows, ended } = listen(thread, take);
  const all = rowsMade(ended.finally(() => thread.terminate()));
  await rows.catch(async (error) => {
    await all.names.catch(() => undefined);
    throw error;
  });
  return all;
}

/** That all rows are made, while the words of their names are kept. */
export function rowsMade(names: Promise<void>): RowsMade {
  // Told to who waits for it.
  names.catch(() => undefined);
  return { names };
}

function listen(thread: Worker, take: (piece: Buffer) => Promise<void>) {
  const [rows, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const fail = (error: unknown) => {
    rows.reject(error);
    ended.reject(error);
  };
  let taken = Promise.resolve();
  thread.once('error', fail);
  thread.once('exit', () => fail(new Error('the thread that makes the rows of a load has ended')));
  thread.on('message', (told: RowsTold) => {
    if ('failure' in told) fail(new Error(told.failure.message));
    else if ('rows' in told) taken.then(rows.resolve, fail);
    else if ('ended' in told) taken.then(ended.resolve, fail);
    else {
      const { buffer, byteOffset, byteLength } = told.piece;
      taken = taken.then(() => take(Buffer.from(buffer, byteOffset, byteLength)));
      taken.then(() => thread.postMessage(buffer, [buffer]), fail);
    }
  });
  return { rows: rows.promise, ended: ended.promise };
}

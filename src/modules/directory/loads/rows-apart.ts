import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { addressOf } from '../../../platform/db/connection.js';
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

/** What the thread tells: bytes, each piece given back when they are taken; then the end, or why not. */
export type RowsTold =
  | { readonly piece: Uint8Array<ArrayBuffer> }
  | { readonly ended: true }
  | { readonly failure: { readonly message: string } };

/**
 * The same as `rowsOfLoad`, in a thread of its own where there are many people and more than one core: who waits for a
 * page does not share it. In: how many people there are, besides; `take` ends when the memory of a piece may be written again.
 */
export async function rowsApart(
  world: RowsWorld,
  load: number,
  people: number,
  take: (piece: Buffer) => Promise<void>,
): Promise<void> {
  const worth = people >= ENOUGH && availableParallelism() > 1;
  if (!worth || !existsSync(fileURLToPath(THREAD))) return rowsOfLoad(world, load, take);
  const ahead = world.clock.now().getTime() - Date.now();
  const asked: RowsAsked = { url: addressOf(world.db), load, ahead };
  // What the program was told of its own new objects would go for those of the thread as well.
  setFlagsFromString('--max-semi-space-size=0');
  const thread = new Worker(THREAD, { workerData: asked, resourceLimits: MEMORY });
  const died = once(thread, 'exit').then(() => {
    throw new Error('the thread that makes the rows of a load has ended');
  });
  died.catch(() => undefined);
  try {
    await Promise.race([died, listen(thread, take)]);
  } finally {
    await thread.terminate();
  }
}

function listen(thread: Worker, take: (piece: Buffer) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let taken = Promise.resolve();
    thread.once('error', reject);
    thread.on('message', (told: RowsTold) => {
      if ('failure' in told) reject(new Error(told.failure.message));
      else if ('ended' in told) taken.then(resolve, reject);
      else {
        const { buffer, byteOffset, byteLength } = told.piece;
        taken = taken.then(() => take(Buffer.from(buffer, byteOffset, byteLength)));
        taken.then(() => thread.postMessage(buffer, [buffer]), reject);
      }
    });
  });
}

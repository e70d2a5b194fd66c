import { setImmediate } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';
import { today } from '../../../platform/clock.js';
import { collectGarbage } from '../../../platform/memory.js';
import { type Person, peopleOfLoad } from '../../registry/index.js';
import { entryLine } from '../rules/entry-line.js';
import { structureIdsOf } from '../rules/settle-places.js';
import { EntryRows } from './entry-rows.js';
import { KnownPlaces, type Places } from './known-places.js';
import type { RowsWorld } from './rows-world.js';

const SLICE = 8;
/** People between two collections of garbage: measured, 269 MB are then held in place of 480. */
const COLLECT_EVERY = 20_000;

/**
 * Makes the entries of all the people of a load, as the bytes that COPY takes. In: the world outside the transaction
 * that writes them, the number of the load, what takes the bytes, what gives the memory of pieces that were taken. Out:
 * the terms of their names, see `keepNamesOfLoad`.
 */
export async function rowsOfLoad(
  world: RowsWorld,
  load: number,
  take: (piece: Buffer) => Promise<void>,
  spare?: () => Buffer | undefined,
): Promise<ReadonlySet<string>> {
  const on = today(world.clock);
  const places = new KnownPlaces(world);
  const rows = new EntryRows(world, take, spare);
  let made = 0;
  const make = async (people: readonly Person[], found: Promise<Places>) => {
    const around = await found;
    for (const person of people) {
      made += 1;
      if (isMainThread) {
        // Who waits for a page shares this thread. A thread of its own has a limit of memory of its own.
        if (made % SLICE === 0) await setImmediate();
        if (made % COLLECT_EVERY === 0) collectGarbage();
      }
      const behind = rows.add(entryLine(person, around, on));
      if (behind) await behind;
    }
  };
  let before = Promise.resolve();
  await peopleOfLoad(world, load, async (people) => {
    // While the places of these people are looked up, the rows of those before are made.
    const found = places.of(structureIdsOf(people));
    found.catch(() => undefined);
    await before;
    before = make(people, found);
    before.catch(() => undefined);
  });
  await before;
  return rows.end();
}

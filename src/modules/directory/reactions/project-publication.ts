import { setImmediate } from 'node:timers/promises';
import { today } from '../../../platform/clock.js';
import { type Ctx, copyingTransaction } from '../../../platform/context.js';
import { emit, type Reaction } from '../../../platform/events.js';
import { collectGarbage } from '../../../platform/memory.js';
import { type Person, peopleOfLoad } from '../../registry/index.js';
import { type Structure, structuresById } from '../../structures/index.js';
import { writeLoad } from '../bulk.js';
import { publicationApplied } from '../events.js';
import { copyAllMailboxes } from '../mailboxes/copy-mailboxes.js';
import { publish } from '../publications/publish.js';
import { isShown, loadsBehind, originOf } from '../queries/loads-behind.js';
import { type EntryLine, entryLine } from '../rules/entry-line.js';
import { structureIdsOf } from '../rules/settle-places.js';

/**
 * Brings the directory's copy of all the people of a load of national files up to date, in one transaction: readers see
 * the publication as a whole. Subjects are loads. Harmless when repeated.
 */
export const projectPublication: Reaction = {
  name: 'directory.project-publication',
  async run(ctx, loads) {
    for (const load of loads) await project(ctx, Number(load));
  },
  behind: loadsBehind,
};

const SLICE = 8;
/** People between two collections of garbage: measured, 269 MB are then held in place of 480. */
const COLLECT_EVERY = 20_000;
const MOST_PLACES = 5_000;

function project(ctx: Ctx, load: number): Promise<void> {
  return copyingTransaction(ctx, async (tx, client) => {
    if (await isShown(tx, load)) return;
    await writeLoad(ctx, { tx, client, load }, (write) => makeLines(ctx, load, write));
    await copyAllMailboxes(tx);
    const { number } = await publish(tx, originOf(load));
    await emit(tx, [publicationApplied(number)]);
  });
}

async function makeLines(
  ctx: Ctx,
  load: number,
  write: (line: EntryLine) => Promise<void> | undefined,
): Promise<void> {
  const on = today(ctx.clock);
  const known = new KnownPlaces(ctx);
  let made = 0;
  const make = async (people: readonly Person[], found: Promise<Places>) => {
    const places = await found;
    for (const [n, person] of people.entries()) {
      // Who waits for a page shares this process.
      if (n % SLICE === 0) await setImmediate();
      made += 1;
      if (made % COLLECT_EVERY === 0) collectGarbage();
      const behind = write(entryLine(person, places, on));
      if (behind) await behind;
    }
  };
  let before = Promise.resolve();
  await peopleOfLoad(ctx, load, async (people) => {
    // While the places of these people are looked up, the lines of those before are made.
    const places = known.of(structureIdsOf(people));
    places.catch(() => undefined);
    await before;
    before = make(people, places);
    before.catch(() => undefined);
  });
  await before;
}

type Places = ReadonlyMap<string, Structure>;

/** The last places met: many people work in the same ones. */
class KnownPlaces {
  private held = new Map<string, Structure>();

  constructor(private readonly ctx: Ctx) {}

  async of(ids: readonly string[]): Promise<Places> {
    const { held } = this;
    const found = await structuresById(
      this.ctx,
      ids.filter((id) => !held.has(id)),
    );
    const places = new Map<string, Structure>();
    for (const id of ids) {
      const one = found.get(id) ?? held.get(id);
      if (one) places.set(id, one);
    }
    if (held.size > MOST_PLACES) this.held = new Map();
    // Practices have one person each: only establishments come again.
    for (const [id, one] of found) if (!id.startsWith('R')) this.held.set(id, one);
    return places;
  }
}

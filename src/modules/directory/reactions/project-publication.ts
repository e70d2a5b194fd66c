import { today } from '../../../platform/clock.js';
import { type Ctx, copyingTransaction } from '../../../platform/context.js';
import { emit, type Reaction } from '../../../platform/events.js';
import { type Person, peopleOfLoad } from '../../registry/index.js';
import { structuresById } from '../../structures/index.js';
import { writeLoad } from '../bulk.js';
import { publicationApplied } from '../events.js';
import { publish } from '../publications/publish.js';
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
};

function project(ctx: Ctx, load: number): Promise<void> {
  return copyingTransaction(ctx, async (tx, client) => {
    await writeLoad(ctx, { tx, client, load }, (write) => makeLines(ctx, load, write));
    const { number } = await publish(tx, `import:${load}`);
    await emit(tx, [publicationApplied(number)]);
  });
}

async function makeLines(
  ctx: Ctx,
  load: number,
  write: (line: EntryLine) => Promise<void> | undefined,
): Promise<void> {
  const on = today(ctx.clock);
  const make = async (people: readonly Person[], found: ReturnType<typeof structuresById>) => {
    const places = await found;
    for (const person of people) {
      const behind = write(entryLine(person, places, on));
      if (behind) await behind;
    }
  };
  let before = Promise.resolve();
  await peopleOfLoad(ctx, load, async (people) => {
    // While the places of these people are looked up, the lines of those before are made.
    const places = structuresById(ctx, structureIdsOf(people));
    places.catch(() => undefined);
    await before;
    before = make(people, places);
    before.catch(() => undefined);
  });
  await before;
}

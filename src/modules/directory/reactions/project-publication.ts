import { today } from '../../../platform/clock.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import { emit, type Reaction } from '../../../platform/events.js';
import { persons } from '../../registry/index.js';
import { structuresById } from '../../structures/index.js';
import { publicationApplied } from '../events.js';
import { publish } from '../publications/publish.js';
import { peopleOfLoad } from '../queries/people-of-load.js';
import { entryLine } from '../rules/entry-line.js';
import { structureIdsOf } from '../rules/settle-places.js';
import { writeEntries } from '../store.js';

const BATCH = 2000;

/**
 * Brings the directory's copy of all the people of a load of national files up to date, in one transaction: readers see
 * the publication as a whole. Subjects are loads. Harmless when repeated.
 */
export const projectPublication: Reaction = {
  name: 'directory.project-publication',
  async run(ctx, loads) {
    for (const load of loads) await transaction(ctx, (tx) => project(tx, Number(load)));
  },
};

async function project(ctx: Ctx, load: number): Promise<void> {
  const on = today(ctx.clock);
  let after = '';
  for (;;) {
    const idNats = await peopleOfLoad(ctx, load, { after, limit: BATCH });
    const last = idNats.at(-1);
    if (last === undefined) break;
    const people = await persons(ctx, idNats);
    const places = await structuresById(ctx, structureIdsOf(people.values()));
    await writeEntries(
      ctx,
      [...people.values()].map((found) => entryLine(found, places, on)),
    );
    after = last;
  }
  const { number } = await publish(ctx, `import:${load}`);
  await emit(ctx, [publicationApplied(number)]);
}

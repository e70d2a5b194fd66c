import { today } from '../../../platform/clock.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import { emit, type Reaction } from '../../../platform/events.js';
import { doLast } from '../../../platform/jobs/onward.js';
import { persons } from '../../registry/index.js';
import { structuresById } from '../../structures/index.js';
import { personPublished } from '../events.js';
import { copyMailboxesOfPeople } from '../mailboxes/copy-mailboxes.js';
import { publish } from '../publications/publish.js';
import { entriesBehind } from '../queries/entries-behind.js';
import { entryLine } from '../rules/entry-line.js';
import { structureIdsOf } from '../rules/settle-places.js';
import { writeEntries } from '../store.js';
import { copyCards } from './follow-cards.js';

/**
 * Brings the directory's copy of some people up to date with the register, and says so for those that changed.
 * Eight statements for any number of people; harmless when repeated or late.
 */
export const projectPeople: Reaction = {
  name: 'directory.project-people',
  together: true,
  run: (ctx, idNats) => transaction(ctx, (inside) => project(inside, idNats)),
  behind: entriesBehind,
};

async function project(ctx: Ctx, idNats: readonly string[]): Promise<void> {
  const people = await persons(ctx, idNats);
  const places = await structuresById(ctx, structureIdsOf(people.values()));
  const on = today(ctx.clock);
  const lines = [...people.values()].map((found) => entryLine(found, places, on));
  const written = await writeEntries(ctx, lines);
  // A mailbox may have been declared, a card made, before the entry was there to hold it.
  if (written.size > 0) await copyMailboxesOfPeople(ctx, [...written.keys()]);
  const fresh = [...written].filter(([, isNew]) => isNew).map(([idNat]) => idNat);
  if (fresh.length > 0) await copyCards(ctx, fresh);
  await emit(
    ctx,
    lines.filter((line) => written.has(line.idNat)).map((line) => personPublished(line)),
  );
  if (written.size > 0) await doLast(ctx, () => publish(ctx, 'live'));
}

import type { Ctx } from '../../../platform/context.js';
import type { Person } from '../../registry/index.js';
import { structuresById } from '../../structures/index.js';
import type { EntryPerson } from '../entry.js';
import { settlePlaces, structureIdsOf } from '../rules/settle-places.js';

/** A person of the register with the structures of his activities, to be shown as a file card. One statement. */
export async function withPlaces(ctx: Ctx, person: Person): Promise<EntryPerson> {
  return settlePlaces(person, await structuresById(ctx, structureIdsOf([person])));
}

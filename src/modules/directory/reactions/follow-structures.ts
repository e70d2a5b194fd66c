import { type Ctx, transaction } from '../../../platform/context.js';
import type { Reaction } from '../../../platform/events.js';
import { touch } from '../../registry/index.js';
import { publish } from '../publications/publish.js';
import { peopleWithStalePlaces, structuresBehind } from '../queries/stale-places.js';

/**
 * Brings those who work in some structures up to date: they have a new version, which every copy follows by the normal
 * way. Harmless when repeated: entries that hold the current copy are left alone.
 */
export const followStructures: Reaction = {
  name: 'directory.follow-structures',
  run: (ctx, structures) => transaction(ctx, (tx) => follow(tx, structures)),
  behind: structuresBehind,
  subjects: 'structures',
};

async function follow(ctx: Ctx, structures: readonly string[]): Promise<void> {
  await touch(ctx, await peopleWithStalePlaces(ctx, structures));
  await publish(ctx, 'structures');
}

/** Numbers the state of the directory that a whole file of structures made. */
export const followStructureLoad: Reaction = {
  name: 'directory.follow-structure-load',
  run: (ctx, [load = '']) =>
    transaction(ctx, async (tx) => {
      await publish(tx, `finess:${load}`);
    }),
};

import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { emit } from '../../../platform/events.js';
import { personChanged } from '../events.js';
import type { SavedPerson } from './save-persons.js';

const BATCH = 5000;

/**
 * Gives people a new version though no part of theirs changed, when what they point to did: the name or the address
 * of the place where they work. In: national identifiers; unknown ones are left out. Out: how many people.
 */
export function touch(ctx: Ctx, idNats: readonly string[]): Promise<number> {
  return transaction(ctx, async (tx) => {
    let touched = 0;
    for (let from = 0; from < idNats.length; from += BATCH) {
      const saved = await renew(tx, idNats.slice(from, from + BATCH));
      await emit(tx, saved.map(personChanged));
      touched += saved.length;
    }
    return touched;
  });
}

// Locked in the order of their keys, like every writer of the register.
function renew(ctx: Ctx, idNats: readonly string[]): Promise<SavedPerson[]> {
  return rows(
    ctx.db,
    sql<SavedPerson>`with held as materialized (
        select id from registry.persons where id_nat = any(${[...idNats]}) order by id for update)
      update registry.persons p set version = p.version + 1, updated_at = ${ctx.clock.now()}
      from held where p.id = held.id returning p.id_nat "idNat", p.version, p.origins`,
  );
}

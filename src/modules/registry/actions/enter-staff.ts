import { sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { emit } from '../../../platform/events.js';
import { personChanged } from '../events.js';
import { staffParts } from '../rules/staff-parts.js';
import { lockPersons, saveParts } from '../store.js';
import { savePersons } from './save-persons.js';

/** Somebody whom only a structure knows, by the number that it gave (TRE_G08, types 1 to 6). */
export interface Staff {
  readonly idNat: string;
  readonly givenName: string;
  readonly familyName: string;
  /** Technical id of the employer. */
  readonly structureId: string;
  /** What he is entered for, e.g. the order of his card: the key of that entry. */
  readonly entry: string;
}

/**
 * Enters the bearer of a structure's card, so that the directory and Pro Santé Connect know whose card it is. His civil status
 * is not known here: no authority checked it. Harmless when repeated. In the caller's transaction.
 */
export function enterStaff(ctx: Ctx, staff: Staff): Promise<void> {
  return transaction(ctx, async (tx) => {
    const added = await one(
      tx.db,
      sql<{ id: number }>`insert into registry.persons (id_nat, state, version, updated_at)
        values (${staff.idNat}, 'active', 0, ${tx.clock.now()}) on conflict (id_nat) do nothing returning id`,
    );
    if (!added) return;
    await sql`insert into registry.memberships (member_id, authority, person_id)
      values (${staff.entry}, 'ENREG', ${added.id}) on conflict do nothing`.execute(tx.db);
    const parts = staffParts(added.id, staff, { now: tx.clock.now(), day: today(tx.clock) });
    await saveParts(tx, parts);
    const people = await lockPersons(tx, { ids: [added.id] });
    const saved = await savePersons(
      tx,
      people.map((person) => ({ person, parts, origins: {} })),
    );
    await emit(tx, saved.map(personChanged));
  });
}

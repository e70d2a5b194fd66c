import { sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import { affected } from '../../../platform/db/connection.js';
import { emit } from '../../../platform/events.js';
import { isStaffNumber } from '../../nomenclatures/index.js';
import { personChanged } from '../events.js';
import type { PartRow } from '../part.js';
import { staffParts } from '../rules/staff-parts.js';
import { heldParts, lockPersons, type PersonRow, saveParts } from '../store.js';
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
 * Enters the bearer of a structure's card, so that the directory and Pro Santé Connect know whose card it is; one who had left
 * is there again. His civil status is not known here: no authority checked it. Harmless when repeated.
 */
export function enterStaff(ctx: Ctx, staff: Staff): Promise<void> {
  return transaction(ctx, async (tx) => {
    const isNew =
      (await affected(
        tx.db,
        sql`insert into registry.persons (id_nat, state, version, updated_at)
          values (${staff.idNat}, 'active', 0, ${tx.clock.now()}) on conflict (id_nat) do nothing`,
      )) > 0;
    const [person] = await lockPersons(tx, { idNats: [staff.idNat] });
    if (!person || (!isNew && person.state === 'active')) return;
    await sql`insert into registry.memberships (member_id, authority, person_id)
      values (${staff.entry}, 'ENREG', ${person.id}) on conflict do nothing`.execute(tx.db);
    const at = { now: tx.clock.now(), day: today(tx.clock) };
    const parts = isNew
      ? staffParts(person.id, staff, at)
      : ((await heldParts(tx, [person])).get(person.id) ?? []);
    if (isNew) await saveParts(tx, parts);
    await tell(tx, person, parts);
  });
}

/**
 * Closes the record of somebody whom only a structure knows, when he leaves it: the directory and Pro Santé Connect know him no
 * more. In: a number that a structure gave; any other is left alone, as is one that is closed.
 */
export function leaveStaff(ctx: Ctx, idNat: string): Promise<void> {
  return transaction(ctx, async (tx) => {
    const [person] = isStaffNumber(idNat) ? await lockPersons(tx, { idNats: [idNat] }) : [];
    if (person?.state !== 'active') return;
    await sql`update registry.memberships set closed = true where person_id = ${person.id}`.execute(tx.db);
    await tell(tx, person, (await heldParts(tx, [person])).get(person.id) ?? []);
  });
}

async function tell(ctx: Ctx, person: PersonRow, parts: readonly PartRow[]): Promise<void> {
  const saved = await savePersons(ctx, [{ person, parts, origins: {} }]);
  await emit(ctx, saved.map(personChanged));
}

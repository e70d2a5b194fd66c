import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { PartRow } from '../part.js';
import type { Person } from '../person.js';
import { assemblePerson } from '../rules/assemble-person.js';
import { findPersons, PART_COLUMNS } from '../store.js';
import { headOf } from './persons.js';

/**
 * A person as he was at an instant. In: the national identifier, the instant, and the instant whose knowledge is wanted
 * (all that is known today when left out): after a correction back in time the two answers differ. Out: the person,
 * or undefined when the register knew nothing of him.
 */
export async function personAsOf(
  ctx: Pick<Ctx, 'db'>,
  idNat: string,
  at: Date,
  knownAt?: Date,
): Promise<Person | undefined> {
  const [row] = await findPersons(ctx, [idNat]);
  if (!row) return undefined;
  const known = knownAt
    ? sql`recorded_at <= ${knownAt} and (superseded_at is null or superseded_at > ${knownAt})`
    : sql`superseded_at is null`;
  const parts = await rows(
    ctx.db,
    sql<PartRow>`select ${PART_COLUMNS} from registry.parts where person_id = ${row.id} and ${known}
      and valid_from <= ${at} and (valid_to is null or valid_to > ${at})`,
  );
  if (parts.length === 0) return undefined;
  const day = at.toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });
  return assemblePerson(headOf(row), parts, day);
}

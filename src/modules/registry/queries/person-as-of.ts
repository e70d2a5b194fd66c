import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { PartRow } from '../part.js';
import type { Person } from '../person.js';
import { assemblePerson } from '../rules/assemble-person.js';
import { unfoldStatements } from '../rules/unfold-statements.js';
import { withStatements } from '../rules/with-statements.js';
import type { Statement } from '../statement.js';
import { findPersons, PART_COLUMNS, statementsOf } from '../store.js';
import { headOf, holdsAt } from './persons.js';

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
  const own = await rows(
    ctx.db,
    sql<PartRow>`select ${PART_COLUMNS} from registry.parts where person_id = ${row.id} and ${known}`,
  );
  const unfolded = unfoldStatements(row.id, knownThen(await statementsOf(ctx, [idNat]), knownAt));
  const parts = withStatements(own, unfolded).filter((part) => holdsAt(part, at));
  if (parts.length === 0) return undefined;
  const day = at.toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });
  return assemblePerson(headOf(row), parts, day);
}

/** What files said by an instant: the register learns that a statement ends when it ends. */
function knownThen(statements: readonly Statement[], knownAt = new Date(8.64e15)): Statement[] {
  return statements
    .filter((one) => one.since <= knownAt)
    .map((one) => (one.until !== null && one.until > knownAt ? { ...one, until: null } : one));
}

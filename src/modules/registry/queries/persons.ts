import { sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { PartRow } from '../part.js';
import type { Person } from '../person.js';
import { assemblePerson, type PersonHead } from '../rules/assemble-person.js';
import { findPersons, PART_COLUMNS, type PersonRow } from '../store.js';

/** A person's identity and state as the table holds them, without the parts. */
export function headOf(row: PersonRow): PersonHead {
  const { idNat, state, version, origins, otherIds } = row;
  return { idNat, state, version, origins, otherIds, ...(row.rpps !== null && { rpps: row.rpps }) };
}

/** People of the register as they are now, by national identifier; an unknown one is absent. Two statements. */
export async function persons(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  idNats: readonly string[],
): Promise<Map<string, Person>> {
  if (idNats.length === 0) return new Map();
  const heads = await findPersons(ctx, idNats);
  const ids = heads.map((row) => row.id);
  const now = ctx.clock.now();
  const held = await rows(
    ctx.db,
    sql<PartRow>`select ${PART_COLUMNS} from registry.parts where person_id = any(${ids}::bigint[])
      and superseded_at is null and valid_from <= ${now} and (valid_to is null or valid_to > ${now})`,
  );
  const parts = Map.groupBy(held, (row) => row.personId);
  const day = today(ctx.clock);
  return new Map(heads.map((row) => [row.idNat, assemblePerson(headOf(row), parts.get(row.id) ?? [], day)]));
}

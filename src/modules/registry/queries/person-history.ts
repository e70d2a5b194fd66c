import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { PartKind, PartRow } from '../part.js';
import { withStatements } from '../rules/with-statements.js';
import { findPersons, PART_COLUMNS, unfoldedParts } from '../store.js';

/** A part of a person with all its dates. `validTo` is set once it is ended, `supersededAt` once it is corrected. */
export interface HistoryPart {
  readonly kind: PartKind;
  readonly key: string;
  readonly value: unknown;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  readonly recordedAt: Date;
  readonly supersededAt: Date | null;
  readonly authority: string;
  readonly act: string;
}

/**
 * All that the register holds true of a person, ended parts included, oldest first; with `superseded`, also what it
 * believed and has corrected since. Empty for an unknown number.
 */
export async function personHistory(
  ctx: Pick<Ctx, 'db'>,
  idNat: string,
  options: { readonly superseded?: boolean } = {},
): Promise<HistoryPart[]> {
  const [person] = await findPersons(ctx, [idNat]);
  if (!person) return [];
  const held = options.superseded ? sql`true` : sql`superseded_at is null`;
  const own = await rows(
    ctx.db,
    sql<PartRow>`select ${PART_COLUMNS} from registry.parts
      where person_id = ${person.id} and ${held} order by valid_from, id`,
  );
  const unfolded = withStatements(own, await unfoldedParts(ctx, [person])).filter(
    (row) => row.id === undefined,
  );
  const all = [...own, ...unfolded, ...(options.superseded ? unfolded.flatMap(asBelieved) : [])];
  return all.sort((a, b) => a.validFrom.getTime() - b.validFrom.getTime());
}

/** While a file said it, nobody knew that it would end. */
const asBelieved = (row: PartRow): PartRow[] =>
  row.validTo === null
    ? []
    : [{ ...row, validTo: null, recordedAt: row.validFrom, supersededAt: row.validTo }];

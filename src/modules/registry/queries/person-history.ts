import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { PartKind } from '../part.js';
import { PART_COLUMNS } from '../store.js';

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
export function personHistory(
  ctx: Pick<Ctx, 'db'>,
  idNat: string,
  options: { readonly superseded?: boolean } = {},
): Promise<HistoryPart[]> {
  const held = options.superseded ? sql`true` : sql`superseded_at is null`;
  return rows(
    ctx.db,
    sql<HistoryPart>`select ${PART_COLUMNS} from registry.parts
      where person_id = (select id from registry.persons where id_nat = ${idNat}) and ${held}
      order by valid_from, id`,
  );
}

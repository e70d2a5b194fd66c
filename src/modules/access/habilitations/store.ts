import { sql } from 'kysely';
import type { Habilitation } from './habilitation.js';
import type { HabilitationKind } from './rules/kinds.js';
import { stateOn } from './rules/period.js';

export interface HabilitationRow {
  readonly id: string;
  readonly kind: HabilitationKind;
  readonly id_nat: string;
  readonly name: string;
  readonly structure_id: string;
  readonly via: string | null;
  readonly interim: boolean;
  readonly from_day: string;
  readonly to_day: string | null;
  readonly granted_by: string;
  readonly granted_at: Date;
  readonly withdrawn_at: Date | null;
  readonly withdrawn_by: string | null;
  readonly withdrawal_reason: string | null;
  readonly filing: string | null;
  readonly standing: boolean;
}

/** The columns of a habilitation `h`, and whether it still stands but for its days. */
export const COLUMNS = sql`h.id, h.kind, h.id_nat, h.name, h.structure_id, h.via, h.interim, h.from_day, h.to_day,
  h.granted_by, h.granted_at, h.withdrawn_at, h.withdrawn_by, h.withdrawal_reason, h.filing,
  exists (select from access.standing_habilitations o where o.id = h.id) standing`;

/** In: a row, and the civil day on which its state is told. */
export const toHabilitation = (row: HabilitationRow, day: string): Habilitation => ({
  ...{ id: row.id, kind: row.kind, idNat: row.id_nat, name: row.name, structureId: row.structure_id },
  ...(row.via !== null && { via: row.via }),
  ...{ interim: row.interim, from: row.from_day, grantedAt: row.granted_at, grantedBy: row.granted_by },
  ...(row.to_day !== null && { to: row.to_day }),
  state: stateOn(
    { from: row.from_day, withdrawn: !row.standing, ...(row.to_day !== null && { to: row.to_day }) },
    day,
  ),
  ...(row.withdrawn_at !== null && { withdrawnAt: row.withdrawn_at }),
  ...(row.withdrawn_by !== null && { withdrawnBy: row.withdrawn_by }),
  ...(row.withdrawal_reason !== null && { withdrawalReason: row.withdrawal_reason }),
  ...(row.filing !== null && { filing: row.filing }),
});

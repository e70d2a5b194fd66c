import { type RawBuilder, sql } from 'kysely';
import type { Contract, ContractEnding } from './contract.js';

export interface ContractRow {
  readonly number: string;
  readonly structure_id: string;
  readonly finess: string | null;
  readonly siret: string | null;
  readonly signatory: string;
  readonly signatory_id_nat: string | null;
  readonly signed_at: Date;
  readonly ended_at: Date | null;
  readonly ending: ContractEnding | null;
}

/** The columns of a contract `c`. */
export const COLUMNS = sql`c.number, c.structure_id, c.finess, c.siret, c.signatory, c.signatory_id_nat,
  c.signed_at, c.ended_at, c.ending`;

export const toContract = (row: ContractRow): Contract => ({
  number: row.number,
  structureId: row.structure_id,
  ...(row.finess !== null && { finess: row.finess }),
  ...(row.siret !== null && { siret: row.siret }),
  signatory: row.signatory,
  ...(row.signatory_id_nat !== null && { signatoryIdNat: row.signatory_id_nat }),
  signedAt: row.signed_at,
  ...(row.ended_at !== null && { endedAt: row.ended_at }),
  ...(row.ending !== null && { ending: row.ending }),
});

/**
 * Why the contract `c` of the structure `s` stopped holding, as SQL; null while it holds. A number that was not known on the
 * day of signing and is now is no change.
 */
export const LAPSE: RawBuilder<unknown> = sql`case
  when c.finess is not null and s.finess is distinct from c.finess then 'finess-changed'
  when c.siret is not null and s.siret is distinct from c.siret then 'siret-changed'
  when not s.active then 'structure-closed' end`;

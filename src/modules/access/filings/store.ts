import { sql } from 'kysely';
import { z } from 'zod';
import type { Config } from '../../../platform/config.js';
import { seal, unseal } from '../../../platform/secrets.js';
import type { Evidence, Filing, Said } from './filing.js';
import type { FormCode } from './rules/forms.js';

type Secrets = Pick<Config, 'secret'>;
const [SAID, EVIDENCE] = ['access:filing-said', 'access:filing-evidence'];
const saidShape = z.record(z.string(), z.string());

export interface FilingRow {
  readonly number: string;
  readonly form: FormCode;
  readonly structure_id: string;
  readonly said: string;
  readonly evidence_type: string | null;
  readonly filed_by: string;
  readonly filed_at: Date;
  readonly state: Filing['state'];
  readonly decided_at: Date | null;
  readonly reason: string | null;
  readonly outcome: Readonly<Record<string, string>>;
}

export const COLUMNS = sql`f.number, f.form, f.structure_id, f.said, f.evidence_type, f.filed_by, f.filed_at, f.state,
  f.decided_at, f.reason, f.outcome`;

export const sealSaid = ({ secret }: Secrets, said: Said): string => seal(secret, SAID, JSON.stringify(said));

export const sealEvidence = ({ secret }: Secrets, { bytes }: Evidence): string =>
  seal(secret, EVIDENCE, Buffer.from(bytes).toString('base64'));

export function openEvidence({ secret }: Secrets, sealed: string): Buffer | undefined {
  const text = unseal(secret, EVIDENCE, sealed);
  return text === undefined ? undefined : Buffer.from(text, 'base64');
}

export const toFiling = ({ secret }: Secrets, row: FilingRow): Filing => ({
  ...{ number: row.number, form: row.form, structureId: row.structure_id },
  said: saidShape.parse(JSON.parse(unseal(secret, SAID, row.said) ?? '{}')),
  ...(row.evidence_type !== null && { evidenceType: row.evidence_type }),
  ...{ filedBy: row.filed_by, filedAt: row.filed_at, state: row.state, outcome: row.outcome },
  ...(row.decided_at !== null && { decidedAt: row.decided_at }),
  ...(row.reason !== null && { reason: row.reason }),
});

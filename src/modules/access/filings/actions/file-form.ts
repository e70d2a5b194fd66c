import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { journal } from '../../../../platform/journal.js';
import { hashToken } from '../../../../platform/secrets.js';
import { contracts, structuresById } from '../../../structures/index.js';
import { errors as accessErrors } from '../../errors.js';
import { type Asker, may } from '../../rules/role-matrix.js';
import { errors } from '../errors.js';
import type { Evidence, Filing, Said } from '../filing.js';
import { FORM_RULES, type FormCode } from '../rules/forms.js';
import { saidFaults } from '../rules/said-faults.js';
import { COLUMNS, type FilingRow, sealEvidence, sealSaid, toFiling } from '../store.js';

export interface NewFiling {
  readonly form: FormCode;
  /** Technical id of the structure. */
  readonly structureId: string;
  readonly said: Said;
  readonly evidence?: Evidence;
  /** One-time mark of the form: sent twice, it is filed once and answered the same. */
  readonly submission: string;
}

/**
 * Files a form under a number of its own; what it asks is done by who decides it. Names and evidence are sealed. F101 may be
 * filed by anybody, the others by those who may do what they ask. Journaled without what was said.
 * @throws errors.faults, contracts.errors.unknownStructure, accessErrors.notAllowed
 */
export async function fileForm(
  ctx: Ctx,
  filing: NewFiling,
  by: Asker | undefined,
  isMail: (text: string) => boolean,
): Promise<{ readonly filing: Filing; readonly again: boolean }> {
  const { form, structureId } = filing;
  const { act } = FORM_RULES[form];
  if (act && !may(by, act, { scope: structureId })) throw accessErrors.notAllowed(act);
  const said = Object.fromEntries(Object.entries(filing.said).map(([field, text]) => [field, text.trim()]));
  const faults = saidFaults(form, said, { evidence: filing.evidence !== undefined, isMail });
  if (faults.length > 0) throw errors.faults(faults);
  if (!(await structuresById(ctx, [structureId])).has(structureId)) throw contracts.errors.unknownStructure();
  return transaction(ctx, (tx) => write(tx, { ...filing, said }));
}

async function write(ctx: Ctx, { form, structureId, said, evidence, submission }: NewFiling) {
  const mark = hashToken(submission);
  const hash = evidence && createHash('sha256').update(evidence.bytes).digest('hex');
  const added = await one(
    ctx.db,
    sql<FilingRow>`insert into access.filings as f (number, form, structure_id, submission, said, evidence,
        evidence_type, evidence_hash, filed_by, filed_at, state)
      values (${form} || '-' || lpad(nextval('access.filing_numbers')::text, 8, '0'), ${form}, ${structureId}, ${mark},
        ${sealSaid(ctx.config, said)}, ${evidence ? sealEvidence(ctx.config, evidence) : null},
        ${evidence?.type ?? null}, ${hash ?? null}, ${ctx.actor}, ${ctx.clock.now()}, 'waiting')
      on conflict (submission) do nothing returning ${COLUMNS}`,
  );
  if (added) {
    await journal(ctx, {
      act: 'access.file-form',
      subject: added.number,
      outcome: 'done',
      data: { structureId },
    });
    return { filing: toFiling(ctx.config, added), again: false };
  }
  const before = await one(
    ctx.db,
    sql<FilingRow>`select ${COLUMNS} from access.filings f where f.submission = ${mark} and f.filed_by = ${ctx.actor}`,
  );
  if (!before) throw errors.unknown();
  return { filing: toFiling(ctx.config, before), again: true };
}

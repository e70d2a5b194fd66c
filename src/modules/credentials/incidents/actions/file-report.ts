import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { today } from '../../../../platform/clock.js';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { journal } from '../../../../platform/journal.js';
import { hashToken } from '../../../../platform/secrets.js';
import { isMail } from '../../../authorities/index.js';
import { parseIdNat } from '../../../nomenclatures/index.js';
import { errors } from '../errors.js';
import { proofType } from '../rules/proof-file.js';
import { reportFaults, type TypedReport } from '../rules/report-faults.js';
import { sealProof, sealSaid } from '../store.js';

/**
 * Files the declaration of somebody who can sign in nowhere (form F501): names and proof are sealed. `submission` is the
 * one-time mark of the form, so that what is sent twice is one declaration; `openTicket` asks the support and gives
 * the number of the ticket. Changes no card. @throws errors.incomplete naming each field
 */
export async function fileReport(
  ctx: Ctx,
  typed: TypedReport,
  { submission, openTicket }: { submission: string; openTicket: (tx: Ctx) => Promise<number> },
): Promise<{ id: string; ticket: number }> {
  const isNumber = (text: string) => parseIdNat(text).ok;
  const faults = reportFaults(typed, today(ctx.clock), { isMail, isNumber });
  if (faults.length > 0) throw errors.incomplete(faults);
  const mark = hashToken(submission);
  return transaction(ctx, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`credentials.report:${mark}`}, 0))`.execute(
      tx.db,
    );
    const before = await one(
      tx.db,
      sql<{ id: string; ticket: number }>`select id, ticket::int from credentials.incident_reports
        where submission = ${mark}`,
    );
    return before ?? write(tx, typed, mark, await openTicket(tx));
  });
}

async function write(tx: Ctx, typed: TypedReport, mark: string, ticket: number) {
  const { familyName, givenName, birthDate, contact, words, proof } = typed;
  const said = sealSaid(tx.config, { familyName, givenName, birthDate, contact, words });
  const id = randomUUID();
  await sql`insert into credentials.incident_reports (id, submission, ticket, problem, id_nat, card_number, said, proof,
      proof_type, proof_hash, filed_at, state)
    values (${id}, ${mark}, ${ticket}, ${typed.problem}, ${typed.idNat || null}, ${typed.cardNumber || null}, ${said},
      ${sealProof(tx.config, proof)}, ${proofType(proof)}, ${createHash('sha256').update(proof).digest('hex')},
      ${tx.clock.now()}, 'waiting')`.execute(tx.db);
  await journal(tx, {
    ...{ act: 'credentials.file-report', outcome: 'done', reason: typed.problem },
    ...{ subject: `report:${id}`, data: { ticket } },
  });
  return { id, ticket };
}

import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one, rows } from '../../../../platform/db/connection.js';
import { journal } from '../../../../platform/journal.js';
import { openProof, openSaid, type Report, type WaitingReport } from '../store.js';

const columns = sql`id, ticket::int, problem, filed_at as "filedAt"`;

/** The declarations that wait for the support, longest first. */
export const waitingReports = (ctx: Pick<Ctx, 'db'>): Promise<WaitingReport[]> =>
  rows(
    ctx.db,
    sql<WaitingReport>`select ${columns} from credentials.incident_reports
      where state = 'waiting' order by filed_at, id limit 200`,
  );

/** One declaration, with what was said as long as it waits. */
export async function report(ctx: Pick<Ctx, 'db' | 'config'>, id: string): Promise<Report | undefined> {
  const found = await one(
    ctx.db,
    sql<Omit<Report, 'said'> & { sealed: string | null }>`select ${columns}, id_nat as "idNat",
        card_number as "cardNumber", proof_type as "proofType", proof_hash as "proofHash", state, decision,
        decided_at as "decidedAt", said as sealed
      from credentials.incident_reports where id = ${id}`,
  );
  if (!found) return undefined;
  const { sealed, ...known } = found;
  return { ...known, said: openSaid(ctx.config, sealed) };
}

/** The proof of identity of a declaration that waits, and what it is. Each look is journaled. */
export async function proofOf(
  ctx: Ctx,
  id: string,
): Promise<{ bytes: Buffer; type: Report['proofType'] } | undefined> {
  const found = await one(
    ctx.db,
    sql<{ proof: string; type: Report['proofType'] }>`select proof, proof_type as type
      from credentials.incident_reports where id = ${id} and state = 'waiting'`,
  );
  const bytes = found && openProof(ctx.config, found.proof);
  if (!bytes) return undefined;
  await journal(ctx, { act: 'credentials.see-proof', subject: `report:${id}`, outcome: 'done' });
  return { bytes, type: found.type };
}

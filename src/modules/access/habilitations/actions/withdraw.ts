import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { affected } from '../../../../platform/db/connection.js';
import { journal } from '../../../../platform/journal.js';
import { type Asker, may } from '../../rules/role-matrix.js';
import { errors } from '../errors.js';
import type { Habilitation } from '../habilitation.js';
import { habilitationById } from '../queries/habilitations-of.js';
import { KIND_RULES } from '../rules/kinds.js';
import { allow } from './allowed.js';

/**
 * Takes a habilitation back, now and for good; the sessions that act with it end at their next request. The client ends what
 * an administrator of its third structure may do, as that structure may. Journaled.
 * @throws errors.unknown, accessErrors.notAllowed
 */
export async function withdraw(
  ctx: Ctx,
  { id, reason }: { readonly id: string; readonly reason: string },
  by: Asker,
): Promise<Habilitation> {
  const found = await habilitationById(ctx, id);
  if (!found || found.withdrawnAt) throw errors.unknown();
  const byThird = found.via !== undefined && may(by, 'habilitation.assign-third-admin', { scope: found.via });
  if (!byThird) await allow(ctx, by, KIND_RULES[found.kind].act, found.structureId);
  await transaction(ctx, async (tx) => {
    const ended = await affected(
      tx.db,
      sql`update access.habilitations set withdrawn_at = ${tx.clock.now()}, withdrawn_by = ${tx.actor},
        withdrawal_reason = ${reason.trim() || 'Retirée.'} where id = ${id} and withdrawn_at is null`,
    );
    if (ended === 0) throw errors.unknown();
    await journal(tx, {
      act: 'access.withdraw-habilitation',
      subject: found.idNat,
      outcome: 'done',
      reason,
      data: { kind: found.kind, structureId: found.structureId },
    });
  });
  return found;
}

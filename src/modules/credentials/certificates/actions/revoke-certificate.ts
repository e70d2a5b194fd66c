import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { emit } from '../../../../platform/events.js';
import { journal } from '../../../../platform/journal.js';
import { limit } from '../../../../platform/rate-limit.js';
import { verifyPin } from '../../../../platform/secrets.js';
import { revokeCertificates } from '../../ca/register.js';
import type { RevocationReason } from '../../ca/rules/revocation-list.js';
import { errors } from '../errors.js';
import { certificateRevoked } from '../events.js';

/** Codes tried for one certificate, an hour. */
const MOST_TRIES = 10;

/**
 * Revokes a certificate for good, for somebody who knows its revocation code. It opens nothing from the next request on.
 * @throws errors.unknownCertificate, wrongRevocationCode, notUsable when it already is
 */
export async function revokeWithCode(
  ctx: Ctx,
  {
    serial,
    code,
    reason,
  }: { readonly serial: string; readonly code: string; readonly reason: RevocationReason },
): Promise<void> {
  await limit(ctx, `revoke-certificate:${serial}`, MOST_TRIES, 3600);
  const held = await one(
    ctx.db,
    sql<{ hash: string; structureId: string }>`select revocation_hash as hash, structure_id as "structureId"
      from credentials.software_certificates where serial = ${serial}`,
  );
  if (!held) throw errors.unknownCertificate();
  if (!(await verifyPin(ctx.config.secret, code, held.hash))) {
    await journal(ctx, {
      act: 'credentials.revoke-certificate',
      subject: held.structureId,
      outcome: 'refused',
      reason: 'wrong-revocation-code',
      data: { serial },
    });
    throw errors.wrongRevocationCode();
  }
  await revokeCertificate(ctx, { serial, reason });
}

/**
 * Revokes a certificate for good, for somebody whose right the caller has checked.
 * @throws errors.unknownCertificate, notUsable when it already is
 */
export async function revokeCertificate(
  ctx: Ctx,
  { serial, reason }: { readonly serial: string; readonly reason: RevocationReason },
): Promise<void> {
  await transaction(ctx, async (tx) => {
    const revoked = await one(
      tx.db,
      sql<{ structureId: string }>`update credentials.software_certificates
        set revoked_at = ${ctx.clock.now()}, revocation_reason = ${reason}
        where serial = ${serial} and revoked_at is null returning structure_id as "structureId"`,
    );
    if (!revoked) throw await whyNot(tx, serial);
    await revokeCertificates(tx, [serial], reason);
    await emit(tx, [certificateRevoked(serial, revoked.structureId, reason)]);
    await journal(tx, {
      act: 'credentials.revoke-certificate',
      subject: revoked.structureId,
      outcome: 'done',
      reason,
      data: { serial },
    });
  });
}

async function whyNot(ctx: Pick<Ctx, 'db'>, serial: string) {
  const known = sql`select 1 from credentials.software_certificates where serial = ${serial}`;
  return (await one(ctx.db, known)) ? errors.notUsable('revoked') : errors.unknownCertificate();
}

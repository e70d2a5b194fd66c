import { X509Certificate } from 'node:crypto';
import type { JWK } from 'jose';
import { sql } from 'kysely';
import { z } from 'zod';
import { as, type Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { Refusal } from '../../../../platform/errors.js';
import { journal } from '../../../../platform/journal.js';
import { sha256 } from '../../ca/register.js';
import type { RevocationReason } from '../../ca/rules/revocation-list.js';
import { REVOCATION_CODES } from '../../ca/rules/revocation-list.js';
import { revokeCertificate } from '../../certificates/actions/revoke-certificate.js';
import { AcmeProblem } from '../rules/problem.js';
import { thumbprintOf, type VerifiedRequest } from '../signed.js';

const asked = z.looseObject({
  certificate: z.string().min(1).max(16_384),
  reason: z.number().int().optional(),
});

/**
 * Revokes a certificate for good, for the account that ordered it or for whoever holds its key (RFC 8555 §7.6). An account
 * whose administrator has lost his right still may: revoking opens nothing.
 * @throws AcmeProblem unauthorized, alreadyRevoked, badRevocationReason, malformed
 */
export async function revokeByAcme(ctx: Ctx, by: VerifiedRequest['by'], payload: unknown): Promise<void> {
  const read = asked.safeParse(payload);
  if (!read.success) throw new AcmeProblem('malformed', 'Le certificat manque.');
  const reason = reasonOf(read.data.reason ?? 0);
  const fingerprint = sha256(Buffer.from(read.data.certificate, 'base64url'));
  const held = await one(
    ctx.db,
    sql<{ serial: string; account: string; structure: string; certificate: Buffer }>`select o.serial,
        o.account_id as account, s.structure_id as structure, c.certificate
      from credentials.certificates c join credentials.acme_orders o on o.serial = c.serial
        join credentials.software_certificates s on s.serial = c.serial where c.fingerprint = ${fingerprint}`,
  );
  if (!held || !(await mayRevoke(by, held))) {
    const subject = held?.structure ?? 'acme';
    const refused = { act: 'credentials.revoke-certificate', subject, outcome: 'refused' } as const;
    await journal(ctx, { ...refused, reason: 'foreign-account' });
    throw new AcmeProblem('unauthorized', 'Ce certificat n’a pas été commandé par ce compte.');
  }
  const actor = 'account' in by ? `acme:${by.account.id}` : `key-of:${held.serial}`;
  await revokeCertificate(as(ctx, actor), { serial: held.serial, reason }).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    throw new AcmeProblem('alreadyRevoked', error.message);
  });
}

async function mayRevoke(
  by: VerifiedRequest['by'],
  held: { readonly account: string; readonly certificate: Buffer },
): Promise<boolean> {
  if ('account' in by) return by.account.id === held.account;
  const own = new X509Certificate(held.certificate).publicKey.export({ format: 'jwk' }) as JWK;
  return (await thumbprintOf(own)) === (await thumbprintOf(by.jwk));
}

/** The reason of that code (RFC 5280 §5.3.1). @throws AcmeProblem badRevocationReason */
function reasonOf(code: number): RevocationReason {
  const found = Object.entries(REVOCATION_CODES).find(([, known]) => known === code);
  if (!found)
    throw new AcmeProblem('badRevocationReason', 'Cette raison n’est pas de celles qui sont admises.');
  return found[0] as RevocationReason;
}

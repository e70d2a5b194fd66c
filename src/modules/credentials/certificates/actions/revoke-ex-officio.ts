import type { Ctx } from '../../../../platform/context.js';
import type { RevocationReason } from '../../ca/rules/revocation-list.js';
import { errors } from '../errors.js';
import { revocationNotice } from '../messages.js';
import { certificateOf } from '../queries/certificates-of.js';
import { revokeCertificate } from './revoke-certificate.js';
import { tellContacts } from './tell-contacts.js';

/**
 * Revokes a certificate for good without its code, for those who may at any time: the legal representative and the mandataires of
 * its structure, and the agency (arrêté of 4/04/2022). The caller has checked that; the contacts are told. In: the national
 * identifier of the structure.
 * @throws errors.unknownCertificate, notUsable when it already is
 */
export async function revokeExOfficio(
  ctx: Ctx,
  asked: { readonly structureId: string; readonly serial: string; readonly reason: RevocationReason },
): Promise<void> {
  const held = await certificateOf(ctx, asked.structureId, asked.serial);
  if (!held) throw errors.unknownCertificate();
  await revokeCertificate(ctx, { serial: asked.serial, reason: asked.reason });
  await tellContacts(ctx, held.contacts, (to) => revocationNotice(to, held));
}

import { X509Certificate } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { readCertificates } from '../../ca/store.js';
import { type CardStanding, standingOf } from '../rules/life-cycle.js';
import { type Card, cardColumns } from '../store.js';

/** What a browser presented: nothing, somebody else's certificate, one of ours that is no card's, or a card. */
export type Presented =
  | { readonly status: 'absent' | 'foreign' | 'wrong-kind' }
  | { readonly status: CardStanding; readonly card: Card };

/**
 * Judges a client certificate: our chain, the very certificate that we recorded, its validity, the state of its card.
 * Everything is read at each call, so that an opposition counts at the next request. The TLS handshake has already
 * proved that the browser holds the private key.
 */
export async function presentedCard(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  certificate: X509Certificate | undefined,
): Promise<Presented> {
  if (!certificate) return { status: 'absent' };
  const ours = await readCertificates(ctx);
  if (!ours.persons || !isIssuedBy(certificate, ours.persons)) {
    const known = [ours.organisations, ours.root].some((der) => der && isIssuedBy(certificate, der));
    return { status: known ? 'wrong-kind' : 'foreign' };
  }
  const card = await one(
    ctx.db,
    sql<Card>`select ${cardColumns} from credentials.card_certificates k
      join credentials.cards c on c.number = k.card_number
      where k.serial = ${certificate.serialNumber.toLowerCase()} and k.usage = 'AUTH'
        and k.certificate = ${certificate.raw}`,
  );
  if (!card) return { status: 'foreign' };
  const outdated = certificate.validToDate.getTime() <= Date.now();
  return {
    status: outdated && card.state !== 'opposed' ? 'expired' : standingOf(card, ctx.clock.now()),
    card,
  };
}

function isIssuedBy(certificate: X509Certificate, der: Buffer): boolean {
  const authority = new X509Certificate(der);
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

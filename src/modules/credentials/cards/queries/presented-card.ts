import type { X509Certificate } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { issuerOf, isWithinDates } from '../../ca/issuer-of.js';
import { sha256 } from '../../ca/register.js';
import { OF_PEOPLE } from '../../ca/rules/names.js';
import { type CardStanding, standingOf } from '../rules/life-cycle.js';
import { type Card, cardColumns } from '../store.js';

/** What a presented card is worth: one that was sent becomes active here, one whose letter came back is opposed. */
export type PresentedStanding = Exclude<CardStanding, 'sent' | 'returned'>;

/** What a browser presented: nothing, somebody else's certificate, one of ours that is no card's, or a card. */
export type Presented =
  | { readonly status: 'absent' | 'foreign' | 'wrong-kind' }
  | { readonly status: PresentedStanding; readonly card: Card };

/**
 * Judges a client certificate: our chain, the very certificate that we recorded, its validity, its revocation, the state
 * of its card. Everything is read at each call, so that an opposition counts at the next request. The TLS handshake has
 * already proved that the browser holds the private key.
 */
export async function presentedCard(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  certificate: X509Certificate | undefined,
): Promise<Presented> {
  if (!certificate) return { status: 'absent' };
  const issuer = await issuerOf(ctx, certificate);
  if (!issuer) return { status: 'foreign' };
  if (!OF_PEOPLE.some((name) => name === issuer)) return { status: 'wrong-kind' };
  const found = await one(
    ctx.db,
    sql<Card & { revoked: boolean }>`select ${cardColumns}, i.revoked_at is not null as revoked
      from credentials.certificates i join credentials.card_certificates k on k.serial = i.serial
      join credentials.cards c on c.number = k.card_number
      where i.fingerprint = ${sha256(certificate.raw)} and i.authority = ${issuer} and k.usage = 'AUTH'`,
  );
  if (!found) return { status: 'foreign' };
  const { revoked, ...card } = found;
  return { status: revoked ? 'opposed' : standing(certificate, card, ctx.clock.now()), card };
}

function standing(certificate: X509Certificate, card: Card, now: Date): PresentedStanding {
  const told = standingOf(card, now);
  if (told === 'opposed' || told === 'returned') return 'opposed';
  if (!isWithinDates(certificate)) return 'expired';
  return told === 'sent' ? 'active' : told;
}

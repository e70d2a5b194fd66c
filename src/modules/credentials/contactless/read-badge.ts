import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import { hashCode, sameText } from '../../../platform/secrets.js';
import { badgeKey } from './badge-key.js';
import { errors } from './errors.js';

/** A card or a phone held to a reader. */
export type Badge = { readonly cardNumber: string } | { readonly ecpsId: string };

export interface BadgeRead {
  readonly identifier: string;
  readonly technology: string;
  readonly conformity: string | null;
}

type Row = BadgeRead & { readonly idNat: string; readonly inUse: boolean };

/** The key of the readers of this installation, 16 bytes in hexadecimal. Whoever runs doors is given it, nobody else. */
export const readerKey = ({ config }: Pick<Ctx, 'config'>): string =>
  hashCode(config.secret, 'credentials.badge-readers', '1').slice(0, 32);

/**
 * A reader reads a badge without contact: no code is asked, so that the identifier opens a door and proves nobody. The reader
 * shows that it has the key of the readers; each reading is journaled, the refused ones too. In: the key in hexadecimal.
 * @throws errors.unknownBadge, wrongKey, revokedBadge when the card or the e-CPS is no longer in use
 */
export async function readBadge(ctx: Ctx, badge: Badge, key: string): Promise<BadgeRead> {
  const found = await badgeOf(ctx, badge);
  if (!found) throw errors.unknownBadge();
  const { idNat, inUse, ...read } = found;
  const note = (outcome: 'done' | 'refused', reason?: string) =>
    journal(ctx, {
      ...{ act: 'credentials.read-badge', subject: idNat, outcome, ...(reason && { reason }) },
      data: { technology: read.technology },
    });
  const right = badgeKey(readerKey(ctx), read.identifier);
  const shown = /^[0-9a-f]{32}$/i.test(key) ? badgeKey(key, read.identifier) : '';
  if (!sameText(shown, right)) {
    await note('refused', 'wrong-key');
    throw errors.wrongKey();
  }
  if (!inUse) {
    await note('refused', 'revoked');
    throw errors.revokedBadge();
  }
  await note('done');
  return read;
}

function badgeOf(ctx: Ctx, badge: Badge): Promise<Row | undefined> {
  const now = ctx.clock.now();
  const read = sql`b.identifier, b.technology, b.conformity`;
  if ('cardNumber' in badge)
    return one(
      ctx.db,
      sql<Row>`select ${read}, c.id_nat as "idNat", c.state in ('sent', 'active') and c.expires_at > ${now} as "inUse"
        from credentials.contactless b join credentials.cards c on c.number = b.card_number
        where b.card_number = ${badge.cardNumber}`,
    );
  return one(
    ctx.db,
    sql<Row>`select ${read}, e.id_nat as "idNat", e.state = 'active' and e.expires_at > ${now} as "inUse"
      from credentials.contactless b join credentials.ecps e on e.id = b.ecps_id
      where b.ecps_id::text = ${badge.ecpsId}`,
  );
}

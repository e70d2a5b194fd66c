import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { affected } from '../../../platform/db/connection.js';
import type { Reaction } from '../../../platform/events.js';
import { cards } from '../../credentials/index.js';
import type { OpenCard } from '../fhir/resources/entry-record.js';
import { publish } from '../publications/publish.js';

/** Cards that the open file of holders names: those of professionals and of those in training. */
const OPEN = new Set(['CPS', 'CPF']);

/**
 * Brings the directory's copy of the cards of some people up to date: those that are in use. Harmless when repeated or
 * late: it reads what credentials say now, and publishes nothing when nothing changed.
 */
export const followCards: Reaction = {
  name: 'directory.follow-cards',
  run: (ctx, idNats) => transaction(ctx, (tx) => copyCards(tx, idNats)),
};

async function copyCards(ctx: Ctx, idNats: readonly string[]): Promise<void> {
  const ids = [...new Set(idNats)].sort();
  // Locked before reading: of two copies of one person, the later one reads what is later.
  await sql`select from directory.entries where id_nat = any(${ids}) order by id_nat for update`.execute(
    ctx.db,
  );
  const held = await cards.usableCards(ctx, ids);
  const lines = ids.map((idNat) => ({ id_nat: idNat, cards: openCards(held.get(idNat) ?? []) }));
  const changed = await affected(
    ctx.db,
    sql`update directory.entries e set cards = l.cards, cards_version = e.cards_version + 1,
        updated_at = ${ctx.clock.now()}, xid = pg_current_xact_id()
      from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l(id_nat text, cards jsonb)
      where e.id_nat = l.id_nat and e.cards <> l.cards`,
  );
  if (changed > 0) await publish(ctx, 'cards');
}

const openCards = (held: readonly cards.Card[]): OpenCard[] =>
  held
    .filter(({ type }) => OPEN.has(type))
    .map(({ number, type, issuedAt, expiresAt }) => ({
      number,
      type,
      issuedOn: dayOf(issuedAt),
      expiresOn: dayOf(expiresAt),
    }));

const dayOf = (at: Date): string => at.toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });

import { sql } from 'kysely';
import { civilDay } from '../../../platform/clock.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import { statement } from '../../../platform/db/statement.js';
import type { Reaction } from '../../../platform/events.js';
import { cards } from '../../credentials/index.js';
import type { OpenCard } from '../fhir/resources/entry-record.js';
import { publish } from '../publications/publish.js';

/** Cards that the open file of holders names: those of professionals and of those in training. */
const OPEN = new Set<unknown>(['CPS', 'CPF']);

/**
 * Brings the directory's copy of the cards of some people up to date: those that are in use. Harmless when repeated or
 * late: it reads what credentials say now, and publishes nothing when nothing changed.
 */
export const followCards: Reaction = {
  name: 'directory.follow-cards',
  // A staff card changes nothing here, and says so when it is made.
  concerns: ({ data }) => data?.type === undefined || OPEN.has(data.type),
  run: (ctx, idNats) =>
    transaction(ctx, async (tx) => {
      if (await copyCards(tx, idNats)) await publish(tx, 'cards');
    }),
};

/** Copies the cards in use of some people to their entries. Out: whether something changed. Inside a transaction. */
export async function copyCards(ctx: Ctx, idNats: readonly string[]): Promise<boolean> {
  // Locked before reading: of two copies of one person, the later one reads what is later.
  const ids = [...new Set(idNats)].sort();
  await holdEntries(ctx.db, { ids });
  const held = await cards.usableCards(ctx, ids);
  const lines = ids.map((idNat) => ({ id_nat: idNat, cards: openCards(held.get(idNat) ?? []) }));
  const { numAffectedRows } = await writeCards(ctx.db, { lines: JSON.stringify(lines), at: ctx.clock.now() });
  return Boolean(numAffectedRows);
}

// The array is hidden in a subquery: one plan serves every length, where a new one would cost a hundred times the search.
const holdEntries = statement<{ ids: readonly string[] }, unknown>(
  'directory_hold_entries',
  (value) => sql`select from directory.entries
    where id_nat = any(array(select unnest(${value('ids')}::text[]))) order by id_nat for update`,
);

const writeCards = statement<{ lines: string; at: Date }, never>(
  'directory_write_cards',
  (value) => sql`update directory.entries e set cards = l.cards, cards_version = e.cards_version + 1,
      updated_at = ${value('at')}, xid = pg_current_xact_id()
    from jsonb_to_recordset(${value('lines')}::jsonb) as l(id_nat text, cards jsonb)
    where e.id_nat = l.id_nat and e.cards <> l.cards`,
);

const openCards = (held: readonly cards.Card[]): OpenCard[] =>
  held
    .filter(({ type }) => OPEN.has(type))
    .map(({ number, type, issuedAt, expiresAt }) => ({
      number,
      type,
      issuedOn: civilDay(issuedAt),
      expiresOn: civilDay(expiresAt),
    }));

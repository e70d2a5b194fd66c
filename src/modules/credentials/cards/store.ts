import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { statement } from '../../../platform/db/statement.js';
import { errors } from './errors.js';
import type { Generation } from './rules/generations.js';
import type { CardType } from './rules/kinds.js';
import { type CardState, standingOf } from './rules/life-cycle.js';

/** A card as its record says it; its codes never leave this module. */
export interface Card {
  readonly number: string;
  readonly type: CardType;
  readonly idNat: string;
  readonly state: CardState;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** False for the card of a service, that bears nobody's name. */
  readonly nominative: boolean;
  readonly generation: Generation;
}

export const cardColumns = sql`c.number, c.type, c.id_nat as "idNat", c.state, c.issued_at as "issuedAt",
  c.expires_at as "expiresAt", c.nominative, c.generation`;

/** What an order and a card keep of their holder. */
export interface HolderNames {
  readonly givenName: string;
  readonly familyName: string;
}

/** The card of that number; undefined when there is none. */
export function cardByNumber(ctx: Pick<Ctx, 'db'>, number: string): Promise<Card | undefined> {
  return one(ctx.db, sql<Card>`select ${cardColumns} from credentials.cards c where c.number = ${number}`);
}

/** How many cards the person has had: the version of what happens to their cards. */
export async function cardCount(ctx: Pick<Ctx, 'db'>, idNat: string): Promise<number> {
  const found = await one(
    ctx.db,
    sql<{ n: number }>`select count(*)::int as n from credentials.cards where id_nat = ${idNat}`,
  );
  return found?.n ?? 0;
}

/** Why a conditional update on a card changed nothing. */
export async function whyNot(ctx: Pick<Ctx, 'db' | 'clock'>, number: string) {
  const card = await cardByNumber(ctx, number);
  return card ? errors.notUsable(standingOf(card, ctx.clock.now())) : errors.unknownCard();
}

/** In a transaction: what happens to the cards of a person happens one thing after the other. */
export async function lockHolder(ctx: Pick<Ctx, 'db'>, idNat: string): Promise<void> {
  await lock(ctx.db, { what: `credentials.cards:${idNat}` });
}

const lock = statement<{ what: string }, never>(
  'lock_card_holder',
  (value) => sql`select pg_advisory_xact_lock(hashtextextended(${value('what')}, 0))`,
);

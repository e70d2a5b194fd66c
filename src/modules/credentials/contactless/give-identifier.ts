import { randomBytes } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { statement } from '../../../platform/db/statement.js';

interface Bearer {
  readonly cardNumber?: string;
  readonly ecpsId?: string;
  readonly technology: string;
  readonly conformity?: string | undefined;
}

/** Gives a card or an e-CPS the identifier that readers read without contact, once: seven bytes, the first of the maker. */
export async function giveIdentifier(ctx: Pick<Ctx, 'db' | 'clock'>, bearer: Bearer): Promise<void> {
  await give(ctx.db, { ...newIdentifier(bearer), at: ctx.clock.now() });
}

/** What `identifierWords` says of who bears an identifier. */
export type NewIdentifier = { readonly [key in 'cardNumber' | 'ecpsId' | 'conformity']: string | null } & {
  readonly identifier: string;
  readonly technology: string;
};

/** An identifier drawn for a card or an e-CPS, for a statement that has `identifierWords` in it. */
export const newIdentifier = (bearer: Bearer): NewIdentifier => ({
  identifier: `04${randomBytes(6).toString('hex').toUpperCase()}`,
  ...{ cardNumber: bearer.cardNumber ?? null, ecpsId: bearer.ecpsId ?? null },
  ...{ technology: bearer.technology, conformity: bearer.conformity ?? null },
});

/** The words that give an identifier, for a statement that also writes who bears it. */
export const identifierWords = (
  value: (key: keyof NewIdentifier | 'at') => RawBuilder<unknown>,
): RawBuilder<never> =>
  sql`insert into credentials.contactless (identifier, card_number, ecps_id, technology, conformity, created_at)
    values (${value('identifier')}, ${value('cardNumber')}, ${value('ecpsId')}, ${value('technology')},
      ${value('conformity')}, ${value('at')}) on conflict do nothing`;

const give = statement<NewIdentifier & { readonly at: Date }, never>('give_identifier', identifierWords);

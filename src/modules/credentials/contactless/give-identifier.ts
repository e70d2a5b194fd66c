import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
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
  const identifier = `04${randomBytes(6).toString('hex').toUpperCase()}`;
  await give(ctx.db, {
    ...{ identifier, cardNumber: bearer.cardNumber ?? null, ecpsId: bearer.ecpsId ?? null },
    ...{ technology: bearer.technology, conformity: bearer.conformity ?? null, at: ctx.clock.now() },
  });
}

type Given = { readonly [key in 'cardNumber' | 'ecpsId' | 'conformity']: string | null } & {
  readonly identifier: string;
  readonly technology: string;
  readonly at: Date;
};

const give = statement<Given, never>(
  'give_identifier',
  (
    value,
  ) => sql`insert into credentials.contactless (identifier, card_number, ecps_id, technology, conformity, created_at)
    values (${value('identifier')}, ${value('cardNumber')}, ${value('ecpsId')}, ${value('technology')},
      ${value('conformity')}, ${value('at')}) on conflict do nothing`,
);

import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';

interface Bearer {
  readonly cardNumber?: string;
  readonly ecpsId?: string;
  readonly technology: string;
  readonly conformity?: string | undefined;
}

/** Gives a card or an e-CPS the identifier that readers read without contact, once: seven bytes, the first of the maker. */
export async function giveIdentifier(ctx: Pick<Ctx, 'db' | 'clock'>, bearer: Bearer): Promise<void> {
  const identifier = `04${randomBytes(6).toString('hex').toUpperCase()}`;
  await sql`insert into credentials.contactless (identifier, card_number, ecps_id, technology, conformity, created_at)
    values (${identifier}, ${bearer.cardNumber ?? null}, ${bearer.ecpsId ?? null}, ${bearer.technology},
      ${bearer.conformity ?? null}, ${ctx.clock.now()}) on conflict do nothing`.execute(ctx.db);
}

import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { seal, unseal } from '../../../platform/secrets.js';
import type { Address } from '../../structures/index.js';

/** What the codes of a card are sealed for until their letter leaves. */
export const CODES_PURPOSE = 'credentials.card-codes';
const LETTER_PURPOSE = 'credentials.card-letter';

export type LetterKind = 'card' | 'codes';

interface NewLetter {
  readonly kind: LetterKind;
  readonly number: string;
  readonly to: Address;
  readonly content: object;
}

/** Writes a letter that leaves now; what it holds is sealed. In the caller's transaction. */
export async function writeLetter(ctx: Ctx, { kind, number, to, content }: NewLetter): Promise<void> {
  const sealed = seal(ctx.config.secret, LETTER_PURPOSE, JSON.stringify(content));
  await sql`insert into credentials.card_letters (id, kind, card_number, deliver_to, sealed, sent_at)
    values (${randomUUID()}, ${kind}, ${number}, ${JSON.stringify(to)}::jsonb, ${sealed}, ${ctx.clock.now()})`.execute(
    ctx.db,
  );
}

/** What a letter holds; undefined when it was erased, or sealed under another secret. */
export function openLetter<T>(ctx: Pick<Ctx, 'config'>, sealed: string | null): T | undefined {
  const text = sealed === null ? undefined : unseal(ctx.config.secret, LETTER_PURPOSE, sealed);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

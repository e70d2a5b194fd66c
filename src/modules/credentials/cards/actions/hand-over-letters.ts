import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { journal } from '../../../../platform/journal.js';
import { type Letter, type LetterContent, letterOf, printLetter } from '../queries/letters.js';

export interface LetterToPost {
  readonly letter: Letter;
  readonly pdf: Buffer;
  readonly content: LetterContent;
}

/**
 * Hands the letters that left to whoever prints and posts them, oldest first, each once: what a letter holds is erased as soon
 * as `keep` has it. When `keep` fails the letter stays as it was. Out: how many were handed over.
 */
export async function handOverLetters(ctx: Ctx, keep: (one: LetterToPost) => Promise<void>): Promise<number> {
  for (let handed = 0; ; handed += 1)
    if (!(await transaction(ctx, (tx) => handOver(tx, keep)))) return handed;
}

async function handOver(ctx: Ctx, keep: (one: LetterToPost) => Promise<void>): Promise<boolean> {
  const next = await one(
    ctx.db,
    sql<{ id: string }>`select id from credentials.card_letters where sealed is not null
      order by sent_at, id limit 1 for update skip locked`,
  );
  if (!next) return false;
  const { letter, content } = await letterOf(ctx, next.id);
  await keep({ letter, content, pdf: await printLetter(ctx, next.id) });
  await sql`update credentials.card_letters set sealed = null where id = ${next.id}`.execute(ctx.db);
  const data = { letter: next.id, kind: letter.kind };
  await journal(ctx, { act: 'credentials.hand-over-letter', subject: letter.idNat, outcome: 'done', data });
  return true;
}

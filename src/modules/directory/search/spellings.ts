import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { FURTHEST, likelyNames } from '../rules/likely-names.js';
import { nameKeys } from '../rules/name-keys.js';

const MOST_CANDIDATES = 3_000;
const MOST_SPELLINGS = 12;

/**
 * Which names misspelt words may have meant, by word, nearest first; a word without any is absent. Looks among the
 * distinct words of names only. Nobody may bear a name any more: the search itself tells.
 */
export async function spellingsOf(
  ctx: Pick<Ctx, 'db'>,
  words: readonly string[],
): Promise<Map<string, readonly string[]>> {
  const spellings = new Map<string, readonly string[]>();
  for (const word of new Set(words)) {
    const keys = nameKeys(word);
    if (keys.length === 0) continue;
    const near = await rows(
      ctx.db,
      sql<{ word: string }>`select word from directory.names where keys && ${keys}::text[]
        and length(word) between ${word.length - FURTHEST} and ${word.length + FURTHEST} limit ${MOST_CANDIDATES}`,
    );
    const likely = likelyNames(
      word,
      near.map((one) => one.word),
      MOST_SPELLINGS,
    );
    if (likely.length > 0) spellings.set(word, likely);
  }
  return spellings;
}

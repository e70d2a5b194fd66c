import { sql } from 'kysely';
import type { Ctx } from '../../platform/context.js';
import { statement } from '../../platform/db/statement.js';
import { nameKeys } from './rules/name-keys.js';
import { NAME, nameOfTerm } from './rules/search-terms.js';

const BATCH = 5_000;

/**
 * Keeps the words that published people are named by, for those who misspell them. In: terms of entries, of which only
 * those of names count; for a whole publication, all its terms at once. Nobody waits for anybody: there is no lock.
 */
export async function keepNames(ctx: Pick<Ctx, 'db'>, terms: Iterable<string>): Promise<void> {
  const words = [...new Set([...terms].filter((term) => term.startsWith(NAME)).map(nameOfTerm))];
  for (let from = 0; from < words.length; from += BATCH) {
    const missing = await unknownWords(ctx, words.slice(from, from + BATCH));
    if (missing.length > 0) await insertWords(ctx, missing);
  }
}

async function unknownWords(ctx: Pick<Ctx, 'db'>, words: readonly string[]): Promise<string[]> {
  return (await newWords(ctx.db, { words })).rows.map(({ word }) => word);
}

const newWords = statement<{ words: readonly string[] }, { word: string }>(
  'directory_new_words',
  (value) => sql`select w.word from unnest(${value('words')}::text[]) w(word)
    where not exists (select from directory.names n where n.word = w.word) order by w.word`,
);

async function insertWords(ctx: Pick<Ctx, 'db'>, words: readonly string[]): Promise<void> {
  const lines = words.map((word) => ({ word, keys: nameKeys(word) }));
  await writeWords(ctx.db, { lines: JSON.stringify(lines) });
}

const writeWords = statement<{ lines: string }, unknown>(
  'directory_write_words',
  (value) => sql`insert into directory.names (word, keys)
    select l.word, l.keys from jsonb_to_recordset(${value('lines')}::jsonb) as l(word text, keys text[])`,
);

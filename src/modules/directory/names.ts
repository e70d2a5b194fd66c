import { setImmediate } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';
import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import { type Ctx, copyingTransaction } from '../../platform/context.js';
import { one } from '../../platform/db/connection.js';
import { CopyRows, openRows } from '../../platform/db/copy-rows.js';
import { statement } from '../../platform/db/statement.js';
import { withoutIndexes } from '../../platform/db/without-indexes.js';
import { nameKeys } from './rules/name-keys.js';
import { NAME, nameOfTerm } from './rules/search-terms.js';

const NAMES = 'directory.names';
const BATCH = 5_000;

/** What the words of names are kept in; in no transaction of somebody else. */
type World = Pick<Ctx, 'db'>;

/**
 * Keeps the words that published people are named by, for those who misspell them. In: terms of entries, of which only
 * those of names count; for a whole publication, all its terms at once. Nobody waits for anybody: there is no lock.
 */
export async function keepNames(ctx: World, terms: Iterable<string>): Promise<void> {
  await keepWords(ctx, wordsOf(terms));
}

/**
 * The same for a load that may bring a nation: where no word is known yet, all are written at once and their indexes made
 * after, which takes a third of the time. Whoever looks for a misspelt name waits for that.
 */
export async function keepNamesOfLoad(ctx: World, terms: Iterable<string>): Promise<void> {
  const words = wordsOf(terms);
  if (!(await keptAtOnce(ctx, words))) await keepWords(ctx, words);
}

const wordsOf = (terms: Iterable<string>): string[] => [
  ...new Set([...terms].filter((term) => term.startsWith(NAME)).map(nameOfTerm)),
];

async function keepWords(ctx: World, words: readonly string[]): Promise<void> {
  for (let from = 0; from < words.length; from += BATCH) {
    const missing = await unknownWords(ctx, words.slice(from, from + BATCH));
    if (missing.length > 0) await insertWords(ctx, missing);
  }
}

/** About how many keys a word has: rows of an index are what counts. */
const KEYS = 9;
/** `lock_not_available`. */
const TAKEN = '55P03';
/** Words between two moments for others, where somebody waits for a page in this thread. */
const SLICE = 50;

/** Whether all words were written, as there were none and many come. */
async function keptAtOnce(ctx: World, words: readonly string[]): Promise<boolean> {
  if (await one(ctx.db, sql`select from directory.names limit 1`)) return false;
  const work = (tx: World, client: PoolClient) =>
    withoutIndexes(tx, NAMES, words.length * KEYS, async ({ alone, renewed }) => {
      if (alone) await copyWords(client, words, renewed);
      return alone;
    });
  try {
    return await copyingTransaction(ctx, async (tx, client) => {
      // Who reads names may wait for the entries, and they for this: no circle is closed by waiting for him.
      await sql`set local lock_timeout = '100ms'`.execute(tx.db);
      return work(tx, client);
    });
  } catch (error) {
    if ((error as { code?: unknown }).code !== TAKEN) throw error;
    return false;
  }
}

async function copyWords(client: PoolClient, words: readonly string[], frozen: boolean): Promise<void> {
  const sink = openRows(client, { table: NAMES, columns: ['word', 'keys'], frozen });
  const rows = new CopyRows(2, sink.send);
  try {
    for (const [rank, word] of words.entries()) {
      if (isMainThread && rank % SLICE === 0) await setImmediate();
      await rows.row().text(word).texts(nameKeys(word)).done();
    }
    await rows.end();
    await sink.end();
  } catch (error) {
    await sink.drop(error as Error);
    throw error;
  }
}

async function unknownWords(ctx: World, words: readonly string[]): Promise<string[]> {
  return (await newWords(ctx.db, { words })).rows.map(({ word }) => word);
}

const newWords = statement<{ words: readonly string[] }, { word: string }>(
  'directory_new_words',
  (value) => sql`select w.word from unnest(${value('words')}::text[]) w(word)
    where not exists (select from directory.names n where n.word = w.word) order by w.word`,
);

async function insertWords(ctx: World, words: readonly string[]): Promise<void> {
  const lines = words.map((word) => ({ word, keys: nameKeys(word) }));
  await writeWords(ctx.db, { lines: JSON.stringify(lines) });
}

const writeWords = statement<{ lines: string }, unknown>(
  'directory_write_words',
  (value) => sql`insert into directory.names (word, keys)
    select l.word, l.keys from jsonb_to_recordset(${value('lines')}::jsonb) as l(word text, keys text[])`,
);

import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from './context.js';
import { one } from './db/connection.js';
import { statement } from './db/statement.js';
import { Refusal } from './errors.js';
import { isMailAway } from './mail.js';

/**
 * Counts one attempt under `key`; false once more than `limit` fell into the current window of `seconds`.
 * Real time; counted in the database, so several processes share it.
 */
export async function withinLimit(
  ctx: Pick<Ctx, 'db'>,
  key: string,
  limit: number,
  seconds: number,
): Promise<boolean> {
  const [row] = (await count(ctx.db, { key, seconds })).rows;
  return (row?.hits ?? 1) <= limit;
}

/** The window of `seconds` that goes on now. */
const windowOf = (seconds: RawBuilder<unknown>) =>
  sql`to_timestamp(floor(extract(epoch from clock_timestamp()) / ${seconds}::int) * ${seconds}::int)`;

const counting = (key: RawBuilder<unknown>, seconds: RawBuilder<unknown>, only = sql`true`) =>
  sql<{ hits: number }>`insert into platform.rate_limits (key, window_start, hits)
    select ${key}::text, ${windowOf(seconds)}, 1 where ${only}
    on conflict (key, window_start) do update set hits = platform.rate_limits.hits + 1 returning hits`;

const count = statement<{ key: string; seconds: number }, { hits: number }>('rate_limit', (value) =>
  counting(value('key'), value('seconds')),
);

interface Two {
  readonly key: string;
  readonly most: number;
  readonly seconds: number;
  readonly otherKey: string;
  readonly otherSeconds: number;
}

const countBoth = statement<Two, { hits: number; others: number | null }>('rate_limits', (value) => {
  const within = sql`(select hits from first) <= ${value('most')}::int`;
  return sql`with first as (${counting(value('key'), value('seconds'))}),
      second as (${counting(value('otherKey'), value('otherSeconds'), within)})
    select (select hits from first) hits, (select hits from second) others`;
});

/** Same, as a refusal: 429 with the number of seconds to wait. */
export async function limit(ctx: Pick<Ctx, 'db'>, key: string, most: number, seconds: number): Promise<void> {
  if (!(await withinLimit(ctx, key, most, seconds))) throw tooMany(seconds);
}

/** What is counted: the key, the most in a window, its seconds. */
type Counted = readonly [key: string, most: number, seconds: number];

/**
 * The same of two keys by one statement; the second is not counted when the first is over its limit, so that one caller
 * that is held back uses up nobody else's attempts.
 */
export async function limitBoth(ctx: Pick<Ctx, 'db'>, first: Counted, second: Counted): Promise<void> {
  const [[key, most, seconds], [otherKey, otherMost, otherSeconds]] = [first, second];
  const values = { key, most, seconds, otherKey, otherSeconds };
  const [row] = (await countBoth(ctx.db, values)).rows;
  if ((row?.hits ?? 1) > most) throw tooMany(seconds);
  if ((row?.others ?? 1) > otherMost) throw tooMany(otherSeconds);
}

const tooMany = (seconds: number): Refusal =>
  new Refusal({
    code: 'too-many-requests',
    status: 429,
    message: 'Trop de demandes en peu de temps. Réessayez dans un moment.',
    data: { retryAfterSeconds: seconds },
  });

/**
 * Sends a mail of which the attempt was counted under `key`, with that of who asks: the first is taken back when the mail
 * does not leave, since nobody got it. Out and thrown: what `send` gives.
 */
export async function sendCounted<T>(
  ctx: Pick<Ctx, 'db'>,
  key: string,
  seconds: number,
  send: () => Promise<T>,
): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (isMailAway(error)) await takeBackAttempt(ctx, key, seconds);
    throw error;
  }
}

async function takeBackAttempt(ctx: Pick<Ctx, 'db'>, key: string, seconds: number): Promise<void> {
  await sql`update platform.rate_limits set hits = hits - 1 where key = ${key} and hits > 0
    and window_start = ${windowOf(sql`${seconds}`)}`.execute(ctx.db);
}

/** Whether `most` attempts were already counted under `key` in the current window; counts nothing itself. */
export async function usedUp(
  ctx: Pick<Ctx, 'db'>,
  key: string,
  most: number,
  seconds: number,
): Promise<boolean> {
  const row = await one(
    ctx.db,
    sql<{ hits: number }>`select hits from platform.rate_limits where key = ${key}
      and window_start = ${windowOf(sql`${seconds}`)}`,
  );
  return (row?.hits ?? 0) >= most;
}

/** Forgets windows that ended more than a day ago. */
export async function forgetOldLimits(ctx: Pick<Ctx, 'db'>): Promise<void> {
  await sql`delete from platform.rate_limits where window_start < now() - interval '1 day'`.execute(ctx.db);
}

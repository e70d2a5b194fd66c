import { sql } from 'kysely';
import type { Ctx } from './context.js';
import { one } from './db/connection.js';
import { statement } from './db/statement.js';
import { Refusal } from './errors.js';

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

const count = statement<{ key: string; seconds: number }, { hits: number }>(
  'rate_limit',
  (value) => sql`insert into platform.rate_limits (key, window_start, hits)
    values (${value('key')}, to_timestamp(floor(extract(epoch from clock_timestamp()) / ${value('seconds')}::int)
      * ${value('seconds')}::int), 1)
    on conflict (key, window_start) do update set hits = platform.rate_limits.hits + 1 returning hits`,
);

/** Same, as a refusal: 429 with the number of seconds to wait. */
export async function limit(ctx: Pick<Ctx, 'db'>, key: string, most: number, seconds: number): Promise<void> {
  if (await withinLimit(ctx, key, most, seconds)) return;
  throw new Refusal({
    code: 'too-many-requests',
    status: 429,
    message: 'Trop de demandes en peu de temps. Réessayez dans un moment.',
    data: { retryAfterSeconds: seconds },
  });
}

/** Takes back one attempt that was counted under `key` in the current window: what it was for did not happen. */
export async function takeBackAttempt(ctx: Pick<Ctx, 'db'>, key: string, seconds: number): Promise<void> {
  await sql`update platform.rate_limits set hits = hits - 1 where key = ${key} and hits > 0
    and window_start = ${currentWindow(seconds)}`.execute(ctx.db);
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
      and window_start = ${currentWindow(seconds)}`,
  );
  return (row?.hits ?? 0) >= most;
}

const currentWindow = (seconds: number) =>
  sql`to_timestamp(floor(extract(epoch from clock_timestamp()) / ${seconds}::int) * ${seconds}::int)`;

/** Forgets windows that ended more than a day ago. */
export async function forgetOldLimits(ctx: Pick<Ctx, 'db'>): Promise<void> {
  await sql`delete from platform.rate_limits where window_start < now() - interval '1 day'`.execute(ctx.db);
}

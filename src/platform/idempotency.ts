import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { type Ctx, transaction } from './context.js';
import { one } from './db/connection.js';
import { statement } from './db/statement.js';
import { Refusal } from './errors.js';

/** An HTTP answer that can be given again. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface OnceOptions {
  /** Who asks: keys of two callers never meet. */
  readonly caller: string;
  /** Chosen by the caller, at most 255 characters. */
  readonly key: string;
  /** All that makes the request what it is: method, path, conditions, body. */
  readonly request: string;
}

const otherRequest = (): Refusal =>
  new Refusal({
    code: 'idempotency-key-reused',
    status: 422,
    message: 'Cette clé d’idempotence a déjà servi pour une autre demande.',
  });

/**
 * Does the work once per caller and key, in one transaction with the memory of its answer: a crash leaves neither, and
 * a second request with the same key waits for the first, then receives the same answer (`replayed`). An error thrown
 * by the work is not remembered: nothing was done. Throws `idempotency-key-reused` when the same key comes with another
 * request.
 */
export async function once(
  ctx: Ctx,
  options: OnceOptions,
  work: (ctx: Ctx) => Promise<Answer>,
): Promise<Answer & { readonly replayed: boolean }> {
  const { caller, key } = options;
  const hash = createHash('sha256').update(options.request).digest('hex');
  return transaction(ctx, async (tx) => {
    const mine = (await takeKey(tx.db, { caller, key, hash })).rows.length > 0;
    if (!mine) return { ...(await remembered(tx, caller, key, hash)), replayed: true };
    const answer = await work(tx);
    const { status } = answer;
    const [headers, body] = [JSON.stringify(answer.headers), JSON.stringify(answer.body)];
    await keepAnswer(tx.db, { caller, key, status, headers, body });
    return { ...answer, replayed: false };
  });
}

const takeKey = statement<{ caller: string; key: string; hash: string }, unknown>(
  'platform_take_key',
  (value) => sql`insert into platform.idempotency (caller, key, request_hash)
    values (${value('caller')}, ${value('key')}, ${value('hash')}) on conflict do nothing returning 1`,
);

interface KeptAnswer {
  readonly caller: string;
  readonly key: string;
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

// Kept as one text: jsonb would give the same answer in another order.
const keepAnswer = statement<KeptAnswer, unknown>(
  'platform_keep_answer',
  (value) => sql`update platform.idempotency set status = ${value('status')},
      headers = ${value('headers')}::jsonb, body = to_jsonb(${value('body')}::text)
    where caller = ${value('caller')} and key = ${value('key')}`,
);

/** Forgets the answers given more than a week ago: nobody asks again so late. */
export async function forgetOldAnswers(ctx: Pick<Ctx, 'db'>): Promise<void> {
  await sql`delete from platform.idempotency where created_at < now() - interval '7 days'`.execute(ctx.db);
}

async function remembered(ctx: Ctx, caller: string, key: string, hash: string): Promise<Answer> {
  const row = await one(
    ctx.db,
    sql<{
      hash: string;
      status: number;
      headers: Answer['headers'];
      body: string;
    }>`select request_hash hash, status, headers, body
      from platform.idempotency where caller = ${caller} and key = ${key}`,
  );
  if (row?.hash !== hash) throw otherRequest();
  return { status: row.status, headers: row.headers, body: JSON.parse(row.body) };
}

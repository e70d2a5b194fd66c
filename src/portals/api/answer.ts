import type { Context } from 'hono';
import { type Ctx, transaction } from '../../platform/context.js';
import type { Env } from '../../platform/http/request.js';
import { type Answer, once } from '../../platform/idempotency.js';
import { keyOf } from './conditions.js';

/** Does a change in one transaction, once per idempotency key where the caller gave one. */
export async function answer(
  c: Context<Env>,
  body: unknown,
  work: (ctx: Ctx) => Promise<Answer>,
): Promise<Response> {
  const ctx = c.get('ctx');
  const key = keyOf(c.req.header('idempotency-key'));
  if (key === undefined) return reply(c, await transaction(ctx, work));
  const request = [c.req.method, c.req.path, c.req.header('if-match') ?? '', JSON.stringify(body)].join('\n');
  const { replayed, ...given } = await once(ctx, { caller: ctx.actor, key, request }, work);
  if (replayed) c.header('Idempotent-Replayed', 'true');
  return reply(c, given);
}

/** Gives an answer, never to be kept on the way. */
export function reply(c: Context<Env>, { status, headers, body }: Answer): Response {
  return c.body(JSON.stringify(body), status as 200, { ...headers, 'cache-control': 'no-store' });
}

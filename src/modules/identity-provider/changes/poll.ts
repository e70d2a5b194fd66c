import { z } from 'zod';
import type { Ctx } from '../../../platform/context.js';
import { statementSigner } from '../oidc/sign-statement.js';
import { securityEvent } from './set.js';
import { acknowledge, waitingFor } from './store.js';

const MOST = 100;

/** A poll (RFC 8936 §2.2). Waiting for news is not done: the answer comes at once, as it may. */
export const pollRequest = z.object({
  maxEvents: z.number().int().min(0).optional(),
  returnImmediately: z.boolean().optional(),
  ack: z.array(z.string()).max(1000).optional(),
  setErrs: z.record(z.string(), z.object({ err: z.string(), description: z.string().optional() })).optional(),
});

export interface PollAnswer {
  /** Signed events by `jti`: one for each person at most, so that the next one follows what was acknowledged. */
  readonly sets: Readonly<Record<string, string>>;
  readonly moreAvailable?: true;
}

/** Notes what a service has, or could not read, and gives it what waits: the same again until it is acknowledged. */
export async function poll(
  ctx: Ctx,
  clientId: string,
  asked: z.output<typeof pollRequest>,
): Promise<PollAnswer> {
  await acknowledge(ctx, clientId, asked.ack ?? []);
  for (const [jti, { err }] of Object.entries(asked.setErrs ?? {}).slice(0, MOST))
    await acknowledge(ctx, clientId, [jti], err.slice(0, 100));
  const { notices, more } = await waitingFor(ctx, clientId, Math.min(asked.maxEvents ?? MOST, MOST));
  const sets: Record<string, string> = {};
  const sign = await statementSigner(ctx);
  for (const notice of notices) sets[notice.jti] = await securityEvent(ctx, sign, notice);
  return { sets, ...(more && { moreAvailable: true as const }) };
}

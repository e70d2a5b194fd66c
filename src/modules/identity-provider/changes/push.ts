import { z } from 'zod';
import type { Ctx } from '../../../platform/context.js';
import { ask } from '../../../platform/events.js';
import { callOutside } from '../../../platform/http/outgoing.js';
import type { JobHandler } from '../../../platform/jobs.js';
import { statementSigner } from '../oidc/sign-statement.js';
import { service } from '../queries/service.js';
import { type Line, lineOf, PUSH_CHANGES, readLine } from './line.js';
import { SECEVENT, securityEvent } from './set.js';
import { claimOldest, linesDue, settle } from './store.js';

const payload = z.object({ subjects: z.array(z.string()) });

/** Sends what waits for a service about a person, in order, until it is sent or one fails (RFC 8935). */
export const pushChanges: JobHandler = {
  name: PUSH_CHANGES,
  async run(ctx, given) {
    for (const subject of payload.parse(given).subjects) await sendLine(ctx, readLine(subject));
  },
};

/** Looks, every minute, for what is due: a service that failed, a process that died while it sent. */
export const pushDueChanges: JobHandler = {
  name: 'identity-provider.push-due-changes',
  every: '* * * * *',
  async run(ctx) {
    for (const line of await linesDue(ctx, 1000)) await ask(ctx, PUSH_CHANGES, [lineOf(line)]);
  },
};

async function sendLine(ctx: Ctx, line: Line): Promise<void> {
  const events = (await service(ctx, line.clientId))?.options.events;
  if (events?.delivery !== 'push') return;
  const sign = await statementSigner(ctx);
  for (;;) {
    const notice = await claimOldest(ctx, line);
    if (!notice) return;
    const failure = await send(ctx, events.endpoint, await securityEvent(ctx, sign, notice));
    await settle(ctx, notice, failure);
    if (failure === null) continue;
    ctx.log.warn({ clientId: line.clientId, attempts: notice.attempts, failure }, 'a change was not taken');
    return;
  }
}

/** Out: null once the service has it; otherwise why not, without what it answered. */
async function send(ctx: Ctx, endpoint: string, token: string): Promise<string | null> {
  const request = {
    method: 'POST',
    headers: { 'content-type': `application/${SECEVENT}`, accept: 'application/json' },
    body: token,
  };
  try {
    const { status } = await callOutside(endpoint, request, ctx.config.outgoingAllowed);
    return [200, 202, 204].includes(status) ? null : `HTTP ${status}`;
  } catch (error) {
    return (error as Error).message;
  }
}

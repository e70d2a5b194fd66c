import type { Ctx } from '../../../../platform/context.js';
import { callOutside } from '../../../../platform/http/outgoing.js';
import { enqueue, type JobHandler } from '../../../../platform/jobs.js';
import { pushAuthorization } from './keys.js';
import { endpointFor, unsubscribePush } from './subscribe.js';

const NAME = 'credentials.push-request';

/** The browser that had this address is gone for good. */
const GONE = [404, 410];

/** Asks for the phone of a request to be woken. */
export const askToPush = (ctx: Ctx, requestId: string): Promise<void> => enqueue(ctx, NAME, { requestId });

/**
 * Wakes the phone that a request waits for (RFC 8030): a push without any content, so that the push service learns
 * neither who nor where. A hint only: the phone then asks us. Tried again until the request is over.
 */
export const pushRequest: JobHandler = {
  name: NAME,
  async run(ctx, payload) {
    const { requestId } = payload as { requestId: string };
    const target = await endpointFor(ctx, requestId);
    if (!target) return;
    const { status } = await callOutside(
      target.endpoint,
      {
        method: 'POST',
        headers: {
          authorization: await pushAuthorization(ctx, target.endpoint),
          ttl: String(target.seconds),
          ...{ urgency: 'high', topic: 'connexion', 'content-length': '0' },
        },
      },
      ctx.config.outgoingAllowed,
    );
    if (GONE.includes(status)) return unsubscribePush(ctx, target.ecpsId);
    if (status < 200 || status > 299) throw new Error(`the push service answered ${status}`);
  },
};

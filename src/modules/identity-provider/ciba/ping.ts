import type { Ctx } from '../../../platform/context.js';
import type { Reaction } from '../../../platform/events.js';
import { callOutside } from '../../../platform/http/outgoing.js';
import { unseal } from '../../../platform/secrets.js';
import { artifactAdapter } from '../oidc/adapter.js';
import { service } from '../queries/service.js';
import { SEALED_ID } from './start.js';
import { type CibaRequest, requestToPing } from './store.js';

/**
 * Tells a service that the person answered, so that it comes for its tokens (CIBA Core §10.2). Subjects are ids of
 * demands on phones, or hashes of requests answered by card. Tried again while it fails; what has expired is left alone.
 */
export const pingServices: Reaction = {
  name: 'identity-provider.ping-services',
  async run(ctx, ids) {
    for (const id of ids) {
      const request = await requestToPing(ctx, id);
      if (request) await ping(ctx, request);
    }
  },
};

async function ping(ctx: Ctx, request: CibaRequest): Promise<void> {
  const ciba = (await service(ctx, request.clientId))?.options.ciba;
  const authReqId = request.sealedId && unseal(ctx.config.secret, SEALED_ID, request.sealedId);
  if (ciba?.delivery !== 'ping' || !authReqId || request.expiresAt.getTime() < Date.now()) return;
  const kept = await artifactAdapter(ctx, 'BackchannelAuthenticationRequest').find(authReqId);
  const token = (kept?.params as { client_notification_token?: string } | undefined)
    ?.client_notification_token;
  if (!kept || kept.consumed || !token) return;
  const { status } = await callOutside(
    ciba.notificationUri,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ auth_req_id: authReqId }),
    },
    ctx.config.outgoingAllowed,
  );
  if (status === 200 || status === 204) return;
  const failure = `service ${request.clientId} answered ${status} to a ping`;
  // A service that refuses will refuse again; it can still come for its tokens by itself.
  if (status >= 400 && status < 500) ctx.log.warn(failure);
  else throw new Error(failure);
}

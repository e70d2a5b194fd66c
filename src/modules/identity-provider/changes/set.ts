import type { Ctx } from '../../../platform/context.js';
import { REALM_PATH } from '../oidc/realm.js';
import type { Signer } from '../oidc/sign-statement.js';
import { eventType } from '../rules/changes.js';
import type { Notice } from './store.js';

/** Type of such a token, as header and as media type (RFC 8417 §2.3, RFC 8935 §2). */
export const SECEVENT = 'secevent+jwt';

/**
 * A change as a signed event: who (`sub_id`, by the name that the service knows), what, and when it happened (`toe`).
 * The same each time it is sent, but for the signature.
 */
export function securityEvent(ctx: Pick<Ctx, 'config'>, sign: Signer, notice: Notice): Promise<string> {
  const iss = ctx.config.origin + REALM_PATH;
  return sign(SECEVENT, {
    iss,
    aud: notice.clientId,
    jti: notice.jti,
    iat: seconds(notice.askedAt),
    toe: seconds(notice.happenedAt),
    sub_id: { format: 'iss_sub', iss, sub: notice.subject },
    events: { [eventType(notice.kind)]: notice.detail },
  });
}

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);

import type { IncomingMessage } from 'node:http';
import type { Ctx } from '../../../platform/context.js';
import { subjectOf } from './account.js';
import { isSecretOf } from './dialect.js';
import type { Envelope } from './envelope.js';
import { liveArtifact } from './live-artifact.js';
import { provenForm } from './proven-form.js';
import { REALM_PATH } from './realm.js';
import { nationalMembers } from './responses.js';

/**
 * What introspection tells (RFC 7662 §2.2) to a service that proves itself by its secret about an access token that is
 * good; undefined where the engine has to look: it then reads the same body.
 */
export async function shortIntrospection(
  ctx: Ctx,
  envelope: Envelope,
  req: IncomingMessage,
): Promise<object | undefined> {
  const form = await provenForm(req);
  if (!form) return undefined;
  const { clientId, secret, fields } = form;
  const { token, token_type_hint = 'access_token', ...others } = fields;
  if (!token || token_type_hint !== 'access_token' || Object.keys(others).length > 0) return undefined;
  const opaque = envelope.open(token) ?? '';
  const live = await liveArtifact(ctx, { model: 'AccessToken', id: opaque, clientId });
  if (live?.asker.options.authentication !== 'secret') return undefined;
  if (!isSecretOf(secret, live.asker.secretHashes)) return undefined;
  const { payload, person } = live;
  return {
    ...payload.extra,
    ...{ active: true, client_id: payload.clientId, exp: payload.exp, iat: payload.iat, sid: payload.sid },
    ...{ iss: ctx.config.origin + REALM_PATH, jti: opaque, scope: payload.scope, token_type: 'Bearer' },
    sub: subjectOf(person.idNat),
    ...nationalMembers(payload, person, 'Bearer'),
  };
}

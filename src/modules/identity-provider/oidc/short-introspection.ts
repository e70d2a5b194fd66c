import type { IncomingMessage } from 'node:http';
import type { Ctx } from '../../../platform/context.js';
import { subjectOf } from './account.js';
import { isSecretOf } from './dialect.js';
import type { Envelope } from './envelope.js';
import { liveToken } from './live-token.js';
import { REALM_PATH } from './realm.js';
import { bodyOf, giveBody } from './request.js';
import { nationalMembers } from './responses.js';

const BASIC = /^Basic ([A-Za-z0-9+/]+={0,2})$/;
/** A client id and a secret, of signs that are written alike in a form and out of it. */
const PROOF = /^([\w.-]+):([\w.-]+)$/;
const FORM = /^token=([\w-]+\.[\w-]+\.[\w-]+)(&token_type_hint=access_token)?$/;
const FORM_TYPE = /^application\/x-www-form-urlencoded(;charset=UTF-8)?$/i;
const LARGEST = 8 * 1024;

/**
 * What introspection tells (RFC 7662 §2.2) to a service that proves itself by its secret about an access token that is
 * good; undefined where the engine has to look: it then reads the same body.
 */
export async function shortIntrospection(
  ctx: Ctx,
  envelope: Envelope,
  req: IncomingMessage,
): Promise<object | undefined> {
  const { method, url, headers } = req;
  const basic = BASIC.exec(headers.authorization ?? '')?.[1];
  if (method !== 'POST' || basic === undefined || url?.includes('?')) return undefined;
  const [, clientId, secret] = PROOF.exec(Buffer.from(basic, 'base64').toString()) ?? [];
  const length = Number(headers['content-length'] ?? Number.NaN);
  if (clientId === undefined || secret === undefined || !(length <= LARGEST)) return undefined;
  if (!FORM_TYPE.test(headers['content-type'] ?? '')) return undefined;
  const body = await bodyOf(req);
  const value = FORM.exec(body.toString())?.[1];
  const answer = value && (await answerOf(ctx, envelope, { clientId, secret, value }));
  if (!answer) giveBody(req, body);
  return answer || undefined;
}

async function answerOf(
  ctx: Ctx,
  envelope: Envelope,
  { clientId, secret, value }: { clientId: string; secret: string; value: string },
): Promise<object | undefined> {
  const live = await liveToken(ctx, envelope, value, clientId);
  if (!live || live.asker.clientId !== clientId) return undefined;
  const { asker, token, person, opaque } = live;
  if (asker.options.authentication !== 'secret' || !isSecretOf(secret, asker.secretHashes)) return undefined;
  return {
    ...token.extra,
    ...{ active: true, client_id: token.clientId, exp: token.exp, iat: token.iat, sid: token.sid },
    ...{ iss: ctx.config.origin + REALM_PATH, jti: opaque, scope: token.scope, token_type: 'Bearer' },
    sub: subjectOf(person.idNat),
    ...nationalMembers(token, person, 'Bearer'),
  };
}

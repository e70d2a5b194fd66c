import { hash, randomUUID } from 'node:crypto';
import type { Ctx } from '../../../platform/context.js';
import { randomToken } from '../../../platform/secrets.js';
import { LIFETIMES, refreshLifetime } from '../rules/lifetimes.js';
import { idTokenClaims, subjectOf } from './account.js';
import { ACR } from './acr-values.js';
import { saveOf } from './adapter.js';
import { accessClaims, type Envelope } from './envelope.js';
import type { Save } from './exchange.js';
import type { LiveArtifact, Payload } from './live-artifact.js';
import { REALM_PATH } from './realm.js';
import { tokenMembers } from './responses.js';
import { claimsOfScopes } from './short-userinfo.js';

/** What an answer of the token endpoint gives, and what is to be kept so that it is worth something. */
export interface Issued {
  readonly answer: object;
  readonly saves: readonly Save[];
}

/** New tokens for what a code, an approved request or a refresh token stands for: access, refresh, identity. */
export async function issueTokens(ctx: Ctx, envelope: Envelope, live: LiveArtifact): Promise<Issued> {
  const iat = Math.floor(Date.now() / 1000);
  const [access, refresh] = [randomToken(), randomToken()];
  const [accessPayload, refreshPayload] = [accessOf(live, iat), refreshOf(live, iat)];
  const lifetime = refreshPayload.exp - iat;
  const issuer = ctx.config.origin + REALM_PATH;
  const { sid, scope, clientId, extra } = accessPayload;
  const about = { issuer, clientId, sub: subjectOf(live.person.idNat), iat, seconds: LIFETIMES.accessToken };
  const access_token = await envelope.wrap(
    accessClaims({ ...about, opaque: access, extra, sid, scope, person: live.person }),
  );
  const id_token = await envelope.signIdToken(idClaims(live, { ...about, access_token }));
  return {
    answer: {
      access_token,
      ...{ expires_in: LIFETIMES.accessToken, id_token, refresh_token: refresh, scope, token_type: 'Bearer' },
      ...tokenMembers(sid, lifetime),
    },
    saves: [
      saveOf('AccessToken', access, accessPayload, LIFETIMES.accessToken),
      saveOf('RefreshToken', refresh, refreshPayload, lifetime),
    ],
  };
}

/** What codes, requests and refresh tokens remember of the sign-in, for all that comes of it. */
function remembered({ payload }: LiveArtifact) {
  const { accountId, claims, clientId, grantId, sessionUid, sid } = payload;
  return { accountId, claims, clientId, grantId, sessionUid, sid };
}

const GTY = {
  AuthorizationCode: 'authorization_code',
  BackchannelAuthenticationRequest: 'ciba',
  RefreshToken: 'refresh_token',
} as const;

/** How a token came to be, in the engine's words: the first grant, and that it was refreshed. */
function gtyOf({ kind, gty }: Payload): string {
  const own = GTY[kind as keyof typeof GTY];
  return gty === undefined || gty.endsWith(own) ? (gty ?? own) : `${gty} ${own}`;
}

function accessOf(live: LiveArtifact, iat: number) {
  const { payload, scopes } = live;
  const { authTime, nonce = '', acr = ACR, amr } = payload;
  return {
    ...{ iat, exp: iat + LIFETIMES.accessToken, kind: 'AccessToken', gty: gtyOf(payload) },
    ...remembered(live),
    extra: { auth_time: authTime, nonce, acr, authMode: amr?.[0] ?? '' },
    scope: scopes.join(' '),
  };
}

function refreshOf(live: LiveArtifact, iat: number) {
  const { payload } = live;
  const { acr, amr, authTime, nonce, scope, kind, rotations, iiat } = payload;
  const isFirst = kind !== 'RefreshToken';
  return {
    ...{
      iat,
      exp: iat + refreshLifetime(authTime, iat),
      kind: 'RefreshToken',
      gty: gtyOf(payload),
    },
    ...remembered(live),
    ...{ acr, amr, authTime, nonce, scope, expiresWithSession: payload.expiresWithSession },
    iiat: isFirst ? iat : iiat,
    rotations: isFirst ? 0 : typeof rotations === 'number' ? rotations + 1 : 1,
  };
}

interface About {
  readonly issuer: string;
  readonly clientId: string;
  readonly sub: string;
  readonly iat: number;
  readonly seconds: number;
  readonly access_token: string;
}

/** Source: OpenID Connect Core §2, with the members that the national service adds. */
function idClaims(live: LiveArtifact, { issuer, clientId, sub, iat, seconds, access_token }: About) {
  const { acr, authTime, nonce, sid } = live.payload;
  const known = { ...idTokenClaims(live.person), sub, acr, auth_time: authTime };
  return {
    ...claimsOfScopes(live.scopes, known),
    ...{ nonce, sid, azp: clientId, typ: 'ID', jti: randomUUID(), session_state: sid },
    at_hash: hash('sha256', access_token, 'buffer').subarray(0, 16).toString('base64url'),
    ...{ aud: clientId, exp: iat + seconds, iat, iss: issuer, sub },
  };
}

import { randomUUID } from 'node:crypto';
import { randomToken } from '../../../platform/secrets.js';
import { ACR } from '../oidc/acr-values.js';
import { saveOf } from '../oidc/adapter.js';
import type { Save } from '../oidc/exchange.js';
import { LIFETIMES, sessionLifetime } from '../rules/lifetimes.js';
import type { Channel } from './store.js';

/** Who asked for whom, and for what. */
interface Request {
  readonly accountId: string;
  readonly clientId: string;
  readonly scope?: string;
}

/** What the request says of the sign-in from now on. */
interface Opened {
  readonly grantId: string;
  readonly sid: string;
  readonly acr: string;
  readonly amr: string[];
  /** Epoch seconds. */
  readonly authTime: number;
}

/**
 * A session like any other, that no browser holds: it has a sid, ends by logout, and lasts four hours at most. Out: the
 * session and its grant, to be written, in the words of the engine, and what the request says from now on.
 */
export function openedSession(
  { accountId, clientId, scope = '' }: Request,
  channel: Channel,
): { readonly opened: Opened; readonly saves: readonly Save[] } {
  const [iat, sid, grantId] = [Math.floor(Date.now() / 1000), randomUUID(), randomToken()];
  const [acr, amr, seconds] = [ACR, [channel], sessionLifetime(iat, iat)];
  const grant = { iat, exp: iat + LIFETIMES.grant, kind: 'Grant', accountId, clientId, openid: { scope } };
  const session = {
    ...{ iat, exp: iat + seconds, kind: 'Session', uid: sid, accountId, loginTs: iat, acr, amr },
    authorizations: { [clientId]: { sid, grantId } },
  };
  return {
    opened: { grantId, sid, acr, amr, authTime: iat },
    saves: [
      saveOf('Grant', grantId, grant, LIFETIMES.grant),
      saveOf('Session', randomToken(), session, seconds),
    ],
  };
}

import { errors, type KoaContextWithOIDC } from 'oidc-provider';

import { REGISTRATION } from './realm.js';

type Body = Record<string, unknown>;

/** Ways by which the answer may come back (OAuth 2.0 Multiple Response Types, JARM); never in a fragment. */
const RESPONSE_MODES = ['query', 'form_post', 'jwt', 'query.jwt', 'form_post.jwt'];

/** @throws UnsupportedResponseMode for a way back that the engine knows and we do not offer */
export function checkResponseMode(_koa: KoaContextWithOIDC, asked: string | undefined): void {
  if (asked !== undefined && !RESPONSE_MODES.includes(asked)) throw new errors.UnsupportedResponseMode();
}

/** The engine's discovery document, made to say what is true here (OpenID Connect Discovery 1.0 §3). */
export function tellTruth(koa: KoaContextWithOIDC): Body {
  const told = koa.body as Body;
  return {
    ...told,
    registration_endpoint: `${told.issuer}${REGISTRATION}`,
    backchannel_user_code_parameter_supported: false,
    response_modes_supported: RESPONSE_MODES,
    frontchannel_logout_supported: true,
    frontchannel_logout_session_supported: true,
  };
}

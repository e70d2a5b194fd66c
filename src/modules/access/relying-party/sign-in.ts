import * as oidc from 'openid-client';
import type { Ctx } from '../../../platform/context.js';
import { errors } from '../errors.js';
import { relyingParty } from './settings.js';

/** What must come back unchanged from Pro Santé Connect; travels in a sealed cookie. */
export interface SignInDraft {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
}

export interface PscPerson {
  readonly idNat: string;
  readonly name: string;
  readonly idToken: string;
}

const ISSUER_PATH = '/auth/realms/esante-wallet';

/** Whether the portals can offer Pro Santé Connect: they were registered as one of its services. */
export const pscOffered = async (ctx: Ctx): Promise<boolean> => (await relyingParty(ctx)) !== undefined;

async function provider(ctx: Ctx): Promise<oidc.Configuration> {
  const settings = await relyingParty(ctx);
  if (!settings) throw errors.pscUnavailable('the portals are not registered');
  const insecure = ctx.config.origin.startsWith('http:');
  try {
    return await oidc.discovery(
      new URL(ctx.config.origin + ISSUER_PATH),
      settings.clientId,
      undefined,
      oidc.ClientSecretBasic(settings.clientSecret),
      insecure ? { execute: [oidc.allowInsecureRequests] } : {},
    );
  } catch (error) {
    throw errors.pscUnavailable((error as Error).message);
  }
}

/**
 * Begins a sign-in (authorization code, PKCE, state, nonce); `anew`: even where a session is open. Out: where to send
 * the browser, and the draft to keep.
 */
export async function beginSignIn(
  ctx: Ctx,
  returnTo: string,
  anew = false,
): Promise<{ url: string; draft: SignInDraft }> {
  const config = await provider(ctx);
  const draft = {
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
    returnTo,
  };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: `${ctx.config.origin}/connexion/retour`,
    scope: 'openid scope_all',
    acr_values: 'eidas1',
    state: draft.state,
    nonce: draft.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(draft.verifier),
    code_challenge_method: 'S256',
    ...(anew && { prompt: 'login' }),
  });
  return { url: url.href, draft };
}

/**
 * Ends a sign-in. In: the query string that came back, and the draft. Out: the person.
 * @throws Refusal 403 when the answer is an error, a replay, or not the one we asked for
 */
export async function endSignIn(ctx: Ctx, search: string, draft: SignInDraft): Promise<PscPerson> {
  const config = await provider(ctx);
  try {
    const back = new URL(`${ctx.config.origin}/connexion/retour${search}`);
    const tokens = await oidc.authorizationCodeGrant(config, back, {
      pkceCodeVerifier: draft.verifier,
      expectedState: draft.state,
      expectedNonce: draft.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    const idNat = claims?.preferred_username;
    if (typeof idNat !== 'string' || !tokens.id_token)
      throw new Error('no national identifier in the ID token');
    return { idNat, name: nameOf(claims ?? {}, idNat), idToken: tokens.id_token };
  } catch (error) {
    throw errors.pscRefused((error as Error).message);
  }
}

/** Where to send the browser so that the Pro Santé Connect session ends too. */
export async function signOutAddress(ctx: Ctx, idToken: string): Promise<string> {
  const url = oidc.buildEndSessionUrl(await provider(ctx), {
    id_token_hint: idToken,
    post_logout_redirect_uri: `${ctx.config.origin}/connexion/deconnecte`,
  });
  return url.href;
}

function nameOf(claims: Readonly<Record<string, unknown>>, fallback: string): string {
  const parts = [claims.given_name, claims.family_name].filter((part) => typeof part === 'string' && part);
  return parts.join(' ') || fallback;
}

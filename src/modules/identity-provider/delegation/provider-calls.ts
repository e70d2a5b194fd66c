import * as oidc from 'openid-client';
import type { Ctx } from '../../../platform/context.js';
import { callOutside } from '../../../platform/http/outgoing.js';
import { unseal } from '../../../platform/secrets.js';
import { providerSilent } from '../errors.js';
import { judgeDelegated, LONGEST_AGE, longestAgeOf, type ProofFault } from '../rules/delegated-proof.js';
import type { SignIn } from '../sign-in/interaction.js';
import type { DelegatedAccount, Departure } from '../sign-in/kept.js';
import { type Establishment, sealedSecretOf } from './establishments.js';
import { SECRET } from './register-establishment.js';

/**
 * Where a provider sends browsers back. Each has an address of its own, so that none passes for another (RFC 9700 §4.4).
 */
export const returnAddress = (ctx: Pick<Ctx, 'config'>, code: string): string =>
  `${ctx.config.origin}/auth/delegation/${code}/retour`;

/** The provider, discovered. Every call goes out by the judged way; keys given by the operator stand for its own. */
async function provider(ctx: Ctx, place: Establishment): Promise<oidc.Configuration> {
  const secret = unseal(ctx.config.secret, SECRET, await sealedSecretOf(ctx, place.code)) ?? '';
  let keysAt: string | undefined;
  const call: oidc.CustomFetch = (url, { method, headers, body }) => {
    if (place.jwks && url === keysAt) return Promise.resolve(Response.json(place.jwks));
    const text = body === undefined || body === null ? undefined : String(body);
    return callOutside(url, { method, headers, body: text }, ctx.config.outgoingAllowed);
  };
  const insecure = new URL(place.issuer).protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
  const config = await oidc.discovery(
    new URL(place.issuer),
    place.clientId,
    undefined,
    oidc.ClientSecretBasic(secret),
    { [oidc.customFetch]: call, execute: [...insecure, oidc.enableNonRepudiationChecks], timeout: 5 },
  );
  keysAt = config.serverMetadata().jwks_uri;
  return config;
}

/**
 * Begins a sign-in at an establishment, as fresh as the service wants it. In: the sign-in of ours, whose uid comes back
 * in front of the state. Out: where to send the browser, and what to keep until it is back. @throws errors.providerSilent
 */
export async function departFor(
  ctx: Ctx,
  place: Establishment,
  signIn: Pick<SignIn, 'uid' | 'maxAge' | 'asksAgain'>,
): Promise<{ url: string; departure: Departure }> {
  const verifier = oidc.randomPKCECodeVerifier();
  const departure = {
    establishment: place.code,
    state: `${signIn.uid}.${oidc.randomState()}`,
    nonce: oidc.randomNonce(),
    verifier,
    at: Math.floor(Date.now() / 1000),
    maxAge: longestAgeOf(signIn),
  };
  try {
    const url = oidc.buildAuthorizationUrl(await provider(ctx, place), {
      redirect_uri: returnAddress(ctx, place.code),
      scope: 'openid profile email',
      state: departure.state,
      nonce: departure.nonce,
      max_age: String(departure.maxAge),
      ...(signIn.asksAgain && { prompt: 'login' }),
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, departure };
  } catch (error) {
    ctx.log.warn(
      { err: error, establishment: place.code },
      'the provider of an establishment does not answer',
    );
    throw providerSilent(place.name);
  }
}

export type DelegatedFault = ProofFault | 'cancelled' | 'answer';

/**
 * Ends it: state, issuer (RFC 9207), code, nonce, signature, audience and age are checked by the library, then what the
 * establishment has to prove. In: the query that came back. Out: the account, or why not; the details go to the log.
 */
export async function arriveFrom(
  ctx: Ctx,
  place: Establishment,
  departure: Departure,
  search: string,
): Promise<{ account: DelegatedAccount } | { fault: DelegatedFault }> {
  try {
    const back = new URL(returnAddress(ctx, place.code) + search);
    const tokens = await oidc.authorizationCodeGrant(await provider(ctx, place), back, {
      expectedState: departure.state,
      expectedNonce: departure.nonce,
      pkceCodeVerifier: departure.verifier,
      maxAge: LONGEST_AGE,
      idTokenExpected: true,
    });
    const judged = judgeDelegated(tokens.claims(), place, Math.floor(Date.now() / 1000), departure);
    if ('fault' in judged) return judged;
    return { account: { establishment: place.code, establishmentName: place.name, ...judged.account } };
  } catch (error) {
    if (error instanceof oidc.AuthorizationResponseError && error.error === 'access_denied')
      return { fault: 'cancelled' };
    ctx.log.warn({ err: error, establishment: place.code }, 'the answer of an establishment was refused');
    return { fault: 'answer' };
  }
}

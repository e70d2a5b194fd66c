import type { Client, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import { callOutside, type OutgoingRequest } from '../../../platform/http/outgoing.js';
import { cibaFeature } from '../ciba/start.js';
import { LIFETIMES, refreshLifetime, sessionLifetime } from '../rules/lifetimes.js';
import { STRONG_ACR, WEAK_ACR } from '../rules/means.js';
import { exchangedExtra, mayIntrospect } from '../token-exchange/extra.js';
import { findAccount, type PersonAccount, subjectOf } from './account.js';
import { checkAcrValues, checkEssentialLevel } from './acr-values.js';
import { artifactAdapter } from './adapter.js';
import { mtlsAliases, mutualTls } from './client-certificates.js';
import { CookieMarks } from './cookie-marks.js';
import { tokenExtra } from './dialect.js';
import { checkResponseMode } from './discovery.js';
import type { SigningKeys } from './keys.js';
import { renderError } from './protocol-error.js';
import { OWN_METADATA } from './service-client.js';
import { signInPolicy } from './sign-in-policy.js';
import { accountNamed, subjectFor } from './subjects.js';

const B = '/protocol/openid-connect';
export const SESSION_COOKIE = 'psc_session';

/** Claims of each scope; `scope_all` has every claim of the sector. */
const IDENTITY = ['preferred_username', 'SubjectNameID', 'given_name', 'family_name', 'codeCivilite'];
const SECTOR = [
  ...['codeGenreActivite', 'otherIds', 'authMode', 'UITVersion', 'PSI_Locale', 'Palier_Authentification'],
  ...['Mode_Acces_Raison', 'Acces_Regulation_Medicale', 'Secteur_Activite', 'SubjectOrganization'],
  ...['SubjectOrganizationID', 'SubjectRole', 'SubjectRefPro'],
];

/** Of the clean set, for services that chose it. */
const CLEAN_IDENTITY = ['national_id', 'name', 'civility'];
const CLEAN = [
  ...CLEAN_IDENTITY,
  'rpps',
  'other_ids',
  'auth_mode',
  'updated_at',
  'sources',
  'exercises',
  'diplomas',
  'authorisations',
];

/** The claims that each scope asks for, in the order of an answer. */
export const CLAIMS_OF_SCOPES: Readonly<Record<string, string[]>> = {
  openid: ['sub', 'acr', 'auth_time', 'preferred_username', 'SubjectNameID'],
  profile: [...IDENTITY, ...CLEAN_IDENTITY],
  identity: [...IDENTITY, ...CLEAN_IDENTITY],
  scope_all: [...IDENTITY, ...SECTOR, ...CLEAN],
  fhir: ['fhir'],
};

const METHODS = [
  ...['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'tls_client_auth'],
] as const satisfies string[];
const ASYMMETRIC = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const satisfies string[];

const now = () => Math.floor(Date.now() / 1000);

/** The whole configuration of the protocol engine. Times are real, in seconds. */
export function configuration(ctx: Ctx, keys: SigningKeys): Configuration {
  return {
    adapter: (model: string) => artifactAdapter(ctx, model),
    jwks: { keys: [...keys] },
    findAccount: async (koa, named, token) => {
      const accountId = await accountNamed(ctx, koa.oidc.client, named);
      return accountId === undefined
        ? undefined
        : findAccount(ctx, accountId, token, koa.oidc.client?.metadata().claim_set);
    },
    // The engine overwrites `sub` with the account id; this is the one place where it lets us name people: see dialect.ts.
    pairwiseIdentifier: (koa, accountId, client) => nameOf(ctx, koa, accountId, client),
    clients: [],
    clientAuthMethods: METHODS,
    extraClientMetadata: { properties: OWN_METADATA },
    responseTypes: ['code'],
    // OpenID Connect Core §3.1.2.1 and RFC 6749 §4.1.3 want it said, also where a service has one address only.
    allowOmittingSingleRegisteredRedirectUri: false,
    scopes: ['openid', 'profile', 'identity', 'scope_all', 'fhir'],
    acrValues: [STRONG_ACR, WEAK_ACR],
    claims: { iss: null, sid: null, ...CLAIMS_OF_SCOPES },
    conformIdTokenClaims: false,
    // The engine has these looked at in every request, also one that is pushed or comes without a browser.
    extraParams: {
      ...{ channel: null, kc_idp_hint: null, response_mode: checkResponseMode },
      acr_values: (_koa, asked, client) => checkAcrValues(ctx, client, asked),
    },
    pkce: { required: (_koa, client) => client.metadata().require_pkce === true },
    enabledJWA: {
      idTokenSigningAlgValues: ['RS256'],
      userinfoSigningAlgValues: ['RS256'],
      authorizationSigningAlgValues: ['RS256'],
      clientAuthSigningAlgValues: ASYMMETRIC,
      dPoPSigningAlgValues: ASYMMETRIC,
    },
    // Keys that a service publishes: an address that somebody else gave.
    fetch: (url, options) => callOutside(String(url), outgoing(options), ctx.config.outgoingAllowed),
    extraTokenClaims: (koa) => exchangedExtra(koa) ?? tokenExtra(koa),
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    // Logout ends the tokens itself; an idle browser must not end the service's chain of refresh tokens.
    expiresWithSession: async () => false,
    loadExistingGrant: (koa) => freshGrant(koa),
    interactions: {
      policy: signInPolicy(ctx),
      url: (_koa, interaction) => `${ctx.config.origin}/auth/connexion/${interaction.uid}`,
    },
    cookies: {
      // The engine hands them to its cookies as they are, a list or not.
      keys: new CookieMarks(ctx.config.secret) as never,
      names: { session: SESSION_COOKIE, interaction: 'psc_sign_in', resume: 'psc_resume' },
      long: { path: '/auth', httpOnly: true, sameSite: 'lax', signed: true, overwrite: true },
      short: { httpOnly: true, sameSite: 'lax', signed: true, overwrite: true },
    },
    ttl: {
      AccessToken: LIFETIMES.accessToken,
      AuthorizationCode: LIFETIMES.code,
      IdToken: LIFETIMES.accessToken,
      Grant: LIFETIMES.grant,
      Interaction: LIFETIMES.interaction,
      BackchannelAuthenticationRequest: LIFETIMES.ciba,
      RefreshToken: (_koa, token) => refreshLifetime(token.authTime, now()),
      Session: (_koa, session) => sessionLifetime(session.loginTs, now()),
    },
    routes: {
      authorization: `${B}/auth`,
      token: `${B}/token`,
      userinfo: `${B}/userinfo`,
      jwks: `${B}/certs`,
      end_session: `${B}/logout`,
      revocation: `${B}/revoke`,
      introspection: `${B}/token/introspect`,
      pushed_authorization_request: `${B}/ext/par/request`,
      backchannel_authentication: `${B}/ext/ciba/auth`,
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: true },
      mTLS: mutualTls,
      dPoP: { enabled: true, allowReplay: false },
      claimsParameter: {
        enabled: true,
        assertClaimsParameter: async (_koa, claims, client) => checkEssentialLevel(ctx, client, claims),
      },
      jwtResponseModes: { enabled: true },
      ciba: cibaFeature(ctx),
      // Told by jobs of ours: see tell-logout.ts.
      backchannelLogout: { enabled: true },
      resourceIndicators: { enabled: false },
      pushedAuthorizationRequests: { enabled: true },
      revocation: {
        enabled: true,
        allowedPolicy: async (_koa, client, token) => token.clientId === client.clientId,
      },
      // Resource servers introspect tokens of other services: any enabled service may ask.
      introspection: {
        enabled: true,
        // What a service that is closed was given is worth nothing to those who hold it.
        allowedPolicy: async ({ oidc }, client, token) =>
          mayIntrospect(client.clientId, token) &&
          (await oidc.provider.Client.find(token.clientId ?? '')) !== undefined,
      },
      rpInitiatedLogout: { enabled: true },
    },
    discovery: {
      introspection_endpoint_auth_methods_supported: METHODS,
      revocation_endpoint_auth_methods_supported: METHODS,
      mtls_endpoint_aliases: mtlsAliases(ctx.config),
    },
    renderError: (koa, out, error) => renderError(ctx, koa, out, error),
  };
}

/** What the engine asks of a call, in the words of ours. */
const outgoing = (options: RequestInit | undefined): OutgoingRequest => ({
  method: options?.method,
  headers: Object.fromEntries(new Headers(options?.headers)),
  body: options?.body === undefined || options.body === null ? undefined : String(options.body),
});

async function nameOf(ctx: Ctx, koa: KoaContextWithOIDC, accountId: string, client: Client): Promise<string> {
  const known = koa.oidc.account as PersonAccount | undefined;
  const account = known?.accountId === accountId ? known : await findAccount(ctx, accountId);
  return account ? subjectFor(ctx, client, account) : subjectOf('');
}

/** Each sign-in gets a grant of its own: what ends one of them leaves the others alone. Nobody is asked to consent. */
async function freshGrant(koa: KoaContextWithOIDC) {
  const { client, account, requestParamOIDCScopes, requestParamClaims, provider } = koa.oidc;
  if (!client || !account) return undefined;
  const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  grant.addOIDCScope([...requestParamOIDCScopes].join(' '));
  grant.addOIDCClaims([...requestParamClaims]);
  await grant.save();
  return grant;
}

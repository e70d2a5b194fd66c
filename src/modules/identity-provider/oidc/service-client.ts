import Provider, { type Adapter, type AdapterPayload } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import { type Service, service } from '../queries/service.js';
import type { ServiceOptions } from '../rules/service-options.js';
import { EXCHANGE_GRANT } from '../rules/token-exchange.js';
import { exchange } from './exchange.js';
import { readTogether, shownIn } from './read-together.js';

/** Properties of a client that the protocol engine does not know by itself. */
export const OWN_METADATA = [
  ...['acr_policy', 'require_pkce', 'claim_set', 'subject_policy', 'frontchannel_logout_uri'],
  ...['means_policy', 'shared_workstation', 'national_cnf'],
];

export const CIBA_GRANT = 'urn:openid:params:grant-type:ciba';

const METHODS: Readonly<Record<ServiceOptions['authentication'], string>> = {
  // The engine takes basic and post alike for either of the two.
  secret: 'client_secret_basic',
  private_key_jwt: 'private_key_jwt',
  tls_client_auth: 'tls_client_auth',
};

/** Registered services, as the protocol engine asks for its clients. */
export function serviceAdapter(ctx: Pick<Ctx, 'db' | 'clock'>): Adapter {
  const never = () => Promise.reject(new Error('services are registered by registerService'));
  return {
    async find(clientId) {
      const found = await heldService(ctx, clientId);
      return found && clientMetadata(found);
    },
    upsert: never,
    consume: never,
    destroy: never,
    revokeByGrantId: never,
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
  };
}

/** The service, as read for the exchange under way; with what it shows, by one statement, when nothing was read yet. */
export async function heldService(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  clientId: string,
): Promise<Service | undefined> {
  const held = exchange();
  if (!held) return service(ctx, clientId);
  const shown = held.services.has(clientId) ? undefined : shownIn(Provider.ctx?.oidc?.params);
  if (shown) await readTogether(ctx, held, { ...shown, clientId });
  if (!held.services.has(clientId)) held.services.set(clientId, await service(ctx, clientId));
  return held.services.get(clientId);
}

/** A service in the words of OpenID Connect Dynamic Client Registration 1.0 §2 and its successors. */
export function clientMetadata(s: Service): AdapterPayload {
  const { options: o } = s;
  return {
    client_id: s.clientId,
    // Hashes, compared as such; a service that proves itself by a key has none.
    ...(o.authentication === 'secret' && { client_secret: s.secretHashes.join(' ') || 'none' }),
    client_name: s.name,
    redirect_uris: [...s.redirectUris],
    post_logout_redirect_uris: [...s.postLogoutRedirectUris],
    grant_types: [
      'authorization_code',
      'refresh_token',
      ...(o.ciba ? [CIBA_GRANT] : []),
      ...(o.tokenExchange ? [EXCHANGE_GRANT] : []),
    ],
    ...(o.ciba && { backchannel_token_delivery_mode: o.ciba.delivery }),
    ...(o.ciba?.delivery === 'ping' && {
      // The engine wants https, also of a service on this machine; ciba/ping.ts calls the address as it is.
      backchannel_client_notification_endpoint: o.ciba.notificationUri.replace(/^http:/, 'https:'),
    }),
    response_types: ['code'],
    token_endpoint_auth_method: METHODS[o.authentication],
    ...(o.jwks && { jwks: o.jwks }),
    ...(o.jwksUri && { jwks_uri: o.jwksUri }),
    ...(o.tls && { tls_client_auth_subject_dn: o.tls.subjectDn }),
    tls_client_certificate_bound_access_tokens: o.certificateBoundTokens === true,
    national_cnf: o.nationalCnf === true,
    dpop_bound_access_tokens: o.dpop,
    require_pushed_authorization_requests: o.pushedRequests,
    ...(o.backchannelLogoutUri && { backchannel_logout_uri: o.backchannelLogoutUri }),
    ...(o.frontchannelLogoutUri && { frontchannel_logout_uri: o.frontchannelLogoutUri }),
    acr_policy: s.acrPolicy,
    require_pkce: s.requirePkce,
    claim_set: o.claims,
    subject_policy: o.subject,
    means_policy: { acceptedMeans: o.acceptedMeans, singleFactorReentry: o.singleFactorReentry },
    shared_workstation: o.sharedWorkstation,
  } as AdapterPayload;
}

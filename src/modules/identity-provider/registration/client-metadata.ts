import { z } from 'zod';
import { inFrench } from '../../../platform/shape-words.js';
import type { NewService, ServiceSettings } from '../actions/register-service.js';
import { errorDescription } from '../rules/error-description.js';
import type { GivenOptions, ServiceOptions } from '../rules/service-options.js';

const CIBA_GRANT = 'urn:openid:params:grant-type:ciba';
const GRANTS = ['authorization_code', 'refresh_token', CIBA_GRANT] as const;

/** What a program may say of its service; members that nobody here knows are left out, as RFC 7591 §2 asks. */
const metadata = z.object({
  client_name: z.string().min(1).max(100).optional(),
  redirect_uris: z.array(z.string()).min(1).max(20),
  post_logout_redirect_uris: z.array(z.string()).max(20).optional(),
  response_types: z.array(z.literal('code')).optional(),
  grant_types: z.array(z.enum(GRANTS)).optional(),
  token_endpoint_auth_method: z
    .enum(['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'tls_client_auth'])
    .default('client_secret_basic'),
  subject_type: z.literal('public').optional(),
  id_token_signed_response_alg: z.literal('RS256').optional(),
  userinfo_signed_response_alg: z.never().optional(),
  software_statement: z.never().optional(),
  jwks: z.unknown().optional(),
  jwks_uri: z.string().optional(),
  tls_client_auth_subject_dn: z.string().optional(),
  // Certificates of the authority name their organisation by their subject alone.
  tls_client_auth_san_dns: z.never().optional(),
  tls_client_auth_san_uri: z.never().optional(),
  tls_client_auth_san_ip: z.never().optional(),
  tls_client_auth_san_email: z.never().optional(),
  tls_client_certificate_bound_access_tokens: z.boolean().optional(),
  dpop_bound_access_tokens: z.boolean().optional(),
  require_pushed_authorization_requests: z.boolean().optional(),
  backchannel_logout_uri: z.string().optional(),
  frontchannel_logout_uri: z.string().optional(),
  backchannel_token_delivery_mode: z.enum(['poll', 'ping']).optional(),
  backchannel_client_notification_endpoint: z.string().optional(),
});

type Metadata = z.output<typeof metadata>;

/** Errors of RFC 7591 §3.2.2. */
export interface RegistrationFault {
  readonly error: 'invalid_redirect_uri' | 'invalid_client_metadata' | 'invalid_software_statement';
  readonly error_description: string;
}

/** A registration request in our words, or what is wrong with it. */
export function readMetadata(body: unknown): { service: NewService } | { fault: RegistrationFault } {
  const read = metadata.safeParse(body, { error: inFrench });
  if (read.success) return { service: newService(read.data) };
  const [issue] = read.error.issues;
  const field = String(issue?.path[0] ?? '');
  return { fault: faultOf(field, issue?.message ?? 'Ces métadonnées sont illisibles.') };
}

/** The same fault for what our own rules refuse: `redirectUris/0`, `options/jwks`. */
export function faultOf(field: string, message: string): RegistrationFault {
  const error = /^redirect_?uris/i.test(field)
    ? 'invalid_redirect_uri'
    : field === 'software_statement'
      ? 'invalid_software_statement'
      : 'invalid_client_metadata';
  return { error, error_description: errorDescription(field ? `${field}: ${message}` : message) };
}

function newService(m: Metadata): NewService {
  return {
    name: m.client_name ?? hostOf(m.redirect_uris[0] ?? ''),
    redirectUris: m.redirect_uris,
    ...(m.post_logout_redirect_uris && { postLogoutRedirectUris: m.post_logout_redirect_uris }),
    options: optionsOf(m),
  };
}

/** A service that has no name (RFC 7591 §2) is shown by where it is. */
const hostOf = (uri: string): string => (URL.canParse(uri) ? new URL(uri).host : '') || uri;

function optionsOf(m: Metadata): GivenOptions {
  const method = m.token_endpoint_auth_method;
  const given = {
    authentication: method.startsWith('client_secret') ? 'secret' : method,
    jwks: m.jwks,
    tls: m.tls_client_auth_subject_dn ? { subjectDn: m.tls_client_auth_subject_dn } : undefined,
    certificateBoundTokens: m.tls_client_certificate_bound_access_tokens,
    jwksUri: m.jwks_uri,
    dpop: m.dpop_bound_access_tokens,
    pushedRequests: m.require_pushed_authorization_requests,
    backchannelLogoutUri: m.backchannel_logout_uri,
    frontchannelLogoutUri: m.frontchannel_logout_uri,
    ciba: m.grant_types?.includes(CIBA_GRANT) ? cibaOf(m) : undefined,
  };
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as GivenOptions;
}

/** Options that no metadata speaks of: a replacement of the metadata leaves them as they are (RFC 7592 §2.2). */
export function unsaidOptions(
  held: ServiceOptions,
  asked: GivenOptions | undefined,
): Partial<ServiceOptions> {
  const { claims, subject, events, tokenExchange, acceptedMeans, pscOnly } = held;
  const { singleFactorReentry, sharedWorkstation, nonNominativeCards, nationalCnf } = held;
  const chosen = { acceptedMeans, pscOnly, events, tokenExchange };
  return {
    ...(Object.fromEntries(
      Object.entries(chosen).filter(([, value]) => value !== undefined),
    ) as typeof chosen),
    ...{ claims, subject, singleFactorReentry, sharedWorkstation, nonNominativeCards },
    // It says how tokens bound to a certificate are written, where they are.
    nationalCnf: nationalCnf && asked?.certificateBoundTokens === true,
  };
}

const cibaOf = (m: Metadata) =>
  m.backchannel_token_delivery_mode === 'ping'
    ? { delivery: 'ping' as const, notificationUri: m.backchannel_client_notification_endpoint ?? '' }
    : { delivery: 'poll' as const };

/** A service in the words of RFC 7591 §2. */
export function metadataOf({ options: o, ...s }: ServiceSettings): Record<string, unknown> {
  return {
    client_id: s.clientId,
    client_name: s.name,
    redirect_uris: s.redirectUris,
    post_logout_redirect_uris: s.postLogoutRedirectUris,
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token', ...(o.ciba ? [CIBA_GRANT] : [])],
    token_endpoint_auth_method: o.authentication === 'secret' ? 'client_secret_basic' : o.authentication,
    subject_type: 'public',
    id_token_signed_response_alg: 'RS256',
    ...(o.jwks && { jwks: o.jwks }),
    ...(o.jwksUri && { jwks_uri: o.jwksUri }),
    ...(o.tls && { tls_client_auth_subject_dn: o.tls.subjectDn }),
    tls_client_certificate_bound_access_tokens: o.certificateBoundTokens === true,
    dpop_bound_access_tokens: o.dpop,
    require_pushed_authorization_requests: o.pushedRequests,
    ...(o.backchannelLogoutUri && {
      backchannel_logout_uri: o.backchannelLogoutUri,
      backchannel_logout_session_required: true,
    }),
    ...(o.frontchannelLogoutUri && {
      frontchannel_logout_uri: o.frontchannelLogoutUri,
      frontchannel_logout_session_required: true,
    }),
    ...(o.ciba && { backchannel_token_delivery_mode: o.ciba.delivery }),
    ...(o.ciba?.delivery === 'ping' && {
      backchannel_client_notification_endpoint: o.ciba.notificationUri,
    }),
  };
}

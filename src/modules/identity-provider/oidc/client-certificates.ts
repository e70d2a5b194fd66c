import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type Provider from 'oidc-provider';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { Config } from '../../../platform/config.js';
import type { Ctx } from '../../../platform/context.js';
import { certificates } from '../../credentials/index.js';
import { isSameName } from '../rules/distinguished-name.js';
import { REALM_PATH } from './realm.js';
import { correlationOf } from './request.js';

interface Shown {
  /** PEM. */
  readonly certificate: string;
  readonly subjectDn: string;
}

const shown = new WeakMap<IncomingMessage, Shown>();

/**
 * Judges the certificate of each call that comes with one, before the engine looks at it: chain, record, dates,
 * revocation, all read at that moment. The engine sees only a certificate that identifies its organisation.
 */
export function judgeCertificates(provider: Provider, ctx: Ctx): void {
  provider.use(async (koa, next) => {
    const certificate = (koa.req.socket as TLSSocket).getPeerX509Certificate?.();
    if (certificate) {
      const presented = await certificates.presentedCertificate(ctx, certificate);
      if (certificates.identifies(presented) && 'subjectDn' in presented)
        shown.set(koa.req, { certificate: certificate.toString(), subjectDn: presented.subjectDn });
      else
        ctx.log.info(
          { certificate: presented.status, correlation: correlationOf(koa.req) },
          'a client certificate was refused',
        );
    }
    await next();
  });
}

/** Proof by TLS, and tokens that only the same certificate may use (RFC 8705). */
export const mutualTls: NonNullable<Configuration['features']>['mTLS'] = {
  enabled: true,
  certificateBoundAccessTokens: true,
  tlsClientAuth: true,
  getCertificate: (koa) => shown.get(koa.req)?.certificate,
  certificateAuthorized: (koa) => shown.has(koa.req),
  // Certificates that identify an organisation have no other names: the subject is the one that counts.
  certificateSubjectMatches: (koa, property, expected) =>
    property === 'tls_client_auth_subject_dn' && isSameName(shown.get(koa.req)?.subjectDn ?? '', expected),
};

const ALIASES = {
  token_endpoint: 'token',
  userinfo_endpoint: 'userinfo',
  revocation_endpoint: 'revoke',
  introspection_endpoint: 'token/introspect',
  pushed_authorization_request_endpoint: 'ext/par/request',
  backchannel_authentication_endpoint: 'ext/ciba/auth',
} as const;

const PROTOCOL = `${REALM_PATH}/protocol/openid-connect`;

/** The paths that are also answered on the port that asks for a certificate. */
export const MTLS_PATHS: readonly string[] = Object.values(ALIASES).map((path) => `${PROTOCOL}/${path}`);

/** Where a client with a certificate calls (RFC 8705 §5). */
export const mtlsAliases = (config: Pick<Config, 'mtlsOrigin'>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(ALIASES).map(([name, path]) => [name, `${config.mtlsOrigin}${PROTOCOL}/${path}`]),
  );

interface Bound {
  readonly 'x5t#S256'?: string;
  readonly jkt?: string;
}

/**
 * The key to which a token is bound (RFC 8705 §3.1, RFC 9449 §6.1). A service may have asked for the national writing: the
 * digest in hexadecimal, itself in base64 with padding.
 */
export function confirmation(
  { 'x5t#S256': thumbprint, jkt }: Bound,
  client: KoaContextWithOIDC['oidc']['client'],
): { cnf?: object } {
  if (!thumbprint) return jkt ? { cnf: { jkt } } : {};
  const national = client?.metadata().national_cnf === true;
  return { cnf: { 'x5t#S256': national ? nationalThumbprint(thumbprint) : thumbprint } };
}

const hexOf = (thumbprint: string): string => Buffer.from(thumbprint, 'base64url').toString('hex');
const nationalThumbprint = (thumbprint: string): string =>
  Buffer.from(hexOf(thumbprint), 'latin1').toString('base64');

/** Whether the certificate to which a token is bound still identifies its organisation; true for any other token. */
export async function isStillBound(ctx: Ctx, { 'x5t#S256': thumbprint }: Bound): Promise<boolean> {
  if (!thumbprint) return true;
  const held = await certificates.byFingerprint(ctx, hexOf(thumbprint));
  return held !== undefined && (await certificates.stateOf(ctx, held.serial)) === 'active';
}

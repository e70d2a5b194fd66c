import type { TLSSocket } from 'node:tls';
import type { Context } from 'hono';
import type { Env } from '../../platform/http/request.js';
import { certificates } from '../credentials/index.js';
import { SERVICES_PATH } from './extracts/paths.js';

/** Where the restricted doors are: the port that asks programs for a certificate answers there too. */
export const isRestrictedPath = (path: string): boolean =>
  path.startsWith('/fhir/restricted/') || path.startsWith(`${SERVICES_PATH}/`);

/**
 * Whether a request brings what the operator asks of restricted doors besides a bearer: nothing, or (RESTRICTED_CERTIFICATE)
 * a software certificate that identifies its organisation now, shown in the TLS handshake of this very connection.
 */
export async function bringsCertificate(c: Context<Env>): Promise<boolean> {
  const ctx = c.get('ctx');
  if (!ctx.config.restrictedCertificate) return true;
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: Partial<TLSSocket> } };
  const shown = incoming?.socket?.getPeerX509Certificate?.();
  return certificates.identifies(await certificates.presentedCertificate(ctx, shown));
}

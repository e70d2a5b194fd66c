import type { TLSSocket } from 'node:tls';
import type { Context } from 'hono';
import type { Env } from '../../platform/http/request.js';
import { certificateOfReader } from '../access/index.js';
import { certificates } from '../credentials/index.js';
import { SERVICES_PATH } from './extracts/paths.js';

/** Where the restricted doors are: the port that asks programs for a certificate answers there too. */
export const isRestrictedPath = (path: string): boolean =>
  path.startsWith('/fhir/restricted/') || path.startsWith(`${SERVICES_PATH}/`);

/**
 * Whether a request brings what is asked of a restricted door besides a bearer: nothing; or (RESTRICTED_CERTIFICATE) a
 * software certificate that identifies its organisation now, shown in the TLS handshake of this very connection; or the one
 * to whose subject the program of this bearer is bound, whatever the operator asks of others. In: code of the program.
 */
export async function bringsCertificate(c: Context<Env>, reader: string): Promise<boolean> {
  const ctx = c.get('ctx');
  const bound = await certificateOfReader(ctx, reader);
  if (!ctx.config.restrictedCertificate && bound === undefined) return true;
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: Partial<TLSSocket> } };
  const shown = incoming?.socket?.getPeerX509Certificate?.();
  const presented = await certificates.presentedCertificate(ctx, shown);
  if (!certificates.identifies(presented)) return false;
  return bound === undefined || ('subjectDn' in presented && presented.subjectDn === bound);
}

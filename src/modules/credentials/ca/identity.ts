import type { Ctx } from '../../../platform/context.js';
import type { Issued } from './issue.js';
import { certificatesPem, keyPem } from './pem.js';

/** What a TLS server needs to be the one of a host, and to ask for cards. All PEM. */
export interface ServerIdentity {
  readonly key: string;
  /** Its certificate, then those that lead to the root. */
  readonly cert: string;
  /** The authorities whose cards a browser may offer. */
  readonly ca: string[];
}

/** Makes a certificate for a server of ours; its key stays in the process. @param host as in an address: `[::1]` too */
export async function serverIdentity(ctx: Ctx, host: string): Promise<ServerIdentity> {
  const { issueServerCertificate } = await import('./issue.js');
  const made: Issued = await issueServerCertificate(ctx, host.replace(/^\[|\]$/g, ''));
  const [root, , persons] = await chainCertificates(ctx);
  return {
    key: keyPem(made.key),
    cert: certificatesPem([made.certificate, ...made.chain]),
    ca: [root, persons].flatMap((der) => (der ? certificatesPem([der]) : [])),
  };
}

/** The public certificates of the authorities, as one PEM text: root first. Makes the authorities at first use. */
export async function chainPem(ctx: Ctx): Promise<string> {
  return certificatesPem(await chainCertificates(ctx));
}

async function chainCertificates(ctx: Ctx): Promise<Buffer[]> {
  const { authorities } = await import('./authorities.js');
  const { root, organisations, persons } = await authorities(ctx);
  return [root.certificate, organisations.certificate, persons.certificate];
}

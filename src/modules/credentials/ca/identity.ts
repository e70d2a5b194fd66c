import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Ctx } from '../../../platform/context.js';
import { certificatesPem, keyPem } from './pem.js';
import type { AuthorityKey } from './rules/names.js';
import { readCertificates } from './store.js';

/** What a TLS server needs to be the one of a host, and to ask for certificates of ours. All PEM. */
export interface ServerIdentity {
  readonly key: string;
  /** Its certificate, then those that lead to the root. */
  readonly cert: string;
  /** The authorities whose certificates a client may offer. */
  readonly ca: string[];
}

/** Cards come from the ranges fort and standard. */
const OF_CARDS: readonly AuthorityKey[] = ['ACR-FO', 'ACI-FO-PP', 'ACR-ST', 'ACI-ST-PP'];
const OF_SOFTWARE: readonly AuthorityKey[] = ['ACR-EL', 'ACI-EL-ORG'];

/**
 * Makes a certificate for a server of ours; its key stays in the process.
 * @param host as in an address: `[::1]` too
 * @param clients whose certificates the server asks for
 */
export async function serverIdentity(
  ctx: Ctx,
  host: string,
  clients?: 'cards' | 'software',
): Promise<ServerIdentity> {
  const { issueServerCertificate } = await import('./issue.js');
  const made = await issueServerCertificate(ctx, host.replace(/^\[|\]$/g, ''));
  const asked = clients === 'cards' ? OF_CARDS : clients === 'software' ? OF_SOFTWARE : [];
  return {
    key: keyPem(made.key),
    cert: certificatesPem([made.certificate, ...made.chain]),
    ca: (await certificatesOf(ctx, asked)).map((der) => certificatesPem([der])),
  };
}

/** The public certificates of all authorities, each root first. Makes those that are missing. */
export async function chainCertificates(ctx: Ctx): Promise<Buffer[]> {
  const { makeAuthorities } = await import('./authorities.js');
  await makeAuthorities(ctx);
  return [...(await readCertificates(ctx)).values()];
}

/** The same as one PEM text. */
export const chainPem = async (ctx: Ctx): Promise<string> => certificatesPem(await chainCertificates(ctx));

/**
 * Lets this process call addresses that the built-in authority certifies, its own issuer for one: the portals and the
 * demo services are clients of Pro Santé Connect like any other. Adds to what the process trusts already.
 */
export async function trustOwnAuthority(ctx: Ctx): Promise<void> {
  const ours = certificatesPem(await certificatesOf(ctx, OF_SOFTWARE));
  setDefaultCACertificates([...getCACertificates('default'), ours]);
}

async function certificatesOf(ctx: Ctx, names: readonly AuthorityKey[]): Promise<Buffer[]> {
  const { authority } = await import('./authorities.js');
  const found: Buffer[] = [];
  for (const name of names) found.push((await authority(ctx, name)).certificate);
  return found;
}

import { generateKeyPair } from 'node:crypto';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import type { Ctx } from '../../../platform/context.js';
import { authority } from './authorities.js';
import { type Certified, certify, certifyAndRecord, type Order } from './certify.js';
import type { OtherName } from './rules/extensions.js';
import { type IntermediateKey, rootOf } from './rules/names.js';
import { SOFTWARE_AUTHORITY } from './rules/profiles.js';
import { readAuthority } from './store.js';

/** A certificate with its private key, and the certificates that lead to the root (the root last). All DER. */
export interface Issued extends Certified {
  /** PKCS#8. */
  readonly key: Buffer;
  readonly chain: readonly Buffer[];
}

const YEAR = 365;
const SERVER_YEARS = 2;
const LEAF_BITS = 2048;
const makePair = promisify(generateKeyPair);

/** A private key with its public one. */
export type LeafKeys = Awaited<ReturnType<typeof makeLeafKeys>>;

/** The keys of one certificate. */
export const makeLeafKeys = () => makePair('rsa', { modulusLength: LEAF_BITS });

/**
 * Makes a key and its certificate; worth nothing until the caller records it. @param by whose range it is of
 * @param keys made beforehand, when there are
 */
export async function issueWithKey(
  ctx: Ctx,
  by: IntermediateKey,
  order: Omit<Order, 'publicKey'>,
  keys?: LeafKeys,
): Promise<Issued> {
  const { privateKey, publicKey } = keys ?? (await makeLeafKeys());
  const made = await certify(ctx, await authority(ctx, by), {
    ...order,
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
  });
  return { ...made, key: privateKey.export({ type: 'pkcs8', format: 'der' }), chain: await chainOf(ctx, by) };
}

/** The same for one of the two certificates of a card, which last as long as the card. @param years of validity */
export const issueCardCertificate = (
  ctx: Ctx,
  by: IntermediateKey,
  order: Omit<Order, 'publicKey' | 'profile' | 'days'>,
  { usage, years }: { readonly usage: 'AUTH' | 'SIGN'; readonly years: number },
  keys?: LeafKeys,
): Promise<Issued> => issueWithKey(ctx, by, { ...order, profile: `card ${usage}`, days: years * YEAR }, keys);

/** A TLS certificate for a host name or an address of this program; its key stays in the process. */
export async function issueServerCertificate(ctx: Ctx, host: string): Promise<Issued> {
  const { privateKey, publicKey } = await makeLeafKeys();
  const made = await certifyAndRecord(ctx, await authority(ctx, SOFTWARE_AUTHORITY), {
    profile: 'SERV SSL',
    subject: [{ C: ['FR'] }, { O: ['ESCULAPE'] }, { CN: [host] }],
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    otherNames: [hostName(host)],
    days: SERVER_YEARS * YEAR,
  });
  const key = privateKey.export({ type: 'pkcs8', format: 'der' });
  return { ...made, key, chain: await chainOf(ctx, SOFTWARE_AUTHORITY) };
}

function hostName(host: string): OtherName {
  const kind = isIP(host);
  if (kind === 0) return { type: 'dns', value: host };
  return { type: 'ip', value: kind === 4 ? ipv4(host) : ipv6(host) };
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
const ipv4 = (host: string): string =>
  host
    .split('.')
    .map((part) => hex(Number(part), 2))
    .join('');

/** The address as its 32 digits; `::` stands for the groups that are missing. */
function ipv6(host: string): string {
  const [before = '', after] = host.split('::');
  const groups = (text: string) => (text ? text.split(':').map((group) => group.padStart(4, '0')) : []);
  const [first, last] = [groups(before), groups(after ?? '')];
  return [...first, ...Array<string>(8 - first.length - last.length).fill('0000'), ...last].join('');
}

/** The certificates from an authority up to its root. */
export async function chainOf(ctx: Ctx, by: IntermediateKey): Promise<Buffer[]> {
  const above = await Promise.all([readAuthority(ctx, by), readAuthority(ctx, rootOf(by))]);
  return above.flatMap((one) => (one ? [one.certificate] : []));
}

import { generateKeyPair } from 'node:crypto';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import type { Ctx } from '../../../platform/context.js';
import { authority } from './authorities.js';
import { type Certified, certifyAndRecord, certifyTogether, MARGIN, type Order } from './certify.js';
import type { OtherName } from './rules/extensions.js';
import type { IntermediateKey } from './rules/names.js';
import { SOFTWARE_AUTHORITY } from './rules/profiles.js';
import { chainFrom, readAuthority } from './store.js';

/** A certificate with its private key, and the certificates that lead to the root (the root last). All DER. */
export interface Issued extends Certified {
  /** PKCS#8. */
  readonly key: Buffer;
  readonly chain: readonly Buffer[];
}

/** A certificate begins before it is made, and its days count from there. */
const BEFORE = MARGIN / 86_400_000;
const YEAR = 365;
const SERVER_YEARS = 2;
const LEAF_BITS = 2048;
const makePair = promisify(generateKeyPair);

/** A private key with its public one. */
type LeafKeys = Awaited<ReturnType<typeof makeLeafKeys>>;

/** The keys of one certificate. */
const makeLeafKeys = () => makePair('rsa', { modulusLength: LEAF_BITS });

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
  const [made] = await issueTogether(ctx, by, [{ ...order, keys: keys ?? (await makeLeafKeys()) }]);
  return made as Issued;
}

/** What a certificate is to say, and the keys made for it. */
type WithKeys = Omit<Order, 'publicKey'> & { readonly keys: LeafKeys };

async function issueTogether(ctx: Ctx, by: IntermediateKey, orders: readonly WithKeys[]): Promise<Issued[]> {
  const held = await authority(ctx, by);
  const chain = chainFrom(held);
  const made = await certifyTogether(
    ctx,
    held,
    orders.map((order) => ({
      ...order,
      publicKey: order.keys.publicKey.export({ type: 'spki', format: 'der' }),
    })),
  );
  return orders.map(({ keys: { privateKey } }, i) => ({
    ...(made[i] as Certified),
    key: privateKey.export({ type: 'pkcs8', format: 'der' }),
    chain,
  }));
}

/** The two certificates of a card. @param days how long the card lasts from now on, to the instant */
export async function issueCardCertificates(
  ctx: Ctx,
  by: IntermediateKey,
  order: Omit<Order, 'publicKey' | 'profile' | 'days'>,
  days: number,
  keys?: ChipKeys,
): Promise<Readonly<Record<CardUsage, Issued>>> {
  const { AUTH, SIGN } = keys ?? (await makeChipKeys());
  const of = (usage: CardUsage, pair: LeafKeys) => ({
    ...{ ...order, profile: `card ${usage}` as const, days: days + BEFORE, keys: pair },
  });
  const [auth, sign] = await issueTogether(ctx, by, [of('AUTH', AUTH), of('SIGN', SIGN)]);
  return { AUTH: auth as Issued, SIGN: sign as Issued };
}

export type CardUsage = 'AUTH' | 'SIGN';

/** The keys of both certificates of a card. */
export type ChipKeys = Readonly<Record<CardUsage, LeafKeys>>;

async function makeChipKeys(): Promise<ChipKeys> {
  const [AUTH, SIGN] = await Promise.all([makeLeafKeys(), makeLeafKeys()]);
  return { AUTH, SIGN };
}

/** A TLS certificate for a host name or an address of this program; its key stays in the process. */
export async function issueServerCertificate(ctx: Ctx, host: string): Promise<Issued> {
  const { privateKey, publicKey } = await makeLeafKeys();
  const held = await authority(ctx, SOFTWARE_AUTHORITY);
  const made = await certifyAndRecord(ctx, held, {
    profile: 'SERV SSL',
    subject: [{ C: ['FR'] }, { O: ['ESCULAPE'] }, { CN: [host] }],
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    otherNames: [hostName(host)],
    days: SERVER_YEARS * YEAR,
  });
  const key = privateKey.export({ type: 'pkcs8', format: 'der' });
  return { ...made, key, chain: chainFrom(held) };
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

/** The certificates from an authority up to its root; none when it was never used. */
export async function chainOf(ctx: Ctx, by: IntermediateKey): Promise<Buffer[]> {
  const held = await readAuthority(ctx, by);
  return held ? chainFrom(held) : [];
}

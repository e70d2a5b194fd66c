import { createHash, randomBytes } from 'node:crypto';
import type { Ctx } from '../../../platform/context.js';
import { type Authorities, authorities, realValidity } from './authorities.js';
import {
  exportKey,
  importKey,
  type KeyPair,
  makeCertificate,
  makeKeys,
  type Profile,
} from './make-certificate.js';
import { type AuthorityKey, authorityName, type DistinguishedName } from './rules/names.js';
import { serialNumber } from './rules/serial.js';

/** A certificate with its private key, and the certificates that lead to the root (the root last). All DER. */
export interface Issued {
  /** Hex, lower case. */
  readonly serial: string;
  readonly certificate: Buffer;
  readonly key: Buffer;
  readonly chain: readonly Buffer[];
}

const CARD_YEARS = 3;
const SERVER_YEARS = 2;

/** The authentication certificate of a card, by the authority of people. */
export function issueCardCertificate(
  ctx: Ctx,
  order: { subject: DistinguishedName; profile: Extract<Profile, { kind: 'card' }> },
): Promise<Issued> {
  return issue(ctx, 'persons', order, CARD_YEARS);
}

/** A TLS certificate for a host name or an address, by the authority of organisations: it opens no sign-in. */
export function issueServerCertificate(ctx: Ctx, host: string): Promise<Issued> {
  const subject = [{ C: ['FR'] }, { O: ['ESCULAPE'] }, { CN: [host] }];
  return issue(ctx, 'organisations', { subject, profile: { kind: 'server', host } }, SERVER_YEARS);
}

interface Order {
  readonly subject: DistinguishedName;
  readonly profile: Profile;
}

async function issue(ctx: Ctx, by: AuthorityKey, order: Order, years: number): Promise<Issued> {
  const all = await authorities(ctx);
  const keys = await makeKeys();
  const common = createHash('sha256').update(all[by].certificate).digest().subarray(0, 8);
  const serial = serialNumber(common, randomBytes(8));
  return {
    serial,
    certificate: await sign(ctx, all, by, { ...order, serial, keys, years }),
    key: await exportKey(keys.privateKey),
    chain: [all[by].certificate, all.root.certificate],
  };
}

async function sign(
  ctx: Ctx,
  all: Authorities,
  by: AuthorityKey,
  order: Order & { serial: string; keys: KeyPair; years: number },
): Promise<Buffer> {
  const { certificate: der, key } = all[by];
  const name = authorityName(by, ctx.config.profile === 'sandbox');
  return makeCertificate({
    profile: order.profile,
    serial: order.serial,
    subject: order.subject,
    publicKey: order.keys.publicKey,
    issuer: { name, key: await importKey(key), der },
    ...realValidity(order.years),
  });
}

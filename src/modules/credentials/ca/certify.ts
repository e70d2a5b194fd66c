import { createHash, randomBytes } from 'node:crypto';
import type { Ctx } from '../../../platform/context.js';
import { addressesOf } from './addresses.js';
import { keyStore } from './key-store.js';
import { recordCertificate, reserveSerials } from './register.js';
import { certificateParts, keyBits, signedWhole, toBeSigned } from './rules/certificate.js';
import {
  keyExtensions,
  type OtherName,
  otherNames,
  type PrivateExtension,
  policyExtension,
  privateExtensions,
  signingPeriod,
  statusExtensions,
  usageExtensions,
} from './rules/extensions.js';
import { type DistinguishedName, nameDer } from './rules/names.js';
import { PROFILES, type ProfileName } from './rules/profiles.js';
import { read } from './rules/read-der.js';
import { serialNumber } from './rules/serial.js';
import { type Authority, endOf } from './store.js';

export interface Order {
  readonly profile: ProfileName;
  readonly subject: DistinguishedName;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly otherNames?: readonly OtherName[];
  readonly privateExtensions?: readonly PrivateExtension[];
  /** Validity in days of real time, cut at the end of the authority; an authority lasts as long as its root. */
  readonly days?: number;
}

/** A signed certificate; worth nothing until it is recorded. */
export interface Certified {
  /** Hexadecimal, lower case. */
  readonly serial: string;
  readonly certificate: Buffer;
  readonly notAfter: Date;
}

const DAY = 86_400_000;
/** Clocks differ between machines. */
export const MARGIN = 5 * 60_000;

export const sha1 = (of: Uint8Array): Buffer => createHash('sha1').update(of).digest();

/** Reserves a serial of an authority, then signs a certificate with it; the caller records it with what it is for. */
export async function certify(ctx: Ctx, by: Authority, order: Order): Promise<Certified> {
  const [made] = await certifyTogether(ctx, by, [order]);
  return made as Certified;
}

/** The same for several at once, in their order. */
export async function certifyTogether(
  ctx: Ctx,
  by: Authority,
  orders: readonly Order[],
): Promise<Certified[]> {
  const signer = signerOf(by);
  const numbered = orders.map((order) => ({ order, serial: serialNumber(signer.common, randomBytes(8)) }));
  await reserveSerials(
    ctx,
    by.name,
    numbered.map(({ serial }) => serial),
  );
  return Promise.all(
    numbered.map(({ order, serial }) => signCertificate(ctx, { ...signer, by }, serial, order)),
  );
}

/** What the certificate of an authority says of it. */
interface SignerFacts {
  readonly name: Buffer;
  readonly keyIdentifier: Buffer;
  /** What all serials of the authority begin with. */
  readonly common: Buffer;
  /** The last instant at which what it signs may end. */
  readonly last: number;
}

interface Signer extends SignerFacts {
  readonly by: Authority;
}

/** By the digest of the certificate, which is taken apart once in the life of the program. */
const signers = new Map<string, SignerFacts>();

function signerOf(by: Authority): SignerFacts {
  const digest = createHash('sha256').update(by.certificate).digest();
  const at = digest.toString('latin1');
  const known = signers.get(at);
  if (known) return known;
  const { subject: name, keyBits: key } = certificateParts(by.certificate);
  const last = endOf(by.certificate).getTime() - DAY;
  const facts = { name, keyIdentifier: sha1(key), common: digest.subarray(0, 8), last };
  signers.set(at, facts);
  return facts;
}

/** The same, recorded at once: for what belongs to nothing else. */
export async function certifyAndRecord(ctx: Ctx, by: Authority, order: Order): Promise<Certified> {
  const made = await certify(ctx, by, order);
  await recordCertificate(ctx, made);
  return made;
}

async function signCertificate(ctx: Ctx, signer: Signer, serial: string, order: Order): Promise<Certified> {
  const from = new Date(Date.now() - MARGIN);
  const to = new Date(Math.min(signer.last, from.getTime() + (order.days ?? Number.POSITIVE_INFINITY) * DAY));
  const part = toBeSigned({
    ...{ serial, from, to, publicKey: order.publicKey },
    issuer: signer.name,
    subject: nameDer(order.subject),
    extensions: extensionsOf(ctx, signer, order, { from, to }),
  });
  const signature = await keyStore(ctx.config).sign(signer.by.keyReference, part);
  return { serial, certificate: signedWhole(part, signature), notAfter: to };
}

function extensionsOf(
  ctx: Ctx,
  { by, keyIdentifier }: Signer,
  order: Order,
  { from, to }: { from: Date; to: Date },
): Buffer[] {
  const profile = PROFILES[order.profile];
  const at = addressesOf(ctx.config, by.name);
  return [
    ...usageExtensions(profile),
    ...keyExtensions(sha1(keyBits(read(order.publicKey))), keyIdentifier),
    ...otherNames(order.otherNames ?? []),
    policyExtension(at.policy, { leaf: !profile.authority, test: ctx.config.profile === 'sandbox' }),
    ...(profile.unchecked ? [] : statusExtensions(at)),
    ...(profile.signingPeriod ? [signingPeriod(from, to)] : []),
    ...privateExtensions(order.privateExtensions ?? []),
  ];
}

/** The certificate by which a root vouches for itself. */
export async function signRoot(
  ctx: Ctx,
  order: { readonly subject: DistinguishedName; readonly publicKey: Buffer; readonly keyReference: string },
  years: number,
): Promise<Buffer> {
  const [name, identifier] = [nameDer(order.subject), sha1(keyBits(read(order.publicKey)))];
  const from = new Date(Date.now() - MARGIN);
  const to = new Date(from);
  to.setUTCFullYear(to.getUTCFullYear() + years);
  const part = toBeSigned({
    serial: serialNumber(randomBytes(8), randomBytes(8)),
    ...{ issuer: name, subject: name, publicKey: order.publicKey, from, to },
    extensions: [...usageExtensions(PROFILES.root), ...keyExtensions(identifier, identifier)],
  });
  return signedWhole(part, await keyStore(ctx.config).sign(order.keyReference, part));
}

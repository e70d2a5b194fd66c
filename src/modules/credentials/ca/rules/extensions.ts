import {
  ascii,
  bits,
  boolean,
  element,
  explicit,
  implicit,
  implicitTime,
  integer,
  nothing,
  objectId,
  octets,
  sequence,
  utf8,
} from './der.js';
import { KEY_USAGE, type Profile, purposeIds } from './profiles.js';

/** An extension that only our nomenclatures know. */
export interface PrivateExtension {
  readonly oid: string;
  readonly der: Uint8Array;
}

/** Other names of a subject (RFC 5280 §4.2.1.6). */
export type OtherName = {
  readonly type: 'dns' | 'email' | 'ip' | 'upn';
  /** Text; for `ip` the four or sixteen bytes in hexadecimal. */
  readonly value: string;
};

/** Where relying parties find what an authority publishes. */
export interface Addresses {
  readonly crl: string;
  readonly deltaCrl: string;
  readonly certificate: string;
  readonly ocsp: string;
  readonly policy: string;
}

const extension = (oid: string, critical: boolean, der: Uint8Array): Buffer =>
  sequence(objectId(oid), ...(critical ? [boolean(true)] : []), octets(der));

/** Basic constraints, key usages and purposes, as the profile says. */
export function usageExtensions(profile: Profile): Buffer[] {
  const { authority } = profile;
  const below = authority?.below;
  const constraints = authority
    ? sequence(boolean(true), ...(below === undefined ? [] : [integer(below)]))
    : sequence();
  const purposes = purposeIds(profile);
  return [
    extension('2.5.29.19', authority !== undefined, constraints),
    extension('2.5.29.15', true, keyUsage(profile)),
    ...(purposes.length > 0 ? [extension('2.5.29.37', false, sequence(...purposes.map(objectId)))] : []),
    ...(profile.unchecked ? [extension('1.3.6.1.5.5.7.48.1.5', false, nothing())] : []),
  ];
}

function keyUsage(profile: Profile): Buffer {
  const numbers = profile.keyUsage.map((name) => KEY_USAGE[name]);
  const byte = numbers.reduce<number>((sum, n) => sum | (0x80 >> n), 0);
  return bits(Buffer.from([byte]), 7 - Math.max(...numbers));
}

/** The identifiers of the two keys, subject's and issuer's (SHA-1 of the key, RFC 5280 §4.2.1.2). */
export const keyExtensions = (subject: Uint8Array, issuer: Uint8Array): Buffer[] => [
  extension('2.5.29.14', false, octets(subject)),
  issuerKeyExtension(issuer),
];

export const issuerKeyExtension = (issuer: Uint8Array): Buffer =>
  extension('2.5.29.35', false, sequence(implicit(0, issuer)));

export function otherNames(names: readonly OtherName[]): Buffer[] {
  return names.length > 0 ? [extension('2.5.29.17', false, sequence(...names.map(generalName)))] : [];
}

function generalName({ type, value }: OtherName): Buffer {
  if (type === 'dns') return implicit(2, Buffer.from(value, 'latin1'));
  if (type === 'email') return implicit(1, Buffer.from(value, 'latin1'));
  if (type === 'ip') return implicit(7, Buffer.from(value, 'hex'));
  return explicit(0, objectId('1.3.6.1.4.1.311.20.2.3'), explicit(0, utf8(value)));
}

const uri = (address: string): Buffer => implicit(6, Buffer.from(address, 'latin1'));
const distributionPoint = (address: string): Buffer =>
  sequence(sequence(explicit(0, explicit(0, uri(address)))));

/** In a CRL too: where its delta is. */
export const freshestCrl = (address: string): Buffer =>
  extension('2.5.29.46', false, distributionPoint(address));

/** Where the state of a certificate is told, and where its issuer's certificate is. */
export function statusExtensions(at: Addresses): Buffer[] {
  const access = (method: string, address: string) => sequence(objectId(method), uri(address));
  return [
    extension('2.5.29.31', false, distributionPoint(at.crl)),
    freshestCrl(at.deltaCrl),
    extension(
      '1.3.6.1.5.5.7.1.1',
      false,
      sequence(access('1.3.6.1.5.5.7.48.1', at.ocsp), access('1.3.6.1.5.5.7.48.2', at.certificate)),
    ),
  ];
}

const ANY_POLICY = '2.5.29.32.0';
/** The policy that every test certificate of the national chain names; those in production are not published. */
const TEST_POLICY = '1.2.250.1.213.1.7.2.1.1.1.1';

/** The policy of a certificate, with the address where it can be read. */
export function policyExtension(page: string, { leaf, test }: { leaf: boolean; test: boolean }): Buffer {
  const pointer = sequence(objectId('1.3.6.1.5.5.7.2.1'), ascii(page));
  const policy = objectId(leaf && test ? TEST_POLICY : ANY_POLICY);
  return extension('2.5.29.32', false, sequence(sequence(policy, sequence(pointer))));
}

/** How long the private key signs. */
export const signingPeriod = (from: Date, to: Date): Buffer =>
  extension('2.5.29.16', false, sequence(implicitTime(0x80, from), implicitTime(0x81, to)));

export const privateExtensions = (those: readonly PrivateExtension[]): Buffer[] =>
  those.map(({ oid, der }) => extension(oid, false, der));

/** The number of a CRL (RFC 5280 §5.2.3), and the full one that a delta adds to (§5.2.4). */
export const crlNumber = (n: number): Buffer => extension('2.5.29.20', false, integer(n));
export const deltaOf = (base: number): Buffer => extension('2.5.29.27', true, integer(base));

/** The private extension of every software certificate: its category, 83 in tests (TRE_G01). */
export const softwareCategory = (test: boolean): PrivateExtension => ({
  oid: '1.2.250.1.71.1.2.5',
  der: element(0x04, Buffer.from([test ? 0x83 : 0x03])),
});

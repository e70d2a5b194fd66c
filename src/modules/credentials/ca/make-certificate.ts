import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';
import type { DistinguishedName } from './rules/names.js';

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};
const SMARTCARD_LOGON = '1.3.6.1.4.1.311.20.2.2';

export type KeyPair = webcrypto.CryptoKeyPair;

/** An RSA 2048 key pair that can be exported. */
export const makeKeys = (): Promise<KeyPair> => webcrypto.subtle.generateKey(RSA, true, ['sign', 'verify']);

/** The private key as PKCS#8. */
export const exportKey = async (key: webcrypto.CryptoKey): Promise<Buffer> =>
  Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));

/** Reads a PKCS#8 private key back, to sign with it. */
export const importKey = (pkcs8: Uint8Array<ArrayBuffer>): Promise<webcrypto.CryptoKey> =>
  webcrypto.subtle.importKey('pkcs8', pkcs8, RSA, false, ['sign']);

/** What the certificate is for; each profile is that of the national chain for the same use. */
export type Profile =
  | { readonly kind: 'root' | 'intermediate' }
  | { readonly kind: 'server'; readonly host: string }
  | { readonly kind: 'card'; readonly upn: string; readonly extensions: readonly PrivateExtension[] };

export interface PrivateExtension {
  readonly oid: string;
  readonly der: Uint8Array<ArrayBuffer>;
}

export interface CertificateOrder {
  readonly profile: Profile;
  /** Hex. */
  readonly serial: string;
  readonly subject: DistinguishedName;
  readonly publicKey: webcrypto.CryptoKey;
  readonly issuer: {
    readonly name: DistinguishedName;
    readonly key: webcrypto.CryptoKey;
    readonly der?: Buffer;
  };
  /** Real time. */
  readonly from: Date;
  readonly to: Date;
}

/** Makes and signs one certificate (RFC 5280). Out: its DER. */
export async function makeCertificate(order: CertificateOrder): Promise<Buffer> {
  const issuerKey = order.issuer.der
    ? new x509.X509Certificate(new Uint8Array(order.issuer.der)).publicKey
    : order.publicKey;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: order.serial,
    subject: order.subject,
    issuer: order.issuer.name,
    notBefore: order.from,
    notAfter: order.to,
    publicKey: order.publicKey,
    signingKey: order.issuer.key,
    signingAlgorithm: RSA,
    extensions: [
      ...(await profileExtensions(order.profile)),
      await x509.SubjectKeyIdentifierExtension.create(order.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuerKey),
    ],
  });
  return Buffer.from(certificate.rawData);
}

async function profileExtensions(profile: Profile): Promise<x509.Extension[]> {
  const { digitalSignature, keyEncipherment, keyCertSign, cRLSign } = x509.KeyUsageFlags;
  const leaf = (usage: number, purposes: string[], names: x509.JsonGeneralNames) => [
    new x509.BasicConstraintsExtension(false),
    new x509.KeyUsagesExtension(usage, true),
    new x509.ExtendedKeyUsageExtension(purposes),
    new x509.SubjectAlternativeNameExtension(names),
  ];
  if (profile.kind === 'server') {
    const name = { type: isIP(profile.host) ? 'ip' : 'dns', value: profile.host } as const;
    return leaf(digitalSignature | keyEncipherment, [x509.ExtendedKeyUsage.serverAuth], [name]);
  }
  if (profile.kind === 'card') {
    const purposes = [x509.ExtendedKeyUsage.clientAuth, SMARTCARD_LOGON];
    return [
      ...leaf(digitalSignature, purposes, [{ type: 'upn', value: profile.upn }]),
      ...profile.extensions.map(({ oid, der }) => new x509.Extension(oid, false, der)),
    ];
  }
  return [
    new x509.BasicConstraintsExtension(true, profile.kind === 'root' ? undefined : 0, true),
    new x509.KeyUsagesExtension(keyCertSign | cRLSign, true),
  ];
}

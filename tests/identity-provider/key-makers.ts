import { KeyObject, X509Certificate as NodeCertificate } from 'node:crypto';
import {
  BasicConstraintsExtension,
  type Extension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { Maker } from './soft-key.js';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;

export interface TestMaker extends Maker {
  /** What an operator names. */
  readonly root: NodeCertificate;
}

/** An invented maker of keys: an authority, and a certificate of one model below it (WebAuthn §8.2.1). */
export async function testMaker(
  name: string,
  model: { readonly ca?: boolean; readonly endedDaysAgo?: number } = {},
): Promise<TestMaker> {
  const [top, below] = await Promise.all([pair(), pair()]);
  const end = new Date(Date.now() + (model.endedDaysAgo ?? -300) * -DAY);
  const root = await certificate(`CN=${name}`, `CN=${name}`, top, top, [new BasicConstraintsExtension(true)]);
  const subject = `C=FR, O=${name}, OU=Authenticator Attestation, CN=${name} Modele 1`;
  const bounds = [new BasicConstraintsExtension(model.ca ?? false)];
  const leaf = await certificate(subject, `CN=${name}`, below, top, bounds, end);
  return {
    key: KeyObject.from(below.privateKey as never),
    chain: [new Uint8Array(leaf.rawData)],
    root: new NodeCertificate(Buffer.from(root.rawData)),
  };
}

const pair = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

function certificate(
  subject: string,
  issuer: string,
  of: CryptoKeyPair,
  by: CryptoKeyPair,
  extensions: Extension[],
  notAfter = new Date(Date.now() + 300 * DAY),
): Promise<X509Certificate> {
  return X509CertificateGenerator.create({
    ...{ subject, issuer, extensions, notAfter, notBefore: new Date(Date.now() - 400 * DAY) },
    ...{
      serialNumber: '01',
      signingAlgorithm: ALGORITHM,
      publicKey: of.publicKey,
      signingKey: by.privateKey,
    },
  });
}

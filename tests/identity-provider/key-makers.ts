import { generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { signedWhole, toBeSigned } from '../../src/modules/credentials/ca/rules/certificate.js';
import { boolean, objectId, octets, sequence } from '../../src/modules/credentials/ca/rules/der.js';
import { type DistinguishedName, nameDer } from '../../src/modules/credentials/ca/rules/names.js';
import type { Maker } from './soft-key.js';

const DAY = 86_400_000;

export interface TestMaker extends Maker {
  /** What an operator names. */
  readonly root: X509Certificate;
}

/** An invented maker of keys: an authority, and a certificate of one model below it (WebAuthn §8.2.1). */
export function testMaker(
  name: string,
  model: { readonly authority?: boolean; readonly endedDaysAgo?: number } = {},
): TestMaker {
  const top = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const below = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const to = new Date(Date.now() - (model.endedDaysAgo ?? -300) * DAY);
  const issuer: DistinguishedName = [{ CN: [name] }];
  const subject = [
    ...[{ C: ['FR'] }, { O: [name] }, { OU: ['Authenticator Attestation'] }],
    { CN: [`${name}, modèle 1`] },
  ];
  const certificate = (of: DistinguishedName, key: KeyObject, authority: boolean, end: Date) => {
    const part = toBeSigned({
      ...{ serial: '4142434445464748', issuer: nameDer(issuer), subject: nameDer(of) },
      publicKey: key.export({ type: 'spki', format: 'der' }),
      ...{ from: new Date(end.getTime() - 400 * DAY), to: end, extensions: [constraints(authority)] },
    });
    return signedWhole(part, sign('sha256', part, top.privateKey));
  };
  const leaf = certificate(subject, below.publicKey, model.authority ?? false, to);
  const root = certificate(issuer, top.publicKey, true, new Date(Date.now() + 300 * DAY));
  return { key: below.privateKey, chain: [new Uint8Array(leaf)], root: new X509Certificate(root) };
}

/** Basic constraints (RFC 5280 §4.2.1.9). */
const constraints = (authority: boolean): Buffer =>
  sequence(objectId('2.5.29.19'), boolean(true), octets(sequence(...(authority ? [boolean(true)] : []))));

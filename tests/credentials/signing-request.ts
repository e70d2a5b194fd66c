import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  bits,
  explicit,
  integer,
  nothing,
  objectId,
  octets,
  sequence,
  set,
  utf8,
} from '../../src/modules/credentials/ca/rules/der.js';

export interface RequestShape {
  readonly keys?: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly bits?: number;
  /** Identifiers of extensions to ask for, empty ones. */
  readonly extensions?: readonly string[];
  readonly hash?: 'sha1' | 'sha256';
}

const ALGORITHMS = { sha1: '1.2.840.113549.1.1.5', sha256: '1.2.840.113549.1.1.11' };

/** Key pairs are slow to make: a test that needs no key of its own takes one from here, never the same twice. */
export const keyPair = (modulusLength = 2048) => generateKeyPairSync('rsa', { modulusLength });

/** A signing request (PKCS#10) for that name, made by hand so that wrong ones can be made too. PEM. */
export function signingRequest(commonName: string, shape: RequestShape = {}): string {
  const { publicKey, privateKey } = shape.keys ?? keyPair(shape.bits);
  const { hash = 'sha256', extensions = [] } = shape;
  const asked = extensions.map((oid) => sequence(objectId(oid), octets(nothing())));
  const attribute = sequence(objectId('1.2.840.113549.1.9.14'), set(sequence(...asked)));
  const part = sequence(
    integer(0),
    sequence(set(sequence(objectId('2.5.4.3'), utf8(commonName)))),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(0, ...(asked.length > 0 ? [attribute] : [])),
  );
  const der = sequence(
    part,
    sequence(objectId(ALGORITHMS[hash]), nothing()),
    bits(sign(hash, part, privateKey)),
  );
  return pemRequest(der);
}

export const pemRequest = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE REQUEST-----\n`;

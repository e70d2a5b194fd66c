import { children, contentOf, dotted, type Element, hexInteger, NotDer, read } from './read-der.js';

/** One certificate asked about: its issuer by two hashes, and its serial. */
export interface AskedCertificate {
  /** As the caller wrote it: the answer repeats it. */
  readonly id: Buffer;
  readonly hash: 'sha1' | 'sha256';
  /** Hexadecimal. */
  readonly issuerName: string;
  readonly issuerKey: string;
  readonly serial: string;
}

export interface OcspRequest {
  readonly asked: readonly AskedCertificate[];
  /** The whole extension, to be repeated: the answer is made for this request only. */
  readonly nonce?: Buffer;
}

const HASHES: Readonly<Record<string, 'sha1' | 'sha256'>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
};
const NONCE = '1.3.6.1.5.5.7.48.1.2';
const LONGEST_NONCE = 128;
const MOST_ASKED = 10;

/**
 * Reads a request for the state of certificates (RFC 6960 §4.1.1; nonce of 1 to 128 bytes, RFC 9654). A signature of the
 * request is not looked at: anybody may ask. @throws NotDer
 */
export function readOcspRequest(der: Uint8Array): OcspRequest {
  const [request] = children(read(der));
  const parts = children(request);
  const list = parts.find(({ tag }) => tag === 0x30);
  const asked = children(list).map(askedCertificate);
  if (asked.length === 0 || asked.length > MOST_ASKED) throw new NotDer('one to ten certificates');
  const nonce = nonceOf(parts.find(({ tag }) => tag === 0xa2));
  return { asked, ...(nonce && { nonce }) };
}

function askedCertificate(request: Element): AskedCertificate {
  const [id] = children(request);
  const [algorithm, name, key, serial] = children(id);
  const hash = HASHES[dotted(children(algorithm)[0])];
  if (!id || !hash) throw new NotDer('SHA-1 or SHA-256 is expected');
  return {
    id: id.whole,
    hash,
    issuerName: contentOf(name, 0x04).toString('hex'),
    issuerKey: contentOf(key, 0x04).toString('hex'),
    serial: hexInteger(serial),
  };
}

function nonceOf(extensions: Element | undefined): Buffer | undefined {
  if (!extensions) return undefined;
  const [list] = children(extensions, 0xa2);
  const nonce = children(list).find((one) => dotted(children(one)[0]) === NONCE);
  if (!nonce) return undefined;
  const { length } = contentOf(read(contentOf(children(nonce).at(-1), 0x04)), 0x04);
  if (length === 0 || length > LONGEST_NONCE) throw new NotDer('nonce of 1 to 128 bytes');
  return nonce.whole;
}

import {
  children,
  contentOf,
  dotted,
  type Element,
  hexInteger,
  NotDer,
  read,
} from '../../ca/rules/read-der.js';

/** A signing request (PKCS#10, RFC 2986) taken apart; nothing of it is believed yet. */
export interface SigningRequest {
  /** What the signature covers. */
  readonly signedPart: Buffer;
  readonly signatureAlgorithm: string;
  readonly signature: Buffer;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Buffer;
  /** Of an RSA key; undefined for another kind. */
  readonly rsa?: { readonly modulusBits: number; readonly exponent: string };
  /** Common names of the subject. */
  readonly commonNames: readonly string[];
  /** Extensions asked for, by identifier, and the host names among them. */
  readonly extensions: readonly string[];
  readonly hosts: readonly string[];
}

const [RSA, COMMON_NAME] = ['1.2.840.113549.1.1.1', '2.5.4.3'];
const [EXTENSION_REQUEST, OTHER_NAMES] = ['1.2.840.113549.1.9.14', '2.5.29.17'];

/** In: DER, or PEM with either heading. @throws NotDer */
export function readSigningRequest(given: string | Uint8Array): SigningRequest {
  const [part, algorithm, signature] = children(read(typeof given === 'string' ? fromPem(given) : given));
  const [version, subject, publicKey, attributes] = children(part);
  if (!part || !publicKey || hexInteger(version) !== '00') throw new NotDer('a signing request is expected');
  const asked = extensionsOf(attributes);
  const rsa = rsaOf(publicKey);
  return {
    signedPart: part.whole,
    signatureAlgorithm: dotted(children(algorithm)[0]),
    signature: contentOf(signature, 0x03).subarray(1),
    publicKey: publicKey.whole,
    ...(rsa && { rsa }),
    commonNames: commonNamesOf(subject),
    extensions: asked.map(({ oid }) => oid),
    hosts: asked.filter(({ oid }) => oid === OTHER_NAMES).flatMap(({ value }) => hostsOf(value)),
  };
}

function fromPem(text: string): Buffer {
  const body =
    /-----BEGIN (NEW )?CERTIFICATE REQUEST-----([\sA-Za-z0-9+/=]+)-----END \1?CERTIFICATE REQUEST-----/.exec(
      text,
    )?.[2];
  if (!body) throw new NotDer('PEM is expected');
  return Buffer.from(body, 'base64');
}

function rsaOf(publicKey: Element): SigningRequest['rsa'] {
  const [algorithm, key] = children(publicKey);
  if (dotted(children(algorithm)[0]) !== RSA) return undefined;
  const [modulus, exponent] = children(read(contentOf(key, 0x03).subarray(1))).map(hexInteger);
  if (!modulus || !exponent) throw new NotDer('an RSA key is expected');
  const top = Number.parseInt(modulus.slice(0, 2), 16);
  return { modulusBits: (modulus.length / 2 - 1) * 8 + (32 - Math.clz32(top)), exponent };
}

const commonNamesOf = (subject: Element | undefined): string[] =>
  children(subject)
    .flatMap((rdn) => children(rdn, 0x31))
    .map((pair) => children(pair))
    .filter(([type]) => dotted(type) === COMMON_NAME)
    .map(([, value]) =>
      value?.tag === 0x1e ? utf16(value.content) : (value?.content.toString('utf8') ?? ''),
    );

const utf16 = (text: Buffer): string =>
  text.length % 2 ? '' : Buffer.from(text).swap16().toString('utf16le');

function extensionsOf(attributes: Element | undefined): { oid: string; value: Buffer }[] {
  if (!attributes) return [];
  return children(attributes, 0xa0)
    .map((attribute) => children(attribute))
    .filter(([type]) => dotted(type) === EXTENSION_REQUEST)
    .flatMap(([, values]) => children(values, 0x31))
    .flatMap((list) => children(list))
    .map((extension) => {
      const parts = children(extension);
      return { oid: dotted(parts[0]), value: contentOf(parts.at(-1), 0x04) };
    });
}

/** Host names; another kind of name is told as it is not one. */
const hostsOf = (value: Buffer): string[] =>
  children(read(value)).map(({ tag, content }) => (tag === 0x82 ? content.toString('latin1') : `(${tag})`));

import { BmpString, OctetString } from 'asn1js';
import * as pkijs from 'pkijs';

const [LOCAL_KEY_ID, FRIENDLY_NAME] = ['1.2.840.113549.1.9.21', '1.2.840.113549.1.9.20'];
const [KEY_BAG, CERTIFICATE_BAG] = ['1.2.840.113549.1.12.10.1.2', '1.2.840.113549.1.12.10.1.3'];
const ITERATIONS = 10_000;
/** Rounds for a password that is random itself: nobody guesses it, however quick a guess is (RFC 8018 §4.2: 1,000 at least). */
export const RANDOM_PASSWORD_ROUNDS = 1000;
// The library draws the initial vector itself, whatever its types say.
const AES_256 = { name: 'AES-CBC', length: 256 } as pkijs.ContentEncryptionAlgorithm;

export interface Pkcs12Content {
  /** PKCS#8 and DER. */
  readonly key: Buffer;
  readonly certificate: Buffer;
  readonly chain: readonly Buffer[];
  /** Name under which a browser lists the certificate. */
  readonly name: string;
}

/** A PKCS#12 file (RFC 7292) that today's browsers and OpenSSL read: AES-256 and HMAC-SHA-256, one password. */
export async function makePkcs12(
  content: Pkcs12Content,
  password: string,
  rounds: number = ITERATIONS,
): Promise<Buffer> {
  const secret = new TextEncoder().encode(password).buffer;
  const encryption = {
    password: secret,
    contentEncryptionAlgorithm: AES_256,
    hmacHashAlgorithm: 'SHA-256',
    iterationCount: rounds,
  };
  const keyBag = new pkijs.PKCS8ShroudedKeyBag({
    parsedValue: pkijs.PrivateKeyInfo.fromBER(bytes(content.key)),
  });
  await keyBag.makeInternalValues(encryption);
  const authenticatedSafe = new pkijs.AuthenticatedSafe({
    parsedValue: {
      safeContents: [
        { privacyMode: 0, value: safe([bag(KEY_BAG, keyBag, marks(content.name))]) },
        { privacyMode: 1, value: safe(certificateBags(content)) },
      ],
    },
  });
  await authenticatedSafe.makeInternalValues({ safeContents: [{}, encryption] });
  const pfx = new pkijs.PFX({ parsedValue: { integrityMode: 0, authenticatedSafe } });
  await pfx.makeInternalValues({
    password: secret,
    iterations: rounds,
    pbkdf2HashAlgorithm: 'SHA-256',
    hmacHashAlgorithm: 'SHA-256',
  });
  return Buffer.from(pfx.toSchema().toBER());
}

function certificateBags({ certificate, chain, name }: Pkcs12Content): pkijs.SafeBag[] {
  const of = (der: Buffer, attributes: pkijs.Attribute[]) =>
    bag(
      CERTIFICATE_BAG,
      new pkijs.CertBag({ parsedValue: pkijs.Certificate.fromBER(bytes(der)) }),
      attributes,
    );
  return [of(certificate, marks(name)), ...chain.map((der) => of(der, []))];
}

/** The same mark on key and certificate: they belong together. */
function marks(name: string): pkijs.Attribute[] {
  return [
    new pkijs.Attribute({
      type: LOCAL_KEY_ID,
      values: [new OctetString({ valueHex: new Uint8Array([1]).buffer })],
    }),
    new pkijs.Attribute({ type: FRIENDLY_NAME, values: [new BmpString({ value: name })] }),
  ];
}

const safe = (safeBags: pkijs.SafeBag[]) => new pkijs.SafeContents({ safeBags });

const bag = (bagId: string, bagValue: pkijs.BagType, bagAttributes: pkijs.Attribute[]) =>
  new pkijs.SafeBag({ bagId, bagValue, ...(bagAttributes.length > 0 && { bagAttributes }) });

const bytes = (der: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(der);

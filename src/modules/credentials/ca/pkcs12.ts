import { createCipheriv, createHmac, hash, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import {
  element,
  explicit,
  implicit,
  integer,
  nested,
  nothing,
  objectId,
  octets,
  sequence,
  set,
} from './rules/der.js';

const ITERATIONS = 10_000;
/** Rounds for a password that is random itself: nobody guesses it, however quick a guess is (RFC 8018 §4.2: 1,000 at least). */
export const RANDOM_PASSWORD_ROUNDS = 1000;

export interface Pkcs12Content {
  /** PKCS#8 and DER. */
  readonly key: Buffer;
  readonly certificate: Buffer;
  readonly chain: readonly Buffer[];
  /** Name under which a browser lists the certificate. */
  readonly name: string;
}

const derived = promisify(pbkdf2);
const SALT_BYTES = 16;
const AES_KEY_BYTES = 32;

/**
 * Writes PKCS#12 files (RFC 7292) that today's browsers and OpenSSL read: AES-256-CBC under PBKDF2, HMAC-SHA-256, one
 * password. What is derived from it is derived once for all the files of this writer; each part has an initial vector of
 * its own. In: an ASCII password.
 */
export async function pkcs12Writer(
  password: string,
  rounds: number = ITERATIONS,
): Promise<(content: Pkcs12Content) => Buffer> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derived(password, salt, rounds, AES_KEY_BYTES, 'sha256');
  const encrypt = (plain: Buffer): Encrypted => {
    const vector = randomBytes(16);
    const cipher = createCipheriv('aes-256-cbc', key, vector);
    const encrypted = Buffer.concat([cipher.update(plain), cipher.final()]);
    return { algorithm: encryption(salt, rounds, vector), encrypted };
  };
  const macSalt = randomBytes(SALT_BYTES);
  const macKey = authenticationKey(password, macSalt, rounds);
  return (content) => {
    const parts = sequence(
      data(keyPart(content, encrypt)),
      encryptedData(encrypt(certificatesPart(content))),
    );
    const mac = octets(createHmac('sha256', macKey).update(parts).digest());
    const digest = sequence(sequence(objectId('2.16.840.1.101.3.4.2.1'), nothing()), mac);
    return sequence(integer(3), data(parts), sequence(digest, octets(macSalt), integer(rounds)));
  };
}

interface Encrypted {
  readonly algorithm: Buffer;
  readonly encrypted: Buffer;
}

/** PBES2 (RFC 8018 §6.2): PBKDF2 with HMAC-SHA-256, then AES-256-CBC. */
function encryption(salt: Buffer, rounds: number, vector: Buffer): Buffer {
  const prf = sequence(objectId('1.2.840.113549.2.9'), nothing());
  const derivation = sequence(
    objectId('1.2.840.113549.1.5.12'),
    sequence(octets(salt), integer(rounds), integer(AES_KEY_BYTES), prf),
  );
  const cipher = sequence(objectId('2.16.840.1.101.3.4.1.42'), octets(vector));
  return sequence(objectId('1.2.840.113549.1.5.13'), sequence(derivation, cipher));
}

/**
 * The key that authenticates a file (RFC 7292 appendix B.2, purpose 3): as many bytes as SHA-256 gives, so that one block
 * is all there is to derive.
 */
function authenticationKey(password: string, salt: Buffer, rounds: number): Buffer {
  const text = Buffer.from(`${password}\0`, 'utf16le').swap16();
  const begin = Buffer.concat([Buffer.alloc(BLOCK, 3), filled(salt), filled(text)]);
  const key = hash('sha256', begin, 'buffer');
  // Digests as text go into the one buffer: a new one for each round would cost twice the hashing.
  for (let round = 1; round < rounds; round += 1) key.write(hash('sha256', key, 'binary'), 'latin1');
  return key;
}

const BLOCK = 64;

/** Bytes repeated until they fill whole blocks. */
const filled = (bytes: Buffer): Buffer => Buffer.alloc(Math.ceil(bytes.length / BLOCK) * BLOCK, bytes);

const DATA = objectId('1.2.840.113549.1.7.1');

const data = (content: Buffer): Buffer => sequence(DATA, explicit(0, octets(content)));

const encryptedData = ({ algorithm, encrypted }: Encrypted): Buffer =>
  sequence(
    objectId('1.2.840.113549.1.7.6'),
    explicit(0, sequence(integer(0), sequence(DATA, algorithm, implicit(0, encrypted)))),
  );

function keyPart({ key, name }: Pkcs12Content, encrypt: (plain: Buffer) => Encrypted): Buffer {
  const { algorithm, encrypted } = encrypt(key);
  const value = explicit(0, sequence(algorithm, octets(encrypted)));
  return sequence(sequence(objectId('1.2.840.113549.1.12.10.1.2'), value, marks(name)));
}

const certificatesPart = ({ certificate, chain, name }: Pkcs12Content): Buffer =>
  sequence(certificateBag(certificate, marks(name)), ...chain.map((der) => certificateBag(der)));

const [BAG, KIND] = [objectId('1.2.840.113549.1.12.10.1.3'), objectId('1.2.840.113549.1.9.22.1')];

const certificateBag = (der: Buffer, ...attributes: Buffer[]): Buffer =>
  sequence(
    BAG,
    nested([der], [{ tag: 0x04 }, { tag: 0xa0 }, { tag: 0x30, before: [KIND] }, { tag: 0xa0 }]),
    ...attributes,
  );

const [LOCAL_KEY_ID, FRIENDLY_NAME] = [objectId('1.2.840.113549.1.9.21'), objectId('1.2.840.113549.1.9.20')];

/** The same mark on key and certificate: they belong together. */
const marks = (name: string): Buffer =>
  set(
    sequence(LOCAL_KEY_ID, set(octets(Buffer.from([1])))),
    sequence(FRIENDLY_NAME, set(element(0x1e, Buffer.from(name, 'utf16le').swap16()))),
  );

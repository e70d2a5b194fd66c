import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';

/** A random token of `bytes` bytes, base64url. */
export const randomToken = (bytes = 32): string => randomBytes(bytes).toString('base64url');

/** SHA-256 of a high-entropy token, hex: what the database keeps in place of the token. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Keyed hash of a low-entropy secret (a six-digit code) bound to `scope`, so that a stolen table gives nothing. */
export const hashCode = (secret: string, scope: string, code: string): string =>
  createHmac('sha256', secret).update(`${scope}\0${code}`).digest('hex');

/** Compares two texts in constant time. */
export function sameText(a: string, b: string): boolean {
  const [x, y] = [a, b].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(x, y);
}

/** Uniform integer in [0, below). */
export function randomInt(below: number): number {
  const limit = Math.floor(0x1_0000_0000 / below) * below;
  for (;;) {
    const value = randomBytes(4).readUInt32BE();
    if (value < limit) return value % below;
  }
}

/** A code of `digits` decimal digits. */
export const randomDigits = (digits: number): string =>
  Array.from({ length: digits }, () => randomInt(10)).join('');

/** Rounds of scrypt for a code that has no others on record. */
const ROUNDS = 4096;

/** Of what the pepper protects, and that three wrong ones lock: see docs/adr/0041. */
export const FEW_ROUNDS = 1024;

/** Four digits are ten thousand tries whatever each takes. */
const roundsOf = (code: string): number => (code.length <= 4 ? FEW_ROUNDS : ROUNDS);

/**
 * Slow, peppered hash of a code that somebody types. Format `salt.hash.rounds`, the first two base64url. In: rounds, for a
 * code that stands beside a shorter one.
 */
export async function hashPin(pepper: string, pin: string, rounds = roundsOf(pin)): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(pepper, pin, salt, rounds);
  return [salt.toString('base64url'), hash.toString('base64url'), rounds].join('.');
}

/** Whether `pin` is the one behind `stored`. */
export async function verifyPin(pepper: string, pin: string, stored: string): Promise<boolean> {
  const [salt, expected, rounds = ROUNDS] = stored.split('.');
  if (!salt || !expected) return false;
  const actual = await derive(pepper, pin, Buffer.from(salt, 'base64url'), Number(rounds));
  return timingSafeEqual(actual, Buffer.from(expected, 'base64url'));
}

function derive(pepper: string, pin: string, salt: Buffer, rounds: number): Promise<Buffer> {
  const keyed = createHmac('sha256', pepper).update(pin).digest();
  return new Promise((resolve, reject) => {
    scrypt(keyed, salt, 32, { N: rounds, r: 8, p: 1 }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

const extracted = new Map<string, KeyObject>();

/** HKDF-SHA256 (RFC 5869) with one block of output; what comes of the secret alone is worked out once. */
function keyFor(secret: string, purpose: string): KeyObject {
  let root = extracted.get(secret);
  if (!root) {
    root = createSecretKey(createHmac('sha256', 'esculape').update(secret).digest());
    extracted.set(secret, root);
  }
  return createSecretKey(createHmac('sha256', root).update(`${purpose}\x01`).digest());
}

/** Encrypts with AES-256-GCM under a key derived from `secret` for one `purpose`. */
export function seal(secret: string, purpose: string, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, purpose), iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
}

/** Opens what `seal` closed. Undefined when it was altered or sealed under another secret. */
export function unseal(secret: string, purpose: string, sealed: string): string | undefined {
  try {
    const raw = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, purpose), raw.subarray(0, 12));
    decipher.setAuthTag(raw.subarray(12, 28));
    return Buffer.concat([decipher.update(raw.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

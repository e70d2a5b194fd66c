import { Secret, TOTP } from 'otpauth';

/** Seconds of a step, digits, and steps before and after that are taken as well (RFC 6238 §5.2, §6). */
const STEP = 30;
const DIGITS = 6;
const WINDOW = 1;

/** Bytes of a secret (RFC 4226 §4: 160 bits). */
export const SECRET_BYTES = 20;

const generator = (secret: Uint8Array, label = '') =>
  new TOTP({
    issuer: 'Pro Santé Connect',
    label,
    algorithm: 'SHA1',
    digits: DIGITS,
    period: STEP,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
  });

/** The secret as applications take it: an address for a QR code, and the letters to type. */
export function shownSecret(secret: Uint8Array, label: string): { address: string; letters: string } {
  const totp = generator(secret, label);
  return { address: totp.toString(), letters: totp.secret.base32 };
}

/** The step of a code that is right at that time; undefined when it is not. In: milliseconds since 1970. */
export function stepOfCode(secret: Uint8Array, code: string, at: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const moved = generator(secret).validate({ token: code, timestamp: at, window: WINDOW });
  return moved === null ? undefined : Math.floor(at / 1000 / STEP) + moved;
}

/** The code of that time, as an application shows it. */
export const codeAt = (secret: Uint8Array, at: number): string =>
  generator(secret).generate({ timestamp: at });

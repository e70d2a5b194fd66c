import { type KeyObject, verify } from 'node:crypto';

/** How each algorithm writes its signatures (RFC 7518 §3.3, §3.4). */
const ENCODINGS = { RS256: undefined, ES256: 'ieee-p1363' } as const;

/**
 * The payload of a compact JWS that a key signed by that algorithm and no other (RFC 7515 §5.2); undefined otherwise. At
 * once: to verify takes less time than to hand it to another thread, and many requests begin by it. In: gives the key
 * that the header names; none when it knows none.
 */
export function payloadOf(
  jws: string,
  alg: keyof typeof ENCODINGS,
  keyOf: (kid: string | undefined) => KeyObject | undefined,
): string | undefined {
  const [header = '', payload = '', signature = '', ...rest] = jws.split('.');
  const named = (parsed(text(header)) ?? {}) as { alg?: unknown; kid?: string; crit?: unknown };
  // What a `crit` asks for is not done here: such a signature means something else (RFC 7515 §4.1.11).
  if (named.alg !== alg || named.crit !== undefined || rest.length > 0) return undefined;
  const key = keyOf(named.kid);
  const bytes = Buffer.from(signature, 'base64url');
  // Of the ways to write those bytes, the canonical one alone: an altered token is refused, whatever was altered.
  if (!key || bytes.toString('base64url') !== signature) return undefined;
  const dsaEncoding = ENCODINGS[alg];
  // A key inside an object takes half as long again.
  const judge = dsaEncoding === undefined ? key : { key, dsaEncoding };
  return verify('sha256', Buffer.from(`${header}.${payload}`), judge, bytes) ? text(payload) : undefined;
}

/** JSON as a part of a JWS. */
export const encodedPart = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

const text = (part: string): string => Buffer.from(part, 'base64url').toString();

/** What is read of JSON; undefined when it is none. */
export function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

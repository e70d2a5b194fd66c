import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { publicJwk } from './public-key.js';

const rsa = (modulusLength: number, publicExponent = 65_537) =>
  generateKeyPairSync('rsa', { modulusLength, publicExponent }).publicKey.export({ format: 'jwk' });
const ec = (namedCurve: string) =>
  generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'jwk' });
const ed = generateKeyPairSync('ed25519');

const isTaken = (key: unknown) => publicJwk.safeParse(key).success;

describe('a key by which a service signs', () => {
  it('is RSA of 2048 bits, on a curve that is known, or Ed25519', () => {
    const good = [rsa(2048), ec('P-256'), ec('P-384'), ed.publicKey.export({ format: 'jwk' })];
    expect(good.map(isTaken)).toEqual(good.map(() => true));
  });

  it('is refused when it is weak: too short, with a tiny exponent, on another curve', () => {
    const { n } = rsa(2048);
    const weak = [rsa(1024), { kty: 'RSA', n, e: 'AQ' }, { kty: 'RSA', n, e: 'Aw' }, ec('secp256k1')];
    expect(weak.map(isTaken)).toEqual(weak.map(() => false));
  });

  it.each([
    { kty: 'RSA' },
    { kty: 'RSA', n: 'AQAB', e: 'AQAB' },
    { kty: 'EC', crv: 'constructor', x: 'a', y: 'b' },
    { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' },
    { kty: 'oct', k: 'AAAA' },
    ed.privateKey.export({ format: 'jwk' }),
    null,
  ])('is refused when it is %j', (key) => {
    expect(isTaken(key)).toBe(false);
  });
});

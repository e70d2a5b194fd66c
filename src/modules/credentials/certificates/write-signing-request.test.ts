import { generateKeyPairSync, verify } from 'node:crypto';
import { expect, it } from 'vitest';
import { readSigningRequest } from './rules/signing-request.js';
import { writeSigningRequest } from './write-signing-request.js';

it('writes a request that is read again with its name and key, and signed by that key', () => {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const read = readSigningRequest(writeSigningRequest('Logiciel d’essai', keys));
  expect(read.commonNames).toEqual(['Logiciel d’essai']);
  expect(read.publicKey).toEqual(keys.publicKey.export({ type: 'spki', format: 'der' }));
  expect([read.extensions, read.hosts]).toEqual([[], []]);
  expect(verify('sha256', read.signedPart, keys.publicKey, read.signature)).toBe(true);
});

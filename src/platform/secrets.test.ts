import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashPin, seal, unseal, verifyPin } from './secrets.js';

describe('the hash of a code that somebody types', () => {
  it('opens by that code alone, under the same pepper alone', async () => {
    const stored = await hashPin('pepper', '2580');
    expect(await verifyPin('pepper', '2580', stored)).toBe(true);
    expect(await verifyPin('pepper', '2581', stored)).toBe(false);
    expect(await verifyPin('another', '2580', stored)).toBe(false);
  });

  it('says how many rounds it took: more for a code of more digits', async () => {
    expect((await hashPin('pepper', '2580')).split('.')[2]).toBe('1024');
    expect((await hashPin('pepper', '25802580')).split('.')[2]).toBe('4096');
  });

  it('opens what was kept before the rounds were written down', async () => {
    const [salt, hash] = (await hashPin('pepper', '25802580')).split('.');
    expect(await verifyPin('pepper', '25802580', `${salt}.${hash}`)).toBe(true);
    expect(await verifyPin('pepper', '25802581', `${salt}.${hash}`)).toBe(false);
    expect(await verifyPin('pepper', '25802580', 'unreadable')).toBe(false);
  });
});

describe('a sealed text', () => {
  it('opens for its purpose and under its secret alone, and not when a sign of it changed', () => {
    const sealed = seal('secret', 'purpose', 'a text');
    expect(unseal('secret', 'purpose', sealed)).toBe('a text');
    expect(unseal('secret', 'another', sealed)).toBeUndefined();
    expect(unseal('another', 'purpose', sealed)).toBeUndefined();
    expect(unseal('secret', 'purpose', `${sealed[0] === 'A' ? 'B' : 'A'}${sealed.slice(1)}`)).toBeUndefined();
  });

  it('is under a key of HKDF-SHA256 (RFC 5869), whoever works it out', () => {
    const key = new Uint8Array(hkdfSync('sha256', 'secret', 'esculape', 'purpose', 32));
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const body = Buffer.concat([cipher.update('a text', 'utf8'), cipher.final()]);
    const sealed = Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
    expect(unseal('secret', 'purpose', sealed)).toBe('a text');
  });
});

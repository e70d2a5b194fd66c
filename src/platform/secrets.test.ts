import { describe, expect, it } from 'vitest';
import { hashPin, verifyPin } from './secrets.js';

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

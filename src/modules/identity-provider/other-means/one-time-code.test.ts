import { describe, expect, it } from 'vitest';
import { codeAt, shownSecret, stepOfCode } from './one-time-code.js';

const secret = Buffer.from('12345678901234567890');

describe('codes of an application', () => {
  // RFC 6238, appendix B, SHA-1; the last six of eight digits.
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
  ])('are those of the specification at %i s', (seconds, code) => {
    expect(codeAt(secret, seconds * 1000)).toBe(code);
    expect(stepOfCode(secret, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
  });

  it('are taken one step before and after, and no further', () => {
    const at = 1_234_567_890_000;
    const step = Math.floor(at / 30_000);
    for (const moved of [-1, 0, 1])
      expect(stepOfCode(secret, codeAt(secret, at + moved * 30_000), at)).toBe(step + moved);
    for (const moved of [-2, 2])
      expect(stepOfCode(secret, codeAt(secret, at + moved * 30_000), at)).toBeUndefined();
  });

  it('are six digits, of that secret', () => {
    for (const code of ['', '28708', '2870822', 'abcdef', '28708a'])
      expect(stepOfCode(secret, code, 59_000)).toBeUndefined();
    expect(stepOfCode(Buffer.alloc(20, 1), '287082', 59_000)).toBeUndefined();
  });

  it('come from a secret shown as an address and as letters', () => {
    const shown = shownSecret(secret, '899780000016');
    expect(shown.letters).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect(shown.address).toContain('secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  });
});

import { expect, it } from 'vitest';
import { LARGEST_PROOF, proofType } from './proof-file.js';

const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

it('knows a proof by its first bytes', () => {
  expect(proofType(new TextEncoder().encode('%PDF-1.7'))).toBe('application/pdf');
  expect(proofType(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]))).toBe('image/jpeg');
  expect(proofType(new Uint8Array(png))).toBe('image/png');
});

it('takes nothing else, whatever it is called', () => {
  for (const text of ['<html><script>', 'MZ\u0090', 'PK\u0003\u0004', '%PD', '<svg xmlns=', ' %PDF-'])
    expect([text, proofType(new TextEncoder().encode(text))]).toEqual([text, 'unknown']);
  for (let cut = 1; cut < png.length; cut += 1)
    expect(proofType(new Uint8Array(png.slice(0, cut)))).toBe('unknown');
  expect(proofType(new Uint8Array())).toBe('missing');
});

it('takes no file that is too large', () => {
  const of = (size: number) => {
    const bytes = new Uint8Array(size);
    bytes.set(png);
    return proofType(bytes);
  };
  expect([of(LARGEST_PROOF), of(LARGEST_PROOF + 1)]).toEqual(['image/png', 'too-large']);
});

import { expect, it } from 'vitest';
import { serialNumber } from './serial.js';

it('gives sixteen positive bytes, the first eight being those of the authority', () => {
  for (const edge of [0, 0x7f, 0x80, 0xff]) {
    const authority = new Uint8Array(8).fill(edge);
    const serials = [1, 2].map((n) => serialNumber(authority, new Uint8Array(8).fill(n)));
    for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9a-f]{31}$/);
    expect(serials[0]?.slice(0, 16)).toBe(serials[1]?.slice(0, 16));
    expect(serials[0]).not.toBe(serials[1]);
  }
});

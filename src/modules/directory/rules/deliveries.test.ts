import { describe, expect, it } from 'vitest';
import { professions } from '../../nomenclatures/index.js';
import { DELIVERIES, isDelivered, profileNamed } from './deliveries.js';

describe('the deliveries', () => {
  it('are the full one when nothing is said, and none for another name', () => {
    expect([profileNamed(undefined), profileNamed(''), profileNamed('V0'), profileNamed('V1')]).toEqual([
      'V1',
      'V1',
      'V0',
      'V1',
    ]);
    for (const name of ['v0', 'V2', 'constructor']) expect(profileNamed(name)).toBeUndefined();
  });

  it('tell every profession in the second, and in the first those that are named alone', () => {
    const first = DELIVERIES[0]?.professions ?? [];
    for (const { code } of professions()) {
      expect(isDelivered('V1', code)).toBe(true);
      expect(isDelivered('V0', code)).toBe(first.includes(code));
    }
    expect(first.every((code) => professions().some((one) => one.code === code))).toBe(true);
  });
});

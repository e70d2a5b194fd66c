import { expect, it } from 'vitest';
import { badgeKey } from './badge-key.js';

it('gives each badge a key of its own, the same at each reader that has the key of readers', () => {
  const [readers, others] = ['00'.repeat(16), '01'.repeat(16)];
  const key = badgeKey(readers, '04AABBCCDDEEFF');
  expect(key).toMatch(/^[0-9a-f]{32}$/);
  expect(badgeKey(readers, '04AABBCCDDEEFF')).toBe(key);
  expect(badgeKey(readers, '04AABBCCDDEEFE')).not.toBe(key);
  expect(badgeKey(others, '04AABBCCDDEEFF')).not.toBe(key);
});

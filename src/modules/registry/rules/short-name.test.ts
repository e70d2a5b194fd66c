import { expect, it } from 'vitest';
import { shortName } from './short-name.js';

it('is the same for the same text, and another for each of many texts that are alike', () => {
  const texts = Array.from({ length: 50_000 }, (_, i) => `R9900000000${i}|||S|SA01||FON-01|GENR0${i % 9}`);
  expect(new Set(texts.map(shortName)).size).toBe(texts.length);
  expect(shortName('é|')).toBe(shortName('é|'));
  expect(shortName('')).toMatch(/^[0-9a-f]{16}$/);
});

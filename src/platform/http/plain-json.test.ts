import { expect, it } from 'vitest';
import { isPlainJson } from './plain-json.js';

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

it('takes what a caller may mean', () => {
  expect(isPlainJson({ a: ['é', 1, null, true, { b: '💩' }] })).toBe(true);
  expect(isPlainJson(nested(32))).toBe(true);
});

it('refuses what is nested without end, half a sign, and NUL, in names as in values', () => {
  expect(isPlainJson(nested(33))).toBe(false);
  expect(isPlainJson(nested(50_000))).toBe(false);
  for (const bad of ['\ud800', 'a\udc00b', 'a\0b'])
    expect([bad, { a: [bad] }, { [bad]: 1 }].map(isPlainJson)).toEqual([false, false, false]);
});

import { expect, it } from 'vitest';
import { codes, professions } from '../../nomenclatures/index.js';
import { mayBePublished, PUBLICATION_RULES, professionsChangedBetween } from './publication-rules.js';

// Also the codes that had ended by then.
const listOf = (list: string) => codes(list, '2019-12-31');

it('names professions of the register only, each with the text it comes from', () => {
  const known = [...professions(), ...listOf('TRE_R95'), ...listOf('TRE_R94')].map(({ code }) => code);
  for (const rule of PUBLICATION_RULES) {
    expect(known).toEqual(expect.arrayContaining([...rule.professions]));
    expect(rule.source).not.toBe('');
  }
});

it('holds the starred professions back until their day, and no other', () => {
  const held = professions().filter(({ code }) => !mayBePublished(code, '2019-12-31'));
  expect(new Set(held.map(({ code }) => code))).toEqual(new Set(['93', '41', '71', '72', '73']));
  expect(professions().every(({ code }) => mayBePublished(code, '2020-01-01'))).toBe(true);
});

it('says which professions change between two days, in either direction', () => {
  expect(professionsChangedBetween('2019-12-31', '2020-01-01')).toHaveLength(10);
  expect(professionsChangedBetween('2020-06-01', '2019-06-01')).toHaveLength(10);
  expect(professionsChangedBetween('2020-01-01', '2026-01-01')).toEqual([]);
});

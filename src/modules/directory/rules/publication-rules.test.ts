import { expect, it } from 'vitest';
import { professions } from '../../nomenclatures/index.js';
import { mayBePublished, PUBLICATION_RULES, professionsChangedBetween } from './publication-rules.js';

it('names professions of the register only, each with the text it comes from', () => {
  const known = professions().map(({ code }) => code);
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
  expect(professionsChangedBetween('2019-12-31', '2020-01-01')).toHaveLength(5);
  expect(professionsChangedBetween('2020-06-01', '2019-06-01')).toHaveLength(5);
  expect(professionsChangedBetween('2020-01-01', '2026-01-01')).toEqual([]);
});

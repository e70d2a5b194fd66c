import { describe, expect, it } from 'vitest';
import { CARD_RULES, type HolderFacts, type Population, whoGetsWhich } from './who-gets-which.js';

const DAY = '2026-11-22';
const POPULATIONS: Population[] = ['ordre', 'ars', 'formation', 'armed-forces', 'role', 'none'];

/** Everything that may be asked: each population, salaried or not, with each profession that a rule names. */
const ALL: HolderFacts[] = POPULATIONS.flatMap((population) =>
  ['10', '60', '93', undefined].flatMap((profession) =>
    [true, false].map((liberal) => ({ population, profession, liberal })),
  ),
);

const expected = ({ population, profession, liberal }: HolderFacts, day: string): string => {
  if (population === 'formation') return 'CPF automatic';
  if (population === 'armed-forces') return 'CPS automatic';
  if (population === 'ordre') return profession === '60' ? 'CPS on-request' : 'CPS automatic';
  if (population === 'ars') return liberal && day >= '2023-01-01' ? 'CPS automatic' : 'CPS on-request';
  return 'none never';
};

describe('who gets which card', () => {
  it('is said for everybody, on any day, by one rule that names its text', () => {
    for (const day of ['2019-01-01', '2022-12-31', '2023-01-01', DAY]) {
      for (const who of ALL) {
        const { card, way, source } = whoGetsWhich(who, day);
        expect([who, day, `${card ?? 'none'} ${way}`]).toEqual([who, day, expected(who, day)]);
        expect(source.length).toBeGreaterThan(5);
      }
    }
  });

  it('never gives a card of one’s own to somebody known by a role only', () => {
    expect(CARD_RULES.filter(({ population, card }) => population === 'role' && card)).toEqual([]);
  });
});

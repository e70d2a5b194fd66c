import { describe, expect, it } from 'vitest';
import { type ActivationFacts, activationWays, type Obstacle } from './activation-ways.js';

const CARD = [{ nominative: true }];
const DOM = { e164: '+262639980020', original: '0639 98 00 20' };
const facts = (change: Partial<ActivationFacts> = {}): ActivationFacts => ({
  day: '2026-11-22',
  idNat: '899700000017',
  exercises: [{ profession: '10', category: 'C' }],
  mail: 'x@courriel.example',
  mobile: { e164: '+33639980042', original: '06 39 98 00 42' },
  contactsFrom: 'CNOM',
  cards: [],
  ...change,
});
const nurse = (change: Partial<ActivationFacts> = {}) =>
  facts({ exercises: [{ profession: '60', category: 'C' }], contactsFrom: 'ONI', ...change });
const adeli = (change: Partial<ActivationFacts> = {}) => nurse({ idNat: '0356099001', ...change });

const obstacles = (given: ActivationFacts, way: 'contacts' | 'card' = 'contacts'): Obstacle[] => {
  const judged = activationWays(given)[way];
  return judged.open ? [] : judged.obstacles.map(({ obstacle }) => obstacle);
};

describe('the ways to an e-CPS, by date', () => {
  it.each([
    ['a nurse with a card, the day before', nurse({ cards: CARD, day: '2021-02-11' }), ['card-first']],
    ['a nurse with a card, on 12/02/2021', nurse({ cards: CARD, day: '2021-02-12' }), []],
    [
      'a nurse of ADELI with a card, on 12/02/2021, at the ordre',
      adeli({ cards: CARD, day: '2021-02-12' }),
      [],
    ],
    [
      'a nurse of ADELI with a card, not at the ordre, before and after',
      adeli({ cards: CARD, contactsFrom: 'ARS-53', day: '2021-02-12' }),
      ['enrol-at-oni'],
    ],
    ['a nurse without a card, at the ordre', adeli({ day: '2021-01-12' }), []],
    [
      'a nurse without a card, not at the ordre',
      adeli({ contactsFrom: 'ARS-53', day: '2021-01-12' }),
      ['enrol-at-oni'],
    ],
    ['the same, five years later', adeli({ contactsFrom: 'ARS-53' }), ['enrol-at-oni']],
    ['an ADELI number left over at the ordre', adeli(), ['adeli-by-card']],
    ['another profession of ADELI', facts({ idNat: '0939900017' }), ['adeli-by-card']],
    [
      'an overseas number of ten characters',
      adeli({ day: '2021-10-27', mobile: DOM }),
      ['mobile-without-prefix'],
    ],
    ['the same once numbers are kept in E.164', nurse({ day: '2021-10-28', mobile: DOM }), []],
    [
      'the same number with its prefix, in the era of ADELI',
      adeli({ day: '2021-01-12', mobile: { ...DOM, original: '+262639980020' } }),
      [],
    ],
    [
      'a Swiss number with its prefix',
      nurse({ day: '2021-01-12', mobile: { e164: '+41790000000', original: '+41 79 000 00 00' } }),
      [],
    ],
    ['an intern', facts({ exercises: [{ profession: '10', category: 'E' }] }), []],
    ['a student of maïeutique', facts({ exercises: [{ profession: '50', category: 'E' }] }), []],
    ['another student', facts({ exercises: [{ profession: '60', category: 'E' }] }), ['student']],
    ['no mail, no mobile', facts({ mail: undefined, mobile: undefined }), ['mail-missing', 'mobile-missing']],
    ['a role of RPPS+', facts({ exercises: [{ profession: '99', category: 'R' }] }), []],
  ] as const)('%s, by contacts', (_who, given, met) => {
    expect(obstacles(given)).toEqual(met);
  });

  it.each([
    ['no card', [], ['no-card']],
    ['a card without a name', [{ nominative: false }], ['not-nominative']],
    ['one of each', [{ nominative: false }, { nominative: true }], []],
  ] as const)('%s, by card, on any day and for any number', (_what, cards, met) => {
    for (const day of ['2019-07-01', '2021-01-12', '2026-11-22'])
      for (const idNat of ['899700000017', '0356099001', '3970000017/A00001', '5/x', '6/x', '1/x'])
        expect(obstacles(facts({ cards, day, idNat }), 'card')).toEqual(met);
  });

  it('names the text behind each obstacle', () => {
    const judged = activationWays(adeli({ contactsFrom: 'ARS-53', mobile: undefined, day: '2021-01-12' }));
    expect(judged.contacts.open ? [] : judged.contacts.obstacles.map(({ source }) => source)).toEqual([
      expect.stringContaining('janvier 2021'),
      expect.stringContaining('4 avril 2022'),
    ]);
  });
});

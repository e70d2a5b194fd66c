import { describe, expect, it } from 'vitest';
import {
  type CardRefusal,
  cardRefusal,
  type OrderVia,
  type StructureFacts,
  type WantedCard,
} from './eligibility.js';
import { CARD_KINDS, type CardType } from './kinds.js';
import type { HolderFacts, Population } from './who-gets-which.js';

const DAY = '2026-11-22';
const TYPES = Object.keys(CARD_KINDS) as CardType[];
const VIAS: OrderVia[] = ['ordre', 'ma-carte', 'tops', 'tom', 'f101', 'f301', 'renewal', 'replacement'];
const who = (population: Population, profession?: string): HolderFacts => ({
  ...{ population, profession, liberal: false },
});
const HOLDERS = {
  doctor: who('ordre', '10'),
  psychologist: who('ars', '93'),
  intern: who('formation', '10'),
  military: who('armed-forces', '10'),
  secretary: who('role', '99'),
  nobody: who('none'),
};
const PLACES: Record<string, StructureFacts | undefined> = {
  hospital: { nature: 'care', contract: true, ownPractice: false },
  'hospital without contract': { nature: 'care', contract: false, ownPractice: false },
  vendor: { nature: 'authorised', contract: true, ownPractice: false },
  'own practice': { nature: 'practice', contract: false, ownPractice: true },
  'practice of another': { nature: 'practice', contract: false, ownPractice: false },
  'own pharmacy': { nature: 'care', contract: false, ownPractice: true },
  nowhere: undefined,
};

/** Every order that is taken; whatever is not here is refused. */
const OWN = 'ordre ma-carte renewal replacement';
const TAKEN: Record<string, Record<string, string>> = {
  CPS: { 'doctor *': OWN, 'psychologist *': OWN, 'military *': OWN },
  CPF: { 'intern *': OWN },
  CPE: {
    'secretary hospital': 'tom f301 renewal replacement',
    'nobody hospital': 'tom f301 renewal replacement',
    'secretary own practice': 'renewal replacement',
    'nobody own practice': 'tops renewal replacement',
    'secretary own pharmacy': 'renewal replacement',
    'nobody own pharmacy': 'tops renewal replacement',
  },
  CDE: {
    'secretary hospital': 'f101 renewal replacement',
    'nobody hospital': 'f101 renewal replacement',
    'secretary own pharmacy': 'renewal replacement',
    'nobody own pharmacy': 'renewal replacement',
  },
  CPA: {
    'secretary vendor': 'tom f301 renewal replacement',
    'nobody vendor': 'tom f301 renewal replacement',
  },
  CDA: { 'secretary vendor': 'f101 renewal replacement', 'nobody vendor': 'f101 renewal replacement' },
};

const taken = (type: CardType, holder: string, place: string, via: OrderVia): boolean => {
  const rows = TAKEN[type] ?? {};
  return (rows[`${holder} *`] ?? rows[`${holder} ${place}`] ?? '').split(' ').includes(via);
};

const ask = (wanted: Omit<WantedCard, 'nominative'> & { nominative?: boolean }) =>
  cardRefusal({ nominative: true, ...wanted }, DAY);

describe('the order of a card', () => {
  it('is taken where the table says so and refused everywhere else', () => {
    for (const type of TYPES)
      for (const [name, holder] of Object.entries(HOLDERS))
        for (const [place, structure] of Object.entries(PLACES))
          for (const via of VIAS) {
            const refusal = ask({ type, via, holder, structure });
            const order = `${type} ${name} ${place} ${via}`;
            expect([order, refusal === undefined]).toEqual([order, taken(type, name, place, via)]);
          }
  });

  it('S3-72 gives a CPE to an administrative employee, and refuses it to professionals of an ordre and of an agency', () => {
    const cpe = (holder: HolderFacts) => ask({ type: 'CPE', via: 'tom', holder, structure: PLACES.hospital });
    expect(cpe(HOLDERS.nobody)).toBeUndefined();
    expect([HOLDERS.doctor, HOLDERS.psychologist, HOLDERS.intern].map(cpe)).toEqual(
      Array<CardRefusal>(3).fill('own-card'),
    );
  });

  it('S3-66 gives a CPF to an intern as it gives a CPS to a doctor, and no CPS to somebody known by a role', () => {
    const own = (type: CardType, holder: HolderFacts) => ask({ type, via: 'ma-carte', holder });
    expect([own('CPF', HOLDERS.intern), own('CPS', HOLDERS.doctor)]).toEqual([undefined, undefined]);
    expect(own('CPS', HOLDERS.secretary)).toBe('not-eligible');
    expect([own('CPS', HOLDERS.intern), own('CPF', HOLDERS.doctor)]).toEqual(['other-card', 'other-card']);
  });

  it('bears no name for a CPE only', () => {
    const bare = (type: CardType) =>
      ask({
        ...{ type, nominative: false, holder: HOLDERS.nobody },
        via: type === 'CPE' || type === 'CPA' ? 'tom' : 'f101',
        structure: type === 'CPE' || type === 'CDE' ? PLACES.hospital : PLACES.vendor,
      });
    expect(['CPE', 'CPA', 'CDE', 'CDA'].map((type) => bare(type as CardType))).toEqual([
      undefined,
      ...Array<CardRefusal>(3).fill('always-nominative'),
    ]);
  });
});

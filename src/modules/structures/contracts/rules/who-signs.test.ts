import { expect, it } from 'vitest';
import { whoSigns } from './who-signs.js';

const establishment = { id: 'F990000028', kind: 'EG' as const, finessLegalEntity: '990000010' };

it('has several sites sign once at their legal entity, and one site for itself', () => {
  expect(whoSigns(establishment, 1)).toBe('itself');
  expect(whoSigns(establishment, 2)).toBe('legal-entity');
  expect(whoSigns(establishment, 5)).toBe('legal-entity');
});

it('lets a legal entity, and an employer that is no establishment, sign for itself', () => {
  for (const sites of [0, 1, 5]) expect(whoSigns({ id: 'F990000010', kind: 'EJ' }, sites)).toBe('itself');
  expect(whoSigns({ id: 'C99700000000017' }, 0)).toBe('itself');
  expect(whoSigns({ id: 'F990000028', kind: 'EG' }, 0)).toBe('itself');
});

it('asks nothing of a liberal practice', () => {
  expect(whoSigns({ id: 'R99000000000001' }, 0)).toBe('nobody');
});

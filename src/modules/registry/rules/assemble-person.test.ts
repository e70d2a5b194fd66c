import { expect, it } from 'vitest';
import type { PartKind, PartRow } from '../part.js';
import { assemblePerson } from './assemble-person.js';
import { provenanceWithin } from './provenance-within.js';

const head = { idNat: '899700000011', state: 'active', version: 1, origins: {}, otherIds: [] } as const;

const part = (kind: PartKind, key: string, value: object, at = '2026-02-01T09:00:00.000Z'): PartRow => ({
  ...{ personId: 1, kind, key, value, validTo: null, supersededAt: null },
  ...{ validFrom: new Date(at), recordedAt: new Date(at), authority: 'CNOM', act: 'register' },
});

const later = '2026-03-01T09:00:00.000Z';
const person = assemblePerson(
  head,
  [
    part('exercise', 'CNOM/10-C', { profession: '10', category: 'C', name: 'EXEMPLE', givenName: 'Camille' }),
    part('activity', 'CNOM/10-C/a1', { key: 'a1', mode: 'L' }),
    part('skill', 'CNOM/10-C/S-SM54', { type: 'S', code: 'SM54' }),
    part('skill', 'CNOM/10-C/S-SM26', { type: 'S', code: 'SM26' }, later),
    part('diploma', 'CNOM/DE-DE09', { type: 'DE', code: 'DE09' }),
  ],
  '2026-03-02',
);

it('says once where an exercise and what it holds come from, and again what comes later', () => {
  const [exercise] = person.exercises;
  if (!exercise) throw new Error('no exercise');
  expect(exercise.provenance.validFrom).toBe('2026-02-01T09:00:00.000Z');
  expect(exercise.activities).toEqual([{ key: 'a1', mode: 'L' }]);
  const [young, old] = ['SM26', 'SM54'].map((code) => exercise.skills.find((one) => one.code === code));
  expect(old).toEqual({ type: 'S', code: 'SM54' });
  expect(young?.provenance).toMatchObject({ authority: 'CNOM', validFrom: later, act: 'register' });
  const since = exercise.skills.map((skill) => provenanceWithin(exercise, skill).validFrom);
  expect(since.sort()).toEqual(['2026-02-01T09:00:00.000Z', later]);
});

it('says of a diploma where it comes from: it is in no exercise', () => {
  expect(person.diplomas[0]?.provenance).toEqual(person.exercises[0]?.provenance);
});

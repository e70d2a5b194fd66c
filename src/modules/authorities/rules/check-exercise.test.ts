import { describe, expect, it } from 'vitest';
import { exerciseProblems } from './check-exercise.js';

const nurse = {
  profession: '60',
  category: 'C',
  name: 'SAUQUEREL',
  givenName: 'Nathalie',
  skills: [],
  activities: [],
};

const codes = (authority: string, adeli: boolean) =>
  exerciseProblems(nurse, authority, 'exercises/0', '2026-07-01', adeli).map(
    ({ field, code }) => `${field} ${code}`,
  );

describe('who may write an exercise', () => {
  it('is the ordre of the profession, whether ADELI knew the person or not', () => {
    expect(codes('ONI', false)).toEqual([]);
    expect(codes('ONI', true)).toEqual([]);
  });

  it('is a regional agency for a nurse whom ADELI knew, and for no other', () => {
    expect(codes('ARS-75', true)).toEqual([]);
    expect(codes('ARS-75', false)).toEqual(['exercises/0/profession not-competent']);
  });

  it.each(['CNOM', 'CNOP', 'SSA', 'ENREG'])('is never %s for a nurse', (authority) => {
    for (const adeli of [true, false])
      expect(codes(authority, adeli)).toEqual(['exercises/0/profession not-competent']);
  });
});

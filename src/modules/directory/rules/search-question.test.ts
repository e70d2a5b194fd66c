import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchQuestion } from './search-question.js';

describe('what was typed in the search form', () => {
  it('looks for every word of the name by its beginning', () => {
    expect(searchQuestion({ q: ' Le Gué ' })).toEqual({
      kind: 'terms',
      tsquery: "'n_le':* & 'n_gue':*",
      beginning: 'le gue',
    });
  });

  it('asks profession and place of the same exercise', () => {
    const both = searchQuestion({ profession: '10', place: '69003' });
    expect(both).toMatchObject({ kind: 'terms', tsquery: "('p_10_z_69003')" });
    expect(searchQuestion({ place: '69003' })).toMatchObject({ tsquery: "('z_69003')" });
    expect(searchQuestion({ profession: '10' })).toMatchObject({ tsquery: "('p_10')" });
  });

  it.each(['899700000013', '8 9970 0000 013', '99700000013'])('takes « %s » as a number', (q) => {
    expect(searchQuestion({ q, place: 'Atlantide' })).toEqual({ kind: 'number', idNat: '899700000013' });
  });

  it.each([
    [{}, 'nothing-asked'],
    [{ q: '···', profession: ' ' }, 'nothing-asked'],
    [{ q: '8997' }, 'bad-number'],
    [{ q: '899700000019' }, 'bad-number'],
    [{ q: 'Martin', place: 'Atlantide' }, 'unknown-place'],
  ])('looks for nothing in %j: %s', (asked, why) => {
    expect(searchQuestion(asked)).toEqual({ kind: 'nothing', why });
  });

  it('never lets a typed sign reach the notation of the query', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (q, profession, place) => {
        const question = searchQuestion({ q, profession, place });
        if (question.kind !== 'terms') return;
        expect(question.tsquery.replaceAll(/'[a-z0-9_]+'(:\*)?/g, 'x')).toMatch(/^[x()|& ]+$/);
      }),
    );
  });
});

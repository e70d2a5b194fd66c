import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { peopleQuery, structuresQuery } from './search-query.js';
import { type Asked, searchQuestion } from './search-question.js';

const query = (asked: Asked) => peopleQuery(searchQuestion(asked));
const understood = (q: string) => searchQuestion({ q }).understood.map(({ kind, label }) => [kind, label]);

describe('what was typed in the one box', () => {
  it('looks for every word of a name by its beginning', () => {
    expect(query({ q: ' Le Gué ' })).toBe("'n_le':* & 'n_gue':*");
  });

  it('tells a name, a savoir-faire and a town apart', () => {
    const { names, understood: facets } = searchQuestion({ q: 'martin cardiologue Rouen' });
    expect(names).toEqual(['martin']);
    expect(facets.map(({ kind, label, rest }) => [kind, label, rest])).toEqual([
      ['skill', 'Cardiologue', 'martin Rouen'],
      ['place', 'Rouen (76)', 'martin cardiologue'],
    ]);
    expect(query({ q: 'martin cardiologue rouen' })).toContain("'k_sm04_c_76540'");
  });

  it.each([
    [
      'kinés Lyon 3e',
      [
        ['profession', 'Masseur-Kinésithérapeute'],
        ['place', 'Lyon 3e Arrondissement (69)'],
      ],
    ],
    [
      'infirmières 76000',
      [
        ['profession', 'Infirmier'],
        ['place', '76000'],
      ],
    ],
    [
      'sage-femme à Saint-Denis 974',
      [
        ['profession', 'Sage-Femme'],
        ['place', 'Saint-Denis (974)'],
      ],
    ],
    [
      'dentiste Seine-Maritime',
      [
        ['profession', 'Chirurgien-Dentiste'],
        ['place', 'Seine-Maritime'],
      ],
    ],
    ['secrétaire médicale', [['role', 'Secrétaire assistante médico-administrative']]],
    [
      'médecin généraliste libéral',
      [
        ['skill', 'Généraliste'],
        ['mode', 'Libéral, indépendant, artisan, commerçant'],
      ],
    ],
    [
      'pharmacies Rouen',
      [
        ['category', 'Pharmacie'],
        ['place', 'Rouen (76)'],
      ],
    ],
    ['Gynécologie-obstétrique', [['skill', 'Gynécologie-obstétrique']]],
  ])('understands « %s »', (q, facets) => {
    expect(understood(q)).toEqual(facets);
    expect(searchQuestion({ q }).names).toEqual([]);
  });

  it('tries a town that may be a name as both, and as a name alone between quotation marks', () => {
    expect(query({ q: 'lens' })).toBe("(('c_62498')) | ('n_lens':*)");
    expect(searchQuestion({ q: 'lens' }).understood[0]?.asName).toBe('"lens"');
    expect(query({ q: '"lens"' })).toBe("'n_lens':*");
    expect(query({ q: 'lens 62300' })).toBe("('c_62498')");
  });

  it('asks profession and place of the same exercise', () => {
    expect(query({ profession: '10', place: '69003' })).toBe("('p_10_z_69003')");
    expect(query({ place: '69003' })).toBe("('z_69003')");
    expect(query({ profession: '10', departement: '69' })).toBe("('p_10_d_69')");
    expect(query({ q: 'infirmier', structure: 'F990000010' })).toBe("('p_60') & 's_F990000010'");
  });

  it('leaves titles and small words out beside others, and keeps them alone', () => {
    expect(query({ q: 'Dr Martin' })).toBe("'n_martin':*");
    expect(searchQuestion({ q: 'chez' }).names).toEqual(['chez']);
  });

  it('asks of structures only what structures have', () => {
    const structures = (q: string) => structuresQuery(searchQuestion({ q }));
    expect(structures('pharmacie du parc rouen')).toContain("'n_parc':*");
    expect(query({ q: 'pharmacie rouen' })).toBe('');
    expect(query({ q: 'infirmier ehpad rouen' })).toContain('p_60_c_76540');
    expect(structures('cardiologue')).toBe('');
  });
});

describe('a whole number', () => {
  it.each(['899700000013', '8 9970 0000 013', '99700000013'])('« %s » is that of a person', (q) => {
    expect(searchQuestion({ q, place: 'Atlantide' }).number?.idNat).toBe('899700000013');
  });

  it.each([
    ['990000028', { idNat: undefined, structure: '990000028' }],
    ['99900000000017', { idNat: undefined, structure: '99900000000017' }],
    ['1990000028', { idNat: undefined, structure: '1990000028' }],
    ['F990000028', { idNat: undefined, structure: 'f990000028' }],
  ])('« %s » is that of a structure', (q, { structure }) => {
    expect(searchQuestion({ q }).number?.structure).toBe(structure);
  });

  it('is a place when it is a postcode or a département', () => {
    expect(query({ q: '76000' })).toBe("('z_76000')");
    expect(query({ q: '974' })).toBe("('d_974')");
  });

  it('may be an MSSanté address', () => {
    expect(searchQuestion({ q: ' Anne.X@Medecin.mssante.example ' }).mail).toBe(
      'anne.x@medecin.mssante.example',
    );
  });
});

describe('nothing to look for', () => {
  it.each([
    [{}, 'nothing-asked'],
    [{ q: '···', profession: ' ' }, 'nothing-asked'],
    [{ q: '8997' }, 'bad-number'],
    [{ q: '899700000019' }, 'bad-number'],
    [{ q: '12345' }, 'bad-number'],
    [{ q: 'Martin', place: 'Atlantide' }, 'unknown-place'],
  ])('in %j: %s', (asked, why) => {
    expect(searchQuestion(asked)).toEqual({ names: [], understood: [], chosen: [], why });
  });
});

describe('whatever is typed', () => {
  it('no sign of it reaches the notation of the query', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('rouen', "kiné'", '"', '76'),
    );
    const typed = fc.array(text, { maxLength: 5 }).map((all) => all.join(' '));
    fc.assert(
      fc.property(typed, typed, typed, (q, profession, place) => {
        const question = searchQuestion({ q, profession, place, skill: profession, structure: place });
        for (const made of [peopleQuery(question), structuresQuery(question)])
          expect(made.replaceAll(/'[A-Za-z0-9_]+'(:\*)?/g, 'x')).toMatch(/^[x()|& ]*$/);
      }),
      { numRuns: 500 },
    );
  });
});

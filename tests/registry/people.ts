import type { Registration } from '../../src/modules/authorities/index.js';

/** An invented doctor of the CNOM, certified by the INSEE; `n` makes the civil status his own. */
export function doctor(n: number, record: Partial<Registration['record']> = {}): Registration {
  return {
    authority: 'CNOM',
    validation: { agent: 'agent-1', checked: ['carte d’identité', 'diplôme'] },
    record: {
      civilStatus: {
        birthName: `ÉPREUVE-${letters(n)}`,
        givenNames: ['Léa', 'Anne-Marie'],
        sex: 'F',
        birthDate: '1980-05-17',
        birthPlace: { commune: '76540', country: '99100', name: 'Rouen' },
        civility: 'MME',
        certification: { state: 'C', at: '2020-01-01', source: 'INSEE' },
      },
      exercises: [
        {
          profession: '10',
          category: 'C',
          civility: 'DR',
          name: `ÉPREUVE-${letters(n)}`,
          givenName: 'Léa',
          registration: { number: `76/${n}`, departement: '76', status: 'D', since: '2012-01-01' },
          from: '2012-01-01',
          skills: [{ type: 'S', code: 'SM54', recognisedOn: '2012-01-01' }],
          activities: [{ key: 'a1', mode: 'L', genre: 'GENR01', sector: 'SA07', from: '2012-01-01' }],
        },
      ],
      diplomas: [{ type: 'DE', code: 'DE09' }],
      authorisations: [],
      correspondence: { mail: `lea${n}@ordre.example` },
      ...record,
    },
  };
}

const letters = (n: number): string =>
  String(n)
    .split('')
    .map((digit) => String.fromCharCode(65 + Number(digit)))
    .join('');

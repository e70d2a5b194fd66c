import type { Bundle, Practitioner } from 'fhir/r4.js';
import { describe, expect, it } from 'vitest';
import { outcome } from './refusal.js';
import { keepText, textOf } from './text.js';

const held: Practitioner = { resourceType: 'Practitioner', id: '003-1', name: [{ family: 'L’Été "ⵣ"' }] };
keepText(held);

const BUNDLES: readonly (readonly [string, Bundle])[] = [
  ['no match', { resourceType: 'Bundle', type: 'searchset', total: 0 }],
  [
    'matches, what was included, and a warning',
    {
      resourceType: 'Bundle',
      type: 'searchset',
      total: 2,
      link: [{ relation: 'self', url: 'https://annuaire.example/fhir/v2/Practitioner?name=%22' }],
      entry: [
        { fullUrl: 'https://annuaire.example/"/003-1', resource: held, search: { mode: 'match' } },
        {
          fullUrl: 'https://annuaire.example/003-2',
          resource: { ...held, id: '2' },
          search: { mode: 'match' },
        },
        {
          resource: outcome('incomplete', 'Only some are told.', 'warning'),
          search: { mode: 'outcome' },
        },
      ],
    },
  ],
];

describe('the text of an answer', () => {
  it.each(BUNDLES)('of %s is read as what it was made of, the first time and again', (_, bundle) => {
    for (let turn = 0; turn < 2; turn += 1) expect(JSON.parse(textOf(bundle))).toEqual(bundle);
  });

  it('of one resource is the same when it is held', () => {
    expect(textOf(held)).toBe(JSON.stringify(held));
    expect(textOf(held)).toBe(textOf({ ...held }));
  });
});

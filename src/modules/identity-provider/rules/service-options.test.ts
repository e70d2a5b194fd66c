import { expect, it } from 'vitest';
import { readOptions } from './service-options.js';

const faultOf = (given: object) => {
  const read = readOptions(given);
  return 'faults' in read ? read.faults.map(({ message }) => message).join(' ') : undefined;
};

it('says in French what is wrong with an option, whatever is; what is right is refused nothing', () => {
  expect(faultOf({})).toBeUndefined();
  expect(faultOf({ inconnue: 1 })).toBe('Cette propriété n’existe pas : inconnue.');
  expect(faultOf({ une: 1, deux: 2 })).toBe('Ces propriétés n’existent pas : une, deux.');
  for (const given of [
    { pscOnly: 'oui' },
    { acceptedMeans: [] },
    { acceptedMeans: ['PIGEON'] },
    { events: { delivery: 'push' } },
    { events: { delivery: 'pigeon' } },
    { backchannelLogoutUri: 'ftp://service.example' },
    { tokenExchange: { towards: [''], to: [] } },
  ])
    expect(faultOf(given)).toMatch(/^(Ce champ|Cette (valeur|propriété)) /);
});

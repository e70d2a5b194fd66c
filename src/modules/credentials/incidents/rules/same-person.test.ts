import { expect, it } from 'vitest';
import { isSamePerson } from './same-person.js';

const known = { familyNames: ['DUPONT', 'DUPONT-MARTIN'], birthDate: '1980-02-29' };
const same = (familyName: string, birthDate: string) =>
  isSamePerson({ familyName, birthDate }, known, (name) => name.toUpperCase().replace(/\W/g, ' ').trim());

it('needs a name of the person and the birth date, both', () => {
  expect([same('Dupont', '1980-02-29'), same('dupont martin', '1980-02-29')]).toEqual([true, true]);
  for (const [name, date] of [
    ['Dupond', '1980-02-29'],
    ['Dupont', '1980-02-28'],
    ['', '1980-02-29'],
    ['-', '1980-02-29'],
    ['Dupont', ''],
  ] as const)
    expect([name, date, same(name, date)]).toEqual([name, date, false]);
});

import { comparableName } from '../../authorities/index.js';
import type { Person } from '../person.js';

type Named = Pick<Person, 'civilStatus' | 'exercises'>;

/** The family names by which somebody goes: of birth, used, and of each exercise. */
export const familyNamesOf = ({ civilStatus, exercises }: Named): string[] =>
  [civilStatus?.birthName, civilStatus?.usedName, ...exercises.map(({ name }) => name)].filter(
    (name) => name !== undefined,
  );

/** Whether a name as it was typed, given names with it or not, holds one of somebody's family names. */
export function bearsFamilyName(person: Named, typed: string): boolean {
  const words = ` ${comparableName(typed)} `;
  return familyNamesOf(person).some((name) => name !== '' && words.includes(` ${comparableName(name)} `));
}

/** Whether somebody has that family name and that given name, however they are written. */
export function isNamed(person: Named, typed: { familyName: string; givenName: string }): boolean {
  const { civilStatus, exercises } = person;
  const given = [...(civilStatus?.givenNames ?? []), ...exercises.map(({ givenName }) => givenName)];
  const isAmong = (names: readonly string[], name: string) =>
    names.some((one) => comparableName(one) === comparableName(name));
  return isAmong(familyNamesOf(person), typed.familyName) && isAmong(given, typed.givenName);
}

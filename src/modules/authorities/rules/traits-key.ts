import type { CivilStatus } from '../member-record.js';

/** A name as it is compared: no accent, no case, one space for hyphens, apostrophes and runs of spaces. */
export function comparableName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/Œ/g, 'OE')
    .replace(/Æ/g, 'AE')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * The five traits of a civil status as one comparable text: birth name, first names in their order, birth date, birth
 * place (commune code, or the country alone abroad), sex. Two people with the same text are one person.
 */
export function traitsKey(status: Omit<CivilStatus, 'certification'>): string {
  const { birthName, givenNames, birthDate, birthPlace, sex } = status;
  return [
    comparableName(birthName),
    comparableName(givenNames.join(' ')),
    birthDate,
    birthPlace.commune ?? birthPlace.country,
    sex,
  ].join('|');
}

import { type CivilStatus, comparableName, type Exercise } from '../../authorities/index.js';
import type { PartRow } from '../part.js';

/** A typed or written name as words to compare: small letters, no accent, each once. */
export function wordsOf(text: string): string[] {
  return [...new Set(comparableName(text).toLowerCase().split(' '))].filter((word) => word !== '');
}

/** Every word under which a person is found in the register: birth, used and exercise names, first names. */
export function searchWords(rows: readonly PartRow[]): string[] {
  const names = rows.flatMap((row) => {
    if (row.kind === 'civil-status') {
      const { birthName, usedName, givenNames } = row.value as CivilStatus;
      return [birthName, usedName ?? '', ...givenNames];
    }
    if (row.kind !== 'exercise') return [];
    const { name, givenName } = row.value as Exercise;
    return [name, givenName];
  });
  return wordsOf(names.join(' '));
}

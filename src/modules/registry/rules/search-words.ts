import { type CivilStatus, comparableName, type Exercise } from '../../authorities/index.js';
import type { PartRow } from '../part.js';

/** Whether a name is one word without an accent, as nearly every name of a file: only its letters are made small. */
export const isOneWord = (text: string): boolean => /^[A-Za-z]+$/.test(text);

/** A typed or written name as words to compare: small letters, no accent, each once. */
export function wordsOf(text: string): string[] {
  if (isOneWord(text)) return [text.toLowerCase()];
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

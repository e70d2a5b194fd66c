import {
  type CatalogueEntry,
  type Finding,
  findingsOn,
  givenLevel,
} from '../../modules/identity-provider/index.js';
import { LEVEL_WORDS } from './words.js';

export interface Judged extends CatalogueEntry {
  readonly findings: readonly Finding[];
  /** The level given, in words. */
  readonly given: string;
}

/** An entry of the catalogue as the rules of a day (YYYY-MM-DD) judge it. */
export function judged(entry: CatalogueEntry, day: string): Judged {
  const given = givenLevel(entry, day);
  return { ...entry, findings: findingsOn(entry, day), given: given ? LEVEL_WORDS[given] : 'non connu' };
}

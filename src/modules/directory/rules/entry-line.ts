import type { Person } from '../../registry/index.js';
import type { Structure } from '../../structures/index.js';
import type { Entry } from '../entry.js';
import { isPublished } from './current.js';
import { fhirTerms } from './fhir-terms.js';
import { type SearchTerms, searchTerms } from './search-terms.js';
import { settlePlaces } from './settle-places.js';
import { workTerms } from './work-terms.js';

/** An entry as it is written: what is shown, and what it is found by. */
export type EntryLine = Entry & SearchTerms;

/**
 * The entry of a person, whether one person has changed or a whole publication is loaded. In: the person as the register
 * knows him, the structures where he works by id, the day (`YYYY-MM-DD`). Out: the line to write.
 */
export function entryLine(found: Person, places: ReadonlyMap<string, Structure>, on: string): EntryLine {
  const person = settlePlaces(found, places);
  const { idNat, version, origins } = person;
  const search = searchTerms(person, on);
  const terms = [...search.terms, ...workTerms(person, on), ...fhirTerms(person, on)];
  return { idNat, version, origins, published: isPublished(person, on), person, ...search, terms };
}

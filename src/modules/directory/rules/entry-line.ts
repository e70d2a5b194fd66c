import type { Person } from '../../registry/index.js';
import type { Structure } from '../../structures/index.js';
import type { Entry } from '../entry.js';
import { isPublished, publicExercises } from './current.js';
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
  const shown = publicExercises(person, on);
  const { sortName, terms: asked } = searchTerms(person, shown);
  // Each kind of term has prefixes of its own: none comes twice.
  const terms = asked.concat(workTerms(person, shown), fhirTerms(person, shown));
  const published = isPublished(person, shown);
  return { idNat, version, origins, published, person, sortName, terms };
}

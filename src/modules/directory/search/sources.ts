import { sql } from 'kysely';
import type { Source } from './listing.js';

/** Published people; the value holds the person and his mailboxes. */
export const PEOPLE: Source = {
  name: 'people',
  from: sql`directory.entries`,
  id: sql`id_nat`,
  shown: sql<boolean>`published`,
  value: sql`json_build_object('person', person, 'mailboxes', mailboxes)`,
  matching: sql`directory.matching_people`,
  terms: sql`directory.terms_of_people`,
};

/** Structures that are open today. */
export const STRUCTURES: Source = {
  name: 'structures',
  from: sql`structures.published`,
  id: sql`id`,
  shown: sql<boolean>`active`,
  value: sql`data`,
  matching: sql`directory.matching_structures`,
  terms: sql`directory.terms_of_structures`,
};

import { sql } from 'kysely';
import type { Structure } from '../../../structures/index.js';
import { IDENTIFIERS, identifier } from '../resources/vocabulary.js';
import { people, peopleAs } from '../search/people.js';
import type { Candidate } from '../search/run.js';
import type { Source } from '../search/source.js';
import { structures } from '../search/structures.js';
import { restrictedMeta } from './extras.js';
import { restrictedPractitioners } from './practitioner.js';
import { restrictedRoles } from './practitioner-role.js';

type Row<S> = S extends Source<infer R> ? R : never;

/**
 * Everybody of the directory, shown or not, as the restricted door tells them. By terms (names, codes, towns) those are
 * found whom everybody can find; by number, everybody.
 */
export const restrictedPeople: Source<Row<typeof people>> = {
  ...people,
  name: 'restricted_people',
  state: undefined,
  shown: sql`true`,
  candidates: peopleAs((record, kind, on) =>
    kind === 'Practitioner' ? restrictedPractitioners(record, on) : restrictedRoles(record, on),
  ),
};

/** Structures, with the SIRET of a practice, which is often that of a person. */
export const restrictedStructures: Source<Row<typeof structures>> = {
  ...structures,
  name: 'restricted_structures',
  state: undefined,
  candidates: (run, kind, line) =>
    structures.candidates(run, kind, line).map((one) => restrictedStructure(one, line.row.data)),
};

function restrictedStructure(candidate: Candidate, { siret }: Structure): Candidate {
  const { resource } = candidate;
  if (resource.resourceType !== 'Organization') return candidate;
  const known = resource.identifier ?? [];
  const more =
    siret === undefined || known.some(({ value }) => value === siret)
      ? []
      : [identifier('SIRET', IDENTIFIERS.sirene, siret)];
  const told = [...known, ...more];
  return {
    ...candidate,
    resource: {
      ...resource,
      meta: restrictedMeta(resource.meta),
      ...(told.length > 0 && { identifier: told }),
    },
  };
}

import type { MemberRecord } from '../../modules/authorities/index.js';
import type { Person } from '../../modules/registry/index.js';
import type { Structure } from '../../modules/structures/index.js';
import { openNation } from './nation.js';

const UNCHANGED = { moved: 0, renamed: 0, contacts: 0, skilled: 0 };

/** Someone as the register would know them, and the places where they work. */
export interface Placed {
  readonly person: Person;
  readonly places: ReadonlyMap<string, Structure>;
}

/** The people of an invented nation, without the way through the files: to fill a directory. In: the seed, how many. */
export function* directoryPeople(seed: number, size: number): Generator<Placed> {
  const nation = openNation(seed, size);
  for (let rank = 0; rank < size; rank += 1) {
    const { idType, number, files } = nation.citizen(rank, UNCHANGED);
    const exercises = files.flatMap(({ authority, record }) => exercisesOf(authority, record.exercises));
    const ids = exercises.flatMap(({ activities }) => activities.flatMap(({ structure }) => structure ?? []));
    const places = new Map(ids.flatMap((id) => pairOf(id, nation.estate.structure(id))));
    const person: Person = {
      idNat: idType + number,
      ...(idType === '8' && { rpps: number }),
      state: 'active',
      version: 1,
      origins: {},
      otherIds: [],
      exercises,
      diplomas: [],
      authorisations: [],
    };
    yield { person, places };
  }
}

/** Establishments of such a nation. In: the seed, about how many. */
export function* directoryStructures(seed: number, size: number): Generator<Structure> {
  const { establishments } = openNation(seed, 1, size).estate;
  for (let rank = 0; rank < establishments.size; rank += 1) yield establishments.site(rank);
}

const pairOf = (id: string, found: Structure | undefined): [string, Structure][] =>
  found ? [[id, found]] : [];

function exercisesOf(authority: string, exercises: MemberRecord['exercises']): Person['exercises'] {
  return exercises.map((exercise) => ({
    ...exercise,
    key: `${authority}/${exercise.profession}-${exercise.category}`,
    provenance: {
      authority,
      validFrom: '2026-01-05',
      recordedAt: '2026-01-05T02:45:00.000Z',
      act: 'bench',
    },
  }));
}

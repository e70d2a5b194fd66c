import type { Person } from '../../registry/index.js';
import type { Structure } from '../../structures/index.js';
import type { EntryPerson } from '../entry.js';

/** The ids of the structures where some people work, each once. */
export function structureIdsOf(people: Iterable<Person>): string[] {
  const ids = [...people].flatMap((person) =>
    person.exercises.flatMap((exercise) => exercise.activities.flatMap(({ structure }) => structure ?? [])),
  );
  return [...new Set(ids)];
}

/** A person of the register with, in each activity, a copy of the structure where it takes place. */
export function settlePlaces(person: Person, places: ReadonlyMap<string, Structure>): EntryPerson {
  return {
    ...person,
    exercises: person.exercises.map((exercise) => ({
      ...exercise,
      activities: exercise.activities.map((activity) => {
        const place = activity.structure === undefined ? undefined : places.get(activity.structure);
        return place ? { ...activity, place } : activity;
      }),
    })),
  };
}

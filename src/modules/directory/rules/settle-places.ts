import type { Person } from '../../registry/index.js';
import type { Structure } from '../../structures/index.js';
import type { EntryPerson } from '../entry.js';

/** The ids of the structures where some people work, each once. */
export function structureIdsOf(people: Iterable<Person>): string[] {
  const ids = new Set<string>();
  for (const { exercises } of people)
    for (const { activities } of exercises)
      for (const { structure } of activities) if (structure !== undefined) ids.add(structure);
  return [...ids];
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

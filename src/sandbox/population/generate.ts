import type { Structure } from '../../modules/structures/index.js';
import { CivilStatuses } from './civil-status.js';
import type { FictitiousMember } from './member.js';
import { PERSONAS } from './more-personas.js';
import { otherPeople } from './other-identifiers.js';
import { person } from './people.js';
import { personaMembers } from './persona-members.js';
import { quotas } from './quotas.js';
import { Random } from './random.js';
import { openEstate } from './structures.js';
import { openPlaces } from './towns.js';

/** An invented population: the places, then the people in the order in which they are registered. */
export interface Population {
  readonly structures: readonly Structure[];
  readonly members: readonly FictitiousMember[];
}

const SEED = 20_240_612;
/** Mobile numbers and mails of personas take the ranks below. */
const FIRST_RANK = 100;

/** One person in seventy has no RPPS number, so that each kind of identifier is met in a small population too. */
const otherCount = (size: number): number => Math.max(12, Math.round(size / 70));

/**
 * Invents a population, the same at each call.
 * In: how many people, personas included (all of them even when fewer are wanted). Out: structures and members;
 * every name, number and address is invented, only the communes are real.
 */
export function generatePopulation(size: number): Population {
  const random = new Random(SEED);
  const places = openPlaces();
  const estate = openEstate();
  const world = { random, places, estate, statuses: new CivilStatuses(places) };
  const personas = personaMembers(world);
  // The personas come first and are the same whatever the size.
  estate.fill(random, places, size);
  const left = Math.max(0, size - PERSONAS.length);
  const others = Math.min(left, otherCount(size));
  const posts = random.shuffle(quotas(left - others));
  const people = posts.map((post, i) => person(world, post, FIRST_RANK + i));
  const practices = [...personas, ...people]
    .filter((one) => one.authority !== 'ENREG' && !one.idNat)
    .flatMap((one) => one.record.exercises[0]?.activities[0]?.structure ?? [])
    .filter((id) => id.startsWith('R'));
  const staff = otherPeople(world, others, FIRST_RANK + people.length, practices);
  return { structures: estate.all, members: [...personas, ...people, ...staff] };
}

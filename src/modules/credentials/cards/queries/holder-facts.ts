import type { Ctx } from '../../../../platform/context.js';
import { profession } from '../../../nomenclatures/index.js';
import { type Person, type PersonExercise, persons } from '../../../registry/index.js';
import type { HolderFacts, Population } from '../rules/who-gets-which.js';

/** Somebody whom the register knows, in one of his exercises. */
export interface KnownHolder {
  readonly person: Person;
  readonly exercise: PersonExercise | undefined;
  readonly facts: HolderFacts;
}

/** People as far as cards go, by national identifier; those whom the register does not know, or closed, are absent. */
export async function knownHolders(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  idNats: readonly string[],
): Promise<Map<string, KnownHolder[]>> {
  const found = await persons(ctx, idNats);
  const open = [...found].filter(([, person]) => person.state === 'active');
  return new Map(open.map(([idNat, person]) => [idNat, factsOf(person)]));
}

/** One per exercise: a card goes with an exercise, so that two professions give two cards (MOS, CarteProfessionnel). */
function factsOf(person: Person): KnownHolder[] {
  if (person.exercises.length === 0)
    return [{ person, exercise: undefined, facts: { population: 'none', liberal: false } }];
  return person.exercises.map((exercise) => ({
    person,
    exercise,
    facts: {
      population: populationOf(person, exercise),
      profession: exercise.profession,
      liberal: exercise.activities.some(({ mode }) => mode === 'L'),
    },
  }));
}

function populationOf(person: Person, { profession: code, category }: PersonExercise): Population {
  const known = profession(code, category);
  // Staff whom only a structure numbers have no number of the register: see TRE_G08.
  if (!known || /^[1-6]/.test(person.idNat)) return 'none';
  if (known.population === 'role') return 'role';
  return category === 'M' ? 'armed-forces' : known.population;
}

/** What is known of somebody whom the register does not know: only a structure does. */
export const UNKNOWN: HolderFacts = { population: 'none', liberal: false };

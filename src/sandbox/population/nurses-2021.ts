import { sql } from 'kysely';
import { upsertStructures } from '../../modules/structures/index.js';
import { today } from '../../platform/clock.js';
import { as, type Ctx, transaction } from '../../platform/context.js';
import { rows } from '../../platform/db/connection.js';
import { settled } from '../../platform/jobs.js';
import { createCard } from '../cards.js';
import { notAfter } from './earlier.js';
import type { FictitiousMember } from './member.js';
import { byRulesOf, worldOf } from './on-demand.js';
import { adeliNumber } from './other-identifiers.js';
import { person, type World } from './people.js';
import { register } from './register.js';
import { agencyOf } from './towns.js';

/** Nurses alike in what decided, in January 2021, by which way they activated an e-CPS. */
export interface NurseKind {
  readonly card: boolean;
  readonly enrolled: boolean;
  readonly mode: 'L' | 'S';
}

/**
 * Thousands of nurses of each kind, of 700 in all. Named by the chain of January 2021: 120 liberal and 60 salaried card
 * holders at the ordre, the latter half of their kind, and over 200 at the ordre without a card. Ours: 6 liberal holders
 * outside the ordre («almost all» are in it), and the rest.
 */
const THOUSANDS: readonly (readonly [NurseKind, number])[] = [
  [{ card: true, enrolled: true, mode: 'L' }, 120],
  [{ card: true, enrolled: false, mode: 'L' }, 6],
  [{ card: true, enrolled: true, mode: 'S' }, 60],
  [{ card: true, enrolled: false, mode: 'S' }, 60],
  [{ card: false, enrolled: true, mode: 'S' }, 200],
  [{ card: false, enrolled: false, mode: 'S' }, 254],
];
const ALL = 700;

/** That many nurses in these proportions, the largest remainders served first; always the same for a number. */
export function nurses2021(total: number): NurseKind[] {
  const shares = THOUSANDS.map(([kind, thousands]) => ({ kind, exact: (total * thousands) / ALL }));
  const whole = shares.map(({ exact }) => Math.floor(exact));
  const left = total - whole.reduce((sum, n) => sum + n, 0);
  const byRemainder = shares
    .map(({ exact }, i) => ({ i, rest: exact - Math.floor(exact) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of byRemainder.slice(0, left)) whole[i] = (whole[i] ?? 0) + 1;
  return shares.flatMap(({ kind }, i) => Array.from({ length: whole[i] ?? 0 }, () => kind));
}

/**
 * Has that many nurses registered, by the ordre or by their agency under ADELI, and gives cards to holders. Out: their numbers.
 * @throws a refusal before the ordre registers nurses, on 28 October 2021
 */
export async function makeNurses(
  ctx: Ctx,
  total: number,
): Promise<(NurseKind & { readonly idNat: string })[]> {
  const kinds = nurses2021(total);
  const ranks = await rows(
    ctx.db,
    sql<{
      rank: string;
    }>`select nextval('sandbox.people_on_demand') as rank from generate_series(1, ${total})`,
  );
  const first = Number(ranks[0]?.rank);
  const world = worldOf(first);
  const day = today(ctx.clock);
  const members = kinds.map((kind, i) => notAfter(nurse(world, kind, first + i), day));
  const registering = transaction(as(ctx, 'system'), async (tx) => {
    await upsertStructures(tx, world.estate.all);
    return register(tx, members);
  });
  const numbers = await byRulesOf(day, registering);
  await settled(ctx.db, 60_000);
  const made = kinds.map((kind, i) => ({ ...kind, idNat: numbers[i] ?? '' }));
  for (const { card, idNat } of made) if (card) await createCard(ctx, { idNat });
  return made;
}

function nurse(world: World, kind: NurseKind, rank: number): FictitiousMember {
  const drawn = person(world, { profession: '60', category: 'C' }, rank);
  const town = world.places.town(world.random);
  return {
    ...drawn,
    authority: kind.enrolled ? 'ONI' : agencyOf(town),
    record: { ...drawn.record, exercises: drawn.record.exercises.map((one) => working(one, kind)) },
    ...(!kind.enrolled && { idNat: `0${adeliNumber(town, '60', rank)}` }),
  };
}

type Exercise = FictitiousMember['record']['exercises'][number];

const working = (exercise: Exercise, { mode }: NurseKind): Exercise => ({
  ...exercise,
  category: 'C',
  activities: exercise.activities.slice(0, 1).map((activity) => ({ ...activity, mode })),
});

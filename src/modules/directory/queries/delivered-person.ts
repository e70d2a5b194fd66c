import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import type { EntryPerson } from '../entry.js';
import type { PublicExercise, PublicPerson } from '../public-person.js';
import { currentExercises } from '../rules/current.js';
import { isDelivered, type Profile } from '../rules/deliveries.js';
import { publicPerson } from './public-person.js';
import { restrictedPerson } from './restricted-person.js';

/** A person as a delivery gives him to everybody: the first one has the exercises alone. */
export type DeliveredPerson = Pick<PublicPerson, 'idNat' | 'rpps'> & {
  readonly exercises: readonly PublicExercise[];
} & Partial<Omit<PublicPerson, 'exercises'>>;

/** What only a program that may read restricted data gets besides. */
export interface Complement {
  readonly civilStatus?: EntryPerson['civilStatus'];
  readonly correspondence?: EntryPerson['correspondence'];
  readonly otherIds: readonly string[];
  /** The exercises of today, with their dates and the registration at the ordre. */
  readonly exercises: readonly Pick<
    EntryPerson['exercises'][number],
    'profession' | 'category' | 'from' | 'to' | 'registration'
  >[];
}

/** The public part of a published person in a delivery; undefined for anybody that it does not tell. */
export async function deliveredPerson(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  idNat: string,
  profile: Profile,
): Promise<DeliveredPerson | undefined> {
  const person = await publicPerson(ctx, idNat);
  if (!person || profile === 'V1') return person;
  const exercises = person.exercises.filter((one) => isDelivered(profile, one.profession.code));
  if (exercises.length === 0) return undefined;
  return { idNat, ...(person.rpps !== undefined && { rpps: person.rpps }), exercises };
}

/** The complementary data of a person. The caller has checked the right; the look is journaled. */
export async function complementOf(ctx: Ctx, idNat: string): Promise<Complement | undefined> {
  const entry = await restrictedPerson(ctx, idNat, 'programme habilité : requête unitaire');
  if (!entry) return undefined;
  const { civilStatus, correspondence, otherIds } = entry.person;
  return {
    ...(civilStatus && { civilStatus }),
    ...(correspondence && { correspondence }),
    otherIds,
    exercises: currentExercises(entry.person, today(ctx.clock)).map(
      ({ profession, category, from, to, registration }) => ({
        ...{ profession, category },
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        ...(registration && { registration }),
      }),
    ),
  };
}

import type { MemberRecord } from '../../modules/authorities/index.js';
import { profession } from '../../modules/nomenclatures/index.js';
import { civilStatus } from '../population/civil-status.js';
import { person, type World } from '../population/people.js';
import type { Post } from '../population/quotas.js';
import type { Random } from '../population/random.js';
import { openPlaces, type Places } from '../population/towns.js';
import { afterChanges } from './changes.js';
import type { Changes } from './churn.js';
import { drawsFor, PURPOSE } from './draws.js';
import { type NationalEstate, openNationalEstate } from './estate.js';
import { structuresFor } from './landscape.js';
import { birthNames } from './names.js';
import { adeliOf, rppsOf } from './numbers.js';
import { postsOf } from './posts.js';

/** Someone as the directory publishes them: one number, and what each authority says. */
export interface Citizen {
  /** TRE_G08, then the number without it. */
  readonly idType: string;
  readonly number: string;
  /** The ADELI number that the RPPS number replaced. */
  readonly formerAdeli?: string;
  readonly files: readonly { readonly authority: string; readonly record: MemberRecord }[];
}

/** A nation that is never held in memory: each person is drawn again whenever asked. */
export interface Nation {
  readonly seed: number;
  readonly size: number;
  readonly estate: NationalEstate;
  /** The world of someone's draws. */
  world(random: Random): World;
  /** The person of a rank, with what changed for them. Their practices can be asked until the next person. */
  citizen(rank: number, changes: Changes): Citizen;
}

/** One person in eighty of the professions that ADELI knew was never moved to the RPPS. */
const LEFT_IN_ADELI = 1 / 80;

/** Opens the nation of a seed. In: the seed (32 bits), how many people it has on the first day, how many structures. */
export function openNation(seed: number, size: number, structures = structuresFor(size)): Nation {
  const places = wholeCountry(openPlaces());
  const estate = openNationalEstate(seed, places, structures);
  const postOf = postsOf(seed);
  const homonyms = Math.max(20, Math.round(size / 100));
  const statuses: World['statuses'] = {
    draw(random, years, state) {
      // One person in sixty bears names that others are likely to bear too.
      const from = random.chance(1 / 60)
        ? drawsFor(seed, PURPOSE.names, random.between(1, homonyms))
        : random;
      return civilStatus(random, places, birthNames(from), years, state);
    },
  };
  const world = (random: Random): World => ({ random, places, estate, statuses });
  return {
    seed,
    size,
    estate,
    world,
    citizen(rank, changes) {
      estate.begin(rank);
      const post = postOf(rank);
      const drawn = person(world(drawsFor(seed, PURPOSE.person, rank)), post, rank);
      const member = afterChanges({ seed, estate, world }, drawn, post, rank, changes);
      const first = { authority: member.authority, record: member.record };
      if (isLeftInAdeli(seed, rank, post, member.authority, changes)) return inAdeli(rank, first);
      const number = rppsOf(rank);
      const files = member.also ? [first, member.also] : [first];
      return wasInAdeli(post, member.authority, member.since)
        ? { idType: '8', number, formerAdeli: adeliOf(rank), files }
        : { idType: '8', number, files };
    },
  };
}

/** Towns with a hospital most often, one time in seven any commune, so that no département is left out. */
function wholeCountry(places: Places): Places {
  return {
    ...places,
    town: (random) => (random.chance(1 / 7) ? places.anywhere(random) : places.town(random)),
  };
}

/** Any change of someone who was left behind is their move to the RPPS. */
function isLeftInAdeli(seed: number, rank: number, post: Post, authority: string, changes: Changes): boolean {
  if (!registerSince(post) || authority === 'SSA') return false;
  if (changes.moved + changes.renamed + changes.contacts + changes.skilled > 0) return false;
  return drawsFor(seed, PURPOSE.adeli, rank).chance(LEFT_IN_ADELI);
}

function inAdeli(rank: number, { authority, record }: Citizen['files'][number]): Citizen {
  const exercises = record.exercises.slice(0, 1).map((exercise) => ({ ...exercise, skills: [] }));
  return { idType: '0', number: adeliOf(rank), files: [{ authority, record: { ...record, exercises } }] };
}

function wasInAdeli(post: Post, authority: string, since: string): boolean {
  const opened = registerSince(post);
  return opened !== undefined && authority !== 'SSA' && since < opened;
}

const REGISTER_SINCE = new Map<string, string | undefined>();

/** The day on which the RPPS took in a profession that ADELI knew (nurses 2021, regional agencies 2023 and 2024). */
function registerSince({ profession: code, category }: Post): string | undefined {
  if (category !== 'C') return undefined;
  if (!REGISTER_SINCE.has(code)) {
    const since = profession(code)?.inRegisterSince ?? '';
    REGISTER_SINCE.set(code, since > '2021' ? since : undefined);
  }
  return REGISTER_SINCE.get(code);
}

import type { Commune } from '../../modules/nomenclatures/index.js';
import { correspondence } from './civil-status.js';
import type { FictitiousMember } from './member.js';
import { person, roleIn, type World } from './people.js';
import type { Kind } from './structures.js';
import { agencyOf } from './towns.js';

/** How the people who have no RPPS number are known: ADELI, or a register number within a structure. */
const KINDS = ['adeli', 'finess', 'siren', 'siret', 'cabinet-adeli', 'cabinet-rpps'] as const;
type Kinds = (typeof KINDS)[number];

const ADELI_PROFESSIONS = ['60', '93'] as const;

/** An invented ADELI number: département, profession, then 9 and a rank. */
export function adeliNumber(town: Commune, profession: string, rank: number): string {
  const department = town.departement.slice(0, 2);
  return `${department}${profession}9${String(rank).padStart(4, '0')}`;
}

/**
 * People with each of the identifiers other than an RPPS number, in equal numbers.
 * In: how many in all, the rank of the first, the practices of people who will have an RPPS number.
 */
export function otherPeople(
  world: World,
  many: number,
  firstRank: number,
  practices: readonly string[],
): FictitiousMember[] {
  return Array.from({ length: many }, (_, i) => {
    const rank = firstRank + i;
    const kind = KINDS[i % KINDS.length] ?? 'adeli';
    return kind === 'adeli' ? adeliPerson(world, rank) : staff(world, kind, rank, practices);
  });
}

/** Someone whom ADELI knows and no ordre does, kept by the agency of the region. */
export function adeliPerson(
  world: World,
  rank: number,
  profession: (typeof ADELI_PROFESSIONS)[number] = ADELI_PROFESSIONS[rank % 12 < 6 ? 0 : 1],
): FictitiousMember {
  const drawn = person(world, { profession, category: 'C' }, rank);
  const town = world.places.named(drawn.record.correspondence.address?.commune ?? '');
  const exercises = drawn.record.exercises.map(({ registration: _, ...exercise }) => ({
    ...exercise,
    category: 'C',
    skills: [],
  }));
  return {
    authority: agencyOf(town),
    record: { ...drawn.record, exercises: exercises.slice(0, 1) },
    since: drawn.since,
    idNat: `0${adeliNumber(town, profession, rank)}`,
  };
}

/** An employee with a card of the structure and no number of their own. */
export function staff(
  world: World,
  kind: Exclude<Kinds, 'adeli'>,
  rank: number,
  practices: readonly string[],
): FictitiousMember {
  const { random, places, statuses } = world;
  const town = places.town(random);
  const status = statuses.draw(random, [1962, 2000], 'NC');
  const since = random.date(2015, 2025);
  const { structure, identity } = employer(world, kind, town, rank, practices);
  const names = { name: status.usedName ?? status.birthName, givenName: status.givenNames[0] ?? '' };
  return {
    authority: 'ENREG',
    record: {
      civilStatus: status,
      exercises: [roleIn(structure, { role: '365', genre: 'GENR09', from: since, ...names })],
      diplomas: [],
      authorisations: [],
      correspondence: correspondence(random, status, rank, 'ENREG', town),
    },
    since,
    ...identity,
  };
}

function employer(world: World, kind: string, town: Commune, rank: number, practices: readonly string[]) {
  const { random, estate } = world;
  const register = `A${String(rank).padStart(5, '0')}`;
  if (kind === 'cabinet-rpps') {
    const practice = random.pick(practices);
    return { structure: { id: practice }, identity: { staffOf: { practice, register } } };
  }
  if (kind === 'cabinet-adeli') {
    const number = `${adeliNumber(town, '93', rank)}01`;
    const structure = estate.practice(random, town, 'DE PSYCHOLOGIE', 'SA07', `0${number}`);
    return { structure, identity: { idNat: `1${number}/${register}` } };
  }
  const at: Kind = kind === 'siret' ? 'pharmacy' : 'hospital';
  const structure = estate.near(random, at, town.departement);
  const number = {
    finess: `3${structure.finess}`,
    siren: `4${structure.siren}`,
    siret: `5${structure.siret}`,
  }[kind as 'finess' | 'siren' | 'siret'];
  return { structure, identity: { idNat: `${number}/${register}` } };
}

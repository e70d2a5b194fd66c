import type { Activity, CivilStatus, Exercise, MemberRecord } from '../../modules/authorities/index.js';
import type { Commune } from '../../modules/nomenclatures/index.js';
import { type CivilStatuses, correspondence } from './civil-status.js';
import { type FictitiousMember, ORDRE } from './member.js';
import type { Post } from './quotas.js';
import type { Random } from './random.js';
import { activityIn, ROLES, type Setting, settingOf } from './settings.js';
import { SECTOR, type Workplaces } from './structures.js';
import { authorisationsOf, diplomasOf, exerciseCivility, skillsOf } from './titles.js';
import { agencyOf, type Places } from './towns.js';

/** Everything that people are drawn from. */
export interface World {
  readonly random: Random;
  readonly places: Places;
  readonly estate: Workplaces;
  readonly statuses: Pick<CivilStatuses, 'draw'>;
}

/** Professions whose people may also belong to the health service of the armed forces here. */
const MILITARY: Readonly<Record<string, number>> = { '10': 0.015, '21': 0.01, '60': 0.008, '40': 0.01 };

/** Draws the person that holds a post. In: the world, the post, the rank, which makes contacts unique. */
export function person(world: World, post: Post, rank: number): FictitiousMember {
  const { random, places } = world;
  const town = places.town(random);
  const military =
    post.category === 'M' || (post.category === 'C' && random.chance(MILITARY[post.profession] ?? 0));
  const category = military ? 'M' : post.category;
  const authority = military ? 'SSA' : authorityOf(post, town);
  const status = world.statuses.draw(random, birthYears(category), certification(random, authority));
  const since = sinceOf(random, status, category);
  const exercises =
    post.profession === '99'
      ? [roleExercise(world, status, town, since)]
      : exercisesOf(world, status, { profession: post.profession, category, town, since });
  const record: MemberRecord = {
    civilStatus: status,
    exercises,
    diplomas: diplomasOf(random, post.profession, category, since),
    authorisations: authorisationsOf(random, post.profession, category, since),
    correspondence: correspondence(random, status, rank, authority, town),
  };
  const pharmacist = post.profession === '10' && category === 'C' && random.chance(0.01);
  return pharmacist
    ? { authority, record, since, also: secondAuthority(world, record, town, since) }
    : { authority, record, since };
}

function authorityOf(post: Post, town: Commune): string {
  if (post.profession === '99') return 'ENREG';
  return ORDRE[post.profession] ?? agencyOf(town);
}

const birthYears = (category: string): readonly [number, number] =>
  category === 'E' ? [1997, 2003] : [1958, 1996];

/** Most civil statuses are certified; people who registered themselves came through FranceConnect. */
function certification(random: Random, authority: string): string {
  if (authority === 'ENREG') return random.chance(0.8) ? 'FC' : 'NC';
  return random.chance(0.97) ? 'C' : 'NC';
}

/** Nobody starts before 25 (22 for a student), nor after 2025. */
function sinceOf(random: Random, status: CivilStatus, category: string): string {
  const birth = Number(status.birthDate.slice(0, 4));
  const first = birth + (category === 'E' ? 21 : 25);
  return random.date(Math.min(first, 2024), Math.min(2025, Math.max(first, 2024)));
}

interface Career {
  readonly profession: string;
  readonly category: string;
  readonly town: Commune;
  readonly since: string;
}

/** The name under which someone works: usually the used name and the first given name. */
function workName(random: Random, status: CivilStatus): { name: string; givenName: string } {
  const keepsBirthName = status.usedName !== undefined && random.chance(0.4);
  return {
    name: keepsBirthName ? status.birthName : (status.usedName ?? status.birthName),
    givenName: status.givenNames[random.chance(0.04) ? status.givenNames.length - 1 : 0] ?? '',
  };
}

function exercisesOf(world: World, status: CivilStatus, career: Career): Exercise[] {
  const { random } = world;
  const first = exercise(world, status, career);
  // Psychologists often hold the title of psychotherapist too: the same agency registers both.
  const second = career.profession === '93' && random.chance(0.1);
  return second ? [first, { ...first, profession: '72', skills: [] }] : [first];
}

function exercise(world: World, status: CivilStatus, career: Career): Exercise {
  const { random } = world;
  const { profession, category, since } = career;
  const civility = exerciseCivility(random, profession, category);
  const { name, givenName } = workName(random, status);
  const registration = profession in ORDRE && category === 'C' ? registrationOf(random, career) : undefined;
  const skills = skillsOf(random, profession, category, since);
  const drawn = {
    profession,
    category,
    name,
    givenName,
    from: since,
    skills,
    activities: activities(world, status, career),
  };
  if (civility && registration) return { ...drawn, civility, registration };
  if (registration) return { ...drawn, registration };
  return civility ? { ...drawn, civility } : drawn;
}

function registrationOf(random: Random, { town: { departement }, since }: Career) {
  return { number: `${departement}/${random.between(10_000, 99_999)}`, departement, status: 'D', since };
}

function activities(world: World, status: CivilStatus, career: Career): Activity[] {
  const { random } = world;
  const first = settings(random, career);
  const second = career.category === 'C' && random.chance(0.14) ? settings(random, career) : undefined;
  const one = activityIn(first, place(world, status, career.town, first), 'a1', career.since);
  if (!second) return [one];
  const other = activityIn(second, place(world, status, career.town, second), 'a2', career.since);
  // In a town with one hospital both may be the same: a file has one line for it.
  return isSameSituation(one, other) ? [one] : [one, other];
}

const isSameSituation = (one: Activity, other: Activity): boolean =>
  one.structure === other.structure &&
  one.mode === other.mode &&
  one.function === other.function &&
  one.pharmacistSection === other.pharmacistSection;

function settings(random: Random, career: Career): Setting {
  if (career.category === 'M') return { at: 'military', mode: 'S', fonction: 'FON-33' };
  if (career.category === 'E') return { at: 'hospital', mode: 'S', fonction: 'FON-48' };
  return settingOf(random, career.profession);
}

function place(world: World, status: CivilStatus, town: Commune, setting: Setting) {
  const { random, places, estate } = world;
  if (setting.at !== 'practice') return estate.near(random, setting.at, town.departement);
  const sector = setting.fonction === 'FON-02' ? SECTOR.company : SECTOR.alone;
  return estate.practice(random, places.near(random, town), status.usedName ?? status.birthName, sector);
}

function roleExercise(world: World, status: CivilStatus, town: Commune, since: string): Exercise {
  const { random, estate } = world;
  const { role, at, genre } = random.weighted(ROLES);
  const structure = estate.near(random, at, town.departement);
  return roleIn(structure, { role, genre, from: since, ...workName(random, status) });
}

/** An exercise of someone known by their role. In: the employer, the role (TRE_R85), the names of use. */
export function roleIn(
  structure: { readonly id: string; readonly sector?: string },
  of: { role: string; genre: string; from: string; name: string; givenName: string },
): Exercise {
  const { role, genre, from, name, givenName } = of;
  return {
    profession: '99',
    category: 'C',
    name,
    givenName,
    from,
    skills: [],
    activities: [
      {
        key: 'a1',
        mode: 'S',
        genre,
        role,
        structure: structure.id,
        from,
        ...(structure.sector ? { sector: structure.sector } : {}),
      },
    ],
  };
}

/** A doctor who is a pharmacist as well: another ordre, the same traits. */
function secondAuthority(world: World, first: MemberRecord, town: Commune, since: string) {
  const career: Career = { profession: '21', category: 'C', town, since };
  return {
    authority: 'CNOP',
    record: {
      ...first,
      exercises: [exercise(world, first.civilStatus, career)],
      diplomas: diplomasOf(world.random, '21', 'C', since),
      authorisations: [],
    },
  };
}

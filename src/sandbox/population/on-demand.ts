import { sql } from 'kysely';
import { upsertStructures } from '../../modules/structures/index.js';
import { today } from '../../platform/clock.js';
import { as, type Ctx, transaction } from '../../platform/context.js';
import { one } from '../../platform/db/connection.js';
import { Refusal } from '../../platform/errors.js';
import { settled } from '../../platform/jobs.js';
import { formatDate } from '../../ui/index.js';
import { CivilStatuses, mobile } from './civil-status.js';
import { notAfter } from './earlier.js';
import type { FictitiousMember } from './member.js';
import { adeliPerson, otherPeople, staff } from './other-identifiers.js';
import { type MadeIdentity, makeOwnIdentity } from './own-identities.js';
import { person, type World } from './people.js';
import { Random } from './random.js';
import { register } from './register.js';
import { type Estate, openEstate } from './structures.js';
import { openPlaces } from './towns.js';

/** Who can be asked for: one kind for every identifier of Pro Santé Connect, and for every population of prefix 8. */
export const DEMANDS = {
  doctor: '8, médecin',
  pharmacist: '8, pharmacien',
  dentist: '8, chirurgien-dentiste',
  midwife: '8, sage-femme',
  nurse: '8, infirmier',
  physiotherapist: '8, masseur-kinésithérapeute',
  podiatrist: '8, pédicure-podologue',
  psychologist: '8, psychologue (ARS)',
  intern: '8, interne en médecine',
  'pharmacy-intern': '8, interne en pharmacie',
  'dentistry-intern': '8, interne en odontologie',
  'midwifery-student': '8, étudiant en maïeutique',
  military: '8, médecin des armées (SSA)',
  'military-nurse': '8, infirmier des armées (SSA)',
  role: '8, professionnel à rôle (RPPS+)',
  adeli: '0, professionnel connu d’ADELI',
  'adeli-nurse': '0, infirmier encore connu d’ADELI seulement',
  'adeli-practice-staff': '1, employé d’un cabinet ADELI',
  'finess-staff': '3, employé d’un établissement (FINESS)',
  'siren-staff': '4, employé d’une entité (SIREN)',
  'siret-staff': '5, employé d’une structure (SIRET)',
  'rpps-practice-staff': '6, employé d’un cabinet RPPS',
  psi: 'UUID, connu de Pro Santé Connect avant tout registre (PSI)',
  edit: 'ANS, identité d’essai d’un intégrateur (EDIT)',
} as const;
export type Demand = keyof typeof DEMANDS;

/** Prefixes that ended, and who to ask for instead (TRE_G08). */
export const ENDED_DEMANDS = {
  'drass-number':
    'Le préfixe 2 (n° DRASS) a pris fin le 29 mai 2020 : les internes ont un numéro RPPS (intern).',
  'student-number':
    'Le préfixe 9 (n° d’étudiant) a pris fin le 29 mai 2020 : demandez pharmacy-intern, qui a un numéro RPPS.',
} as const;
export type AnyDemand = Demand | keyof typeof ENDED_DEMANDS;

const isEnded = (demand: AnyDemand): demand is keyof typeof ENDED_DEMANDS => demand in ENDED_DEMANDS;

const POSTS: Partial<Record<Demand, Parameters<typeof person>[1]>> = {
  doctor: { profession: '10', category: 'C' },
  pharmacist: { profession: '21', category: 'C' },
  dentist: { profession: '40', category: 'C' },
  midwife: { profession: '50', category: 'C' },
  nurse: { profession: '60', category: 'C' },
  physiotherapist: { profession: '70', category: 'C' },
  podiatrist: { profession: '80', category: 'C' },
  psychologist: { profession: '93', category: 'C' },
  intern: { profession: '10', category: 'E' },
  'pharmacy-intern': { profession: '21', category: 'E' },
  'dentistry-intern': { profession: '40', category: 'E' },
  'midwifery-student': { profession: '50', category: 'E' },
  military: { profession: '10', category: 'M' },
  'military-nurse': { profession: '60', category: 'M' },
  role: { profession: '99', category: 'C' },
};

const EMPLOYERS: Partial<Record<Demand, Parameters<typeof staff>[1]>> = {
  'adeli-practice-staff': 'cabinet-adeli',
  'finess-staff': 'finess',
  'siren-staff': 'siren',
  'siret-staff': 'siret',
  'rpps-practice-staff': 'cabinet-rpps',
};

/** The establishments of people on demand: always the same ones, apart from those of the first population. */
const ESTABLISHMENTS = 9000;
const ESTABLISHMENTS_SEED = 7;
/** Each rank has numbers of practices of its own. */
const PRACTICES = { from: 1_000_000, each: 10 };

const refused = (code: string, message: string) =>
  new Refusal({ code: `sandbox.${code}`, status: 422, message, fields: [{ field: 'kind', code, message }] });

/**
 * Waits for registrations at the date of the clock. Professions and codes have their days: whom the rules of a date of the
 * past do not know is refused in words that say so.
 */
export async function byRulesOf<T>(day: string, registering: Promise<T>): Promise<T> {
  try {
    return await registering;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'authorities.invalid-record') throw error;
    const why = [...new Set(error.fields.map(({ message }) => message))].join(' ');
    throw refused(
      'not-on-that-day',
      `Aux règles du ${formatDate(day)}, jour de l’horloge du bac à sable, cette sorte de personne ne s’inscrit pas : ${why}`,
    );
  }
}

/**
 * Makes one person of a kind, with mail and mobile. When it returns the whole chain knows them: an e-CPS or a card may
 * follow at once. In: the kind; for `edit`, an answer of userinfo in the national format that the person is to give.
 * @throws a refusal for a kind that ended or that the rules of the day do not know, for `userinfo` with another kind, or where it is none
 */
export async function personAsked(
  ctx: Ctx,
  { kind, userinfo }: { readonly kind: AnyDemand; readonly userinfo?: unknown },
): Promise<{ readonly idNat: string } | MadeIdentity> {
  if (isEnded(kind)) throw refused('ended-kind', ENDED_DEMANDS[kind]);
  if (userinfo !== undefined && kind !== 'edit')
    throw refused('no-userinfo', 'Seule une identité d’essai (edit) dit ce que dit une réponse de userinfo.');
  const found = await one(ctx.db, sql<{ rank: string }>`select nextval('sandbox.people_on_demand') as rank`);
  const rank = Number(found?.rank);
  const world = worldOf(rank);
  if (kind === 'psi' || kind === 'edit') return makeOwnIdentity(ctx, kind, { world, rank, userinfo });
  return { idNat: await registered(ctx, world, kind, rank) };
}

/** Has them registered by their authority, and waits for the last hop. Out: the national identifier. */
async function registered(
  ctx: Ctx,
  world: ReturnType<typeof worldOf>,
  demand: Demand,
  rank: number,
): Promise<string> {
  const day = today(ctx.clock);
  const members = membersOf(world, demand, rank).map((member) => reachable(notAfter(member, day), rank));
  const registering = transaction(as(ctx, 'system'), async (tx) => {
    await upsertStructures(tx, world.estate.all);
    const numbers = [];
    // The staff of a practice come once the practice has the number of its holder.
    for (const member of members) numbers.push(...(await register(tx, [member])));
    return numbers.at(-1) ?? '';
  });
  const idNat = await byRulesOf(day, registering);
  await settled(ctx.db);
  return idNat;
}

/** The world in which somebody of that rank is invented; each rank has practices of its own. */
export function worldOf(rank: number): World & { readonly estate: Estate } {
  const places = openPlaces();
  const practices = PRACTICES.from + rank * PRACTICES.each;
  const estate = openEstate({ establishments: ESTABLISHMENTS, practices });
  estate.fill(new Random(ESTABLISHMENTS_SEED), places, 1);
  return { random: new Random(rank), places, estate, statuses: new CivilStatuses(places) };
}

function membersOf(world: World, demand: Demand, rank: number): FictitiousMember[] {
  const post = POSTS[demand];
  if (post) return [single(person(world, post, rank))];
  if (demand === 'adeli-nurse') return [adeliPerson(world, rank, '60')];
  const employer = EMPLOYERS[demand];
  if (!employer) return otherPeople(world, 1, rank, []);
  if (employer !== 'cabinet-rpps') return [staff(world, employer, rank, [])];
  const holder = holderOfPractice(world, rank);
  const { structure = '' } = holder.record.exercises[0]?.activities[0] ?? {};
  return [holder, staff(world, employer, rank, [structure])];
}

/** A podiatrist who has a practice, as most have. */
function holderOfPractice(world: World, rank: number): FictitiousMember {
  for (;;) {
    const holder = single(person(world, { profession: '80', category: 'C' }, rank));
    const [first] = holder.record.exercises[0]?.activities ?? [];
    if (first?.structure?.startsWith('R')) return holder;
  }
}

/** One person, one authority. */
function single({ also: _, ...member }: FictitiousMember): FictitiousMember {
  return member;
}

function reachable(member: FictitiousMember, rank: number): FictitiousMember {
  const { correspondence } = member.record;
  const reach = {
    mail: `essai.${rank}@courriel.example`,
    ...correspondence,
    mobile: mobile(rank, member.authority),
  };
  return { ...member, record: { ...member.record, correspondence: reach } };
}

import type { Activity, CivilStatus, Correspondence, Exercise } from '../../modules/authorities/index.js';
import type { Commune } from '../../modules/nomenclatures/index.js';
import type { Structure } from '../../modules/structures/index.js';
import { mobile } from './civil-status.js';
import type { FictitiousMember } from './member.js';
import { PERSONAS } from './more-personas.js';
import { plain } from './names.js';
import { adeliNumber } from './other-identifiers.js';
import { roleIn, type World } from './people.js';
import type { PersonaSheet } from './personas.js';
import { activityIn, type Setting } from './settings.js';
import type { Estate } from './structures.js';
import { diplomasOf, exerciseCivility } from './titles.js';
import { addressIn, agencyOf } from './towns.js';

const OWN: Setting = { at: 'practice', mode: 'L', fonction: 'FON-01' };
const HOSPITAL: Setting = { at: 'hospital', mode: 'S', fonction: 'FON-33' };
const OFFICINE: Setting = { at: 'pharmacy', mode: 'L', fonction: 'FON-03', section: 'A' };

const SETTINGS: Readonly<Record<string, readonly Setting[]>> = {
  'P-MED': [OWN, HOSPITAL],
  'P-PHA': [OFFICINE],
  'P-IDE-ONI': [HOSPITAL],
  'P-IDE-DOM': [HOSPITAL],
  'P-IDE-ADELI': [HOSPITAL],
  'P-INT': [{ at: 'hospital', mode: 'S', fonction: 'FON-48' }],
  'P-SSA': [{ at: 'military', mode: 'S', fonction: 'FON-33' }],
  'P-ASS': [HOSPITAL],
};

/** Personas also open places in their own towns. */
type PersonaWorld = World & { readonly estate: Estate };

/** The personas as members to register, in their order. In: the world, whose structures they work in. */
export function personaMembers(world: PersonaWorld): FictitiousMember[] {
  const first: { practice?: string } = {};
  return PERSONAS.map((sheet, rank) => {
    const member = memberOf(world, sheet, rank, first.practice ?? '');
    first.practice ??= member.record.exercises[0]?.activities[0]?.structure ?? '';
    return member;
  });
}

function memberOf(
  world: PersonaWorld,
  sheet: PersonaSheet,
  rank: number,
  practice: string,
): FictitiousMember {
  const town = world.places.named(sheet.town);
  const authority = sheet.authority === 'ARS' ? agencyOf(town) : sheet.authority;
  const civilStatus = statusOf(sheet, town);
  const { exercise, identity } = workOf(world, sheet, town, rank, practice);
  const record = {
    civilStatus,
    exercises: [exercise],
    diplomas: diplomasOf(world.random, sheet.profession, sheet.category, sheet.since),
    authorisations: [],
    correspondence: { ...contactsOf(sheet, rank, authority), address: addressIn(world.random, town) },
  };
  const pharmacist = sheet.alsoPharmacist && {
    authority: 'CNOP',
    record: { ...record, exercises: [exerciseOf(world, { ...sheet, profession: '21' }, town, [OFFICINE])] },
  };
  return {
    authority,
    record,
    since: sheet.since,
    persona: sheet.key,
    ...identity,
    ...(pharmacist ? { also: pharmacist } : {}),
  };
}

function statusOf(sheet: PersonaSheet, town: Commune): CivilStatus {
  const state = sheet.certification ?? 'C';
  return {
    birthName: sheet.birthName,
    ...(sheet.usedName ? { usedName: sheet.usedName } : {}),
    givenNames: sheet.givenNames,
    sex: sheet.sex,
    birthDate: sheet.birthDate,
    birthPlace: { commune: town.insee, country: '99100', name: town.name },
    civility: sheet.sex === 'F' ? 'MME' : 'M',
    nationality: '99100',
    certification: { state, at: '2024-01-15', source: state === 'FC' ? 'FranceConnect' : 'INSEE' },
  };
}

function contactsOf(sheet: PersonaSheet, rank: number, source: string): Correspondence {
  if (sheet.contacts) return sheet.contacts;
  const mail = `${plain(sheet.givenNames[0] ?? '')}.${plain(sheet.birthName)}@courriel.example`;
  return { mail, mobile: mobile(rank + 1, source) };
}

const namesOf = (sheet: PersonaSheet) =>
  sheet.workName ?? { name: sheet.usedName ?? sheet.birthName, givenName: sheet.givenNames[0] ?? '' };

function workOf(world: PersonaWorld, sheet: PersonaSheet, town: Commune, rank: number, practice: string) {
  if (!sheet.role) {
    const exercise = exerciseOf(world, sheet, town, SETTINGS[sheet.key] ?? [OWN]);
    const idNat = `0${adeliNumber(town, sheet.profession, rank)}`;
    return { exercise, identity: sheet.knownBy === 'adeli' ? { idNat } : {} };
  }
  const at = sheet.role === '313' ? 'ehpad' : sheet.role === '317' ? 'pharmacy' : 'hospital';
  const structure = world.estate.inTown(world.random, at, town);
  const inPractice = sheet.knownBy === 'practice-of-the-first';
  const genre = sheet.role === '313' ? 'GENR11' : 'GENR09';
  const of = { role: sheet.role, genre, from: sheet.since, ...namesOf(sheet) };
  return {
    exercise: roleIn(inPractice ? { id: practice } : structure, of),
    identity: staffIdentity(sheet, structure, practice),
  };
}

function staffIdentity(sheet: PersonaSheet, structure: Structure, practice: string) {
  if (sheet.knownBy === 'finess') return { idNat: `3${structure.finess}/A00001` };
  if (sheet.knownBy === 'siret') return { idNat: `5${structure.siret}/A00002` };
  if (sheet.knownBy) return { staffOf: { practice, register: 'A00003' } };
  return {};
}

function exerciseOf(
  world: PersonaWorld,
  sheet: PersonaSheet,
  town: Commune,
  settings: readonly Setting[],
): Exercise {
  const { random, estate } = world;
  const civility = exerciseCivility(random, sheet.profession, sheet.category === 'C' ? 'C' : sheet.category);
  const activities = settings.map((setting, i): Activity => {
    const place =
      setting.at === 'practice'
        ? estate.practice(random, town, namesOf(sheet).name, 'SA07')
        : estate.inTown(random, setting.at, town);
    return activityIn(setting, place, `a${i + 1}`, sheet.since);
  });
  const ordre = sheet.authority.startsWith('C') || sheet.authority.startsWith('O');
  return {
    profession: sheet.profession,
    category: sheet.category,
    ...(civility ? { civility } : {}),
    ...namesOf(sheet),
    ...(ordre && sheet.category === 'C' ? { registration: { status: 'D', since: sheet.since } } : {}),
    from: sheet.since,
    skills: sheet.profession === '10' && sheet.category !== 'E' ? [{ type: 'S', code: 'SM54' }] : [],
    activities,
  };
}

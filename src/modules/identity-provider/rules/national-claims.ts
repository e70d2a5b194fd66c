import { civilityOf, type EntryExercise, type EntryPerson } from '../../directory/index.js';
import { parsePscId, profession } from '../../nomenclatures/index.js';
import { type ActivityClaims, activityClaims, sectorOf } from './activity-claims.js';

const SECTOR_LIST = '1.2.250.1.71.4.2.4';
/** The list that the national format names for the professions of TRE_G15, whatever list they were read from. */
const HEALTH_PROFESSION_LIST = '1.2.250.1.213.1.1.5.5';

const CONSTANTS = {
  UITVersion: '1.0',
  PSI_Locale: '1.2.250.1.213.1.3.1.1',
  Palier_Authentification: 'APPPRIP3^1.2.250.1.213.1.5.1.1.1',
  Mode_Acces_Raison: '',
  Acces_Regulation_Medicale: 'FAUX',
};

export interface OtherId {
  readonly identifiant: string;
  readonly origine: string;
  readonly qualite: number;
}

/** What is given of a person without a professional record; services also receive `sub`. */
export interface ShortClaims {
  readonly preferred_username: string;
  readonly SubjectNameID: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly codeCivilite: string;
}

/** What is given of a professional; services also receive `sub` and `authMode`. */
export type ProfessionalClaims = ShortClaims &
  typeof CONSTANTS & {
    readonly codeGenreActivite: string;
    readonly otherIds: readonly OtherId[];
    readonly Secteur_Activite: string;
    readonly SubjectOrganization: string;
    readonly SubjectOrganizationID: string;
    readonly SubjectRole: readonly string[];
    readonly SubjectRefPro: { readonly exercices: readonly ExerciseClaims[] };
  };

export type NationalClaims = ShortClaims | ProfessionalClaims;

/** An answer of userinfo in the national format, as a service reads it. */
export type Userinfo = NationalClaims & { readonly sub: string; readonly authMode?: string };

export type ExerciseClaims = ReturnType<typeof exerciseClaims>;

/**
 * The claims of a person in the national format (userinfo, version 1.0). In: the directory's copy. Out: the exact key
 * set; every unknown string is `""`, never absent. A person without any exercise gets the short set. The situation
 * put forward at the top level is the first activity of the first exercise that has one.
 */
export function nationalClaims(person: EntryPerson): NationalClaims {
  const short = shortClaims(person);
  if (person.exercises.length === 0) return short;
  const main = person.exercises.flatMap((exercise) => exercise.activities)[0];
  const sector = main ? sectorOf(main) : '';
  return {
    ...short,
    codeGenreActivite: main?.genre ?? '',
    otherIds: [person.idNat, ...person.otherIds].map(otherId),
    ...CONSTANTS,
    Secteur_Activite: sector && `${sector}^${SECTOR_LIST}`,
    SubjectOrganization: main?.place?.name ?? '',
    SubjectOrganizationID: main?.place?.id ?? '',
    SubjectRole: [...new Set(person.exercises.map(subjectRole))],
    SubjectRefPro: { exercices: person.exercises.map(exerciseClaims) },
  };
}

function shortClaims(person: EntryPerson): ShortClaims {
  const civil = person.civilStatus;
  const [exercise] = person.exercises;
  return {
    preferred_username: person.idNat,
    SubjectNameID: person.idNat,
    given_name: civil?.givenNames[0] ?? exercise?.givenName ?? '',
    family_name: civil?.usedName ?? civil?.birthName ?? exercise?.name ?? '',
    codeCivilite: civilityOf(person) ?? '',
  };
}

function otherId(id: string): OtherId {
  const read = parsePscId(id);
  const whole = !read.ok && read.suggestion ? parsePscId(read.suggestion) : read;
  const origine = whole.ok ? whole.idNat.origin : '';
  // No register guarantees an identity that Pro Santé Connect gave by itself.
  return { identifiant: whole.ok ? whole.idNat.value : id, origine, qualite: origine === 'PSI' ? 2 : 1 };
}

function subjectRole(exercise: EntryExercise): string {
  const known = profession(exercise.profession, exercise.category);
  const list = known?.list === 'TRE_G15' ? HEALTH_PROFESSION_LIST : (known?.oid ?? HEALTH_PROFESSION_LIST);
  return `${exercise.profession}^${list}`;
}

function exerciseClaims(exercise: EntryExercise) {
  // The format has one slot although a person may hold several: the first is the one in use.
  const [skill] = exercise.skills;
  return {
    codeProfession: exercise.profession,
    codeCategorieProfessionnelle: exercise.category,
    codeCiviliteDexercice: exercise.civility ?? '',
    nomDexercice: exercise.name,
    prenomDexercice: exercise.givenName,
    codeTypeSavoirFaire: skill?.type ?? '',
    codeSavoirFaire: skill?.code ?? '',
    activities: exercise.activities.map((activity): ActivityClaims => activityClaims(exercise, activity)),
  };
}

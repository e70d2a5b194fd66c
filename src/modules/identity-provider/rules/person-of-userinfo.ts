import type { EntryActivity, EntryExercise, EntryPerson } from '../../directory/index.js';
import type { Json } from './userinfo-format.js';

type Place = NonNullable<EntryActivity['place']>;

/** From when an identity that nobody dated holds. */
const ALWAYS = '1970-01-01';
const NOBODY = { authority: '', validFrom: ALWAYS, recordedAt: `${ALWAYS}T00:00:00.000Z`, act: 'userinfo' };

/**
 * The person behind an answer of userinfo in the national format: what `nationalClaims` makes of them is that answer
 * again, under another identifier. In: members of the right kinds (`readUserinfo` tells), those that are absent or empty
 * being unknown. Birth and contacts are in no answer: the former is invented, the latter are left to the caller.
 */
export function personOfUserinfo(given: Json, idNat: string): EntryPerson {
  const civility = text(given, 'codeCivilite');
  const others = list(given, 'otherIds').flatMap((one) => text(one, 'identifiant') ?? []);
  return {
    idNat,
    state: 'active',
    version: 1,
    origins: {},
    otherIds: others.filter((id) => id !== idNat),
    civilStatus: {
      birthName: text(given, 'family_name') ?? '',
      givenNames: [text(given, 'given_name') ?? ''],
      sex: civility === 'M' ? 'M' : 'F',
      birthDate: ALWAYS,
      birthPlace: { country: '99000', name: '' },
      ...(civility !== undefined && { civility }),
      certification: { state: 'NC', at: ALWAYS, source: '' },
      provenance: NOBODY,
    },
    exercises: list(object(given, 'SubjectRefPro'), 'exercices').map(exerciseOf),
    diplomas: [],
    authorisations: [],
  };
}

function exerciseOf(given: Json, rank: number): EntryExercise {
  const activities = list(given, 'activities').map(activityOf);
  const [type, code] = [text(given, 'codeTypeSavoirFaire'), text(given, 'codeSavoirFaire')];
  const provenance = activities[0]?.provenance ?? NOBODY;
  return {
    key: `e${rank + 1}`,
    profession: text(given, 'codeProfession') ?? '',
    category: text(given, 'codeCategorieProfessionnelle') ?? '',
    name: text(given, 'nomDexercice') ?? '',
    givenName: text(given, 'prenomDexercice') ?? '',
    ...known(given, { civility: 'codeCiviliteDexercice' }),
    skills: type !== undefined && code !== undefined ? [{ type, code, provenance }] : [],
    activities,
    provenance,
  };
}

function activityOf(given: Json, rank: number): EntryActivity {
  const role = text(given, 'codeRole');
  const place = placeOf(given);
  const authority = text(given, 'autoriteDenregistrement')?.split('/')[0];
  return {
    key: `a${rank + 1}`,
    ...known(given, {
      ...{ mode: 'codeModeExercice', genre: 'codeGenreActivite', sector: 'codeSecteurDactivite' },
      ...{ pharmacistSection: 'codeSectionPharmacien', phone: 'telephone', phone2: 'telephone2' },
      ...{ fax: 'telecopie', mail: 'adresseEMail', structure: 'identifiantTechniqueDeLaStructure' },
    }),
    // One member for two lists: functions (TRE_R21) begin with FON.
    ...(role !== undefined && (role.startsWith('FON') ? { function: role } : { role })),
    ...(place && { place }),
    provenance: { ...NOBODY, authority: authority ?? '' },
  };
}

const ADDRESS = {
  ...{ recipient: 'complementDestinataire', geographicPoint: 'complementPointGeographique' },
  ...{ streetNumber: 'numeroVoie', repetition: 'indiceRepetitionVoie', streetType: 'codeTypeDeVoie' },
  ...{ street: 'libelleVoie', mention: 'mentionDistribution', cedexOffice: 'bureauCedex' },
  ...{ postcode: 'codePostal', commune: 'codeCommune', country: 'codePays', departement: 'codeDepartement' },
} as const;

const NUMBERS = {
  ...{ nationalId: 'ancienIdentifiantDeLaStructure', finess: 'numeroFinessSite' },
  ...{ finessLegalEntity: 'numeroFinessetablissementJuridique', siret: 'numeroSiretSite' },
  ...{ siren: 'numeroSirenSite', brand: 'enseigneCommercialeSite' },
} as const;

function placeOf(given: Json): Place | undefined {
  const address = known(given, ADDRESS);
  const [id, name] = [text(given, 'identifiantTechniqueDeLaStructure'), text(given, 'raisonSocialeSite')];
  const place = { id: id ?? '', name: name ?? '', ...known(given, NUMBERS), address };
  const said = Object.values({ ...place, ...address }).some((value) => typeof value === 'string' && value);
  return said ? place : undefined;
}

/** The members that say something, under our names. */
function known<Name extends string>(
  given: Json,
  names: Readonly<Record<Name, string>>,
): Partial<Record<Name, string>> {
  const said = Object.entries<string>(names).flatMap(([ours, theirs]) => {
    const value = text(given, theirs);
    return value === undefined ? [] : [[ours, value]];
  });
  return Object.fromEntries(said);
}

function text(given: Json, name: string): string | undefined {
  const value = given[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const object = (given: Json, name: string): Json => (given[name] ?? {}) as Json;
const list = (given: Json, name: string): readonly Json[] => (given[name] ?? []) as readonly Json[];

import { code, label, parsePscId, profession, savoirFaireList } from '../../nomenclatures/index.js';

/** What is wrong with a member. */
export type ClaimFault =
  | 'missing'
  | 'unknown-member'
  | 'not-text'
  | 'not-number'
  | 'not-list'
  | 'not-object'
  | 'unknown-code'
  | 'wrong-identifier'
  | 'other-identifier'
  | 'wrong-value';

export type Json = Readonly<Record<string, unknown>>;

/**
 * What a member holds: a text with what judges it, a number, a list, or an object with members of its own. Of a text: its
 * one value where it has one, the code lists that it is written by where there are.
 */
export type Kind =
  | { readonly kind: 'number' }
  | {
      readonly kind: 'text';
      readonly judge: (value: string, around: Json) => Judged;
      readonly only?: string;
      readonly lists?: readonly string[];
    }
  | { readonly kind: 'list'; readonly of: Kind }
  | { readonly kind: 'object'; readonly members: Readonly<Record<string, Kind>> };

type Judged = { readonly meaning?: string; readonly fault?: ClaimFault };

/** Any text, also the empty one. */
const ANY = { kind: 'text', judge: (): Judged => ({}) } as const;

/** One value and no other. */
const always = (wanted: string): Kind => ({
  kind: 'text',
  only: wanted,
  judge: (value) => (value === wanted ? {} : { fault: 'wrong-value' }),
});

/** A code of a list, or nothing; what follows `^` is the identifier of the list. */
const codeOf = (list: string): Kind => ({
  kind: 'text',
  lists: [list],
  judge: (value) => {
    if (value === '') return {};
    const meaning = label(list, value.split('^')[0] ?? '');
    return meaning === undefined ? { fault: 'unknown-code' } : { meaning };
  },
});

/** The same for what is written by several lists, not all of them held here: words where there are, and no fault. */
const wordsOf = (...lists: readonly string[]): Kind => ({
  kind: 'text',
  lists,
  judge: (value) => {
    const meaning = lists.map((name) => label(name, value)).find((words) => words !== undefined);
    return meaning === undefined ? {} : { meaning };
  },
});

/** A profession, whose list depends on the category beside it. */
const PROFESSION: Kind = {
  kind: 'text',
  judge: (value, { codeCategorieProfessionnelle: category }) => {
    const known = profession(value.split('^')[0] ?? '', typeof category === 'string' ? category : undefined);
    return known ? { meaning: known.label } : { fault: 'unknown-code' };
  },
};

/** A savoir-faire, whose list depends on the type beside it. */
const SKILL: Kind = {
  kind: 'text',
  judge: (value, { codeTypeSavoirFaire: type }) => {
    if (value === '') return {};
    const list = savoirFaireList(String(type));
    const known = list === undefined ? undefined : code(list, value);
    return known ? { meaning: known.label } : { fault: 'unknown-code' };
  },
};

/** A national identifier: its prefix says of which kind. */
const ID_NAT: Kind = {
  kind: 'text',
  judge: (value) => {
    const read = parsePscId(value);
    return read.ok ? { meaning: read.idNat.origin } : { fault: 'wrong-identifier' };
  },
};

const texts = (...names: readonly string[]): Record<string, Kind> =>
  Object.fromEntries(names.map((name) => [name, ANY]));

const list = (of: Kind): Kind => ({ kind: 'list', of });
const object = (members: Readonly<Record<string, Kind>>): Kind => ({ kind: 'object', members });

const ACTIVITY: Readonly<Record<string, Kind>> = {
  codeModeExercice: wordsOf('TRE_R23'),
  codeSecteurDactivite: codeOf('TRE_R02'),
  codeSectionPharmacien: codeOf('TRE_R06'),
  codeRole: wordsOf('TRE_R21', 'TRE_R85'),
  codeGenreActivite: codeOf('TRE_R22'),
  ...texts('numeroSiretSite', 'numeroSirenSite', 'numeroFinessSite', 'numeroFinessetablissementJuridique'),
  ...texts('identifiantTechniqueDeLaStructure', 'raisonSocialeSite', 'enseigneCommercialeSite'),
  ...texts('complementDestinataire', 'complementPointGeographique', 'numeroVoie', 'indiceRepetitionVoie'),
  codeTypeDeVoie: codeOf('TRE_R35'),
  ...texts('libelleVoie', 'mentionDistribution', 'bureauCedex', 'codePostal', 'codeCommune'),
  codePays: wordsOf('TRE_R20'),
  ...texts('telephone', 'telephone2', 'telecopie', 'adresseEMail', 'codeDepartement'),
  ...texts('ancienIdentifiantDeLaStructure', 'autoriteDenregistrement'),
};

const EXERCISE: Readonly<Record<string, Kind>> = {
  codeProfession: PROFESSION,
  codeCategorieProfessionnelle: codeOf('TRE_R09'),
  codeCiviliteDexercice: wordsOf('TRE_R11', 'TRE_R81'),
  ...texts('nomDexercice', 'prenomDexercice'),
  codeTypeSavoirFaire: codeOf('TRE_R04'),
  codeSavoirFaire: SKILL,
  activities: list(object(ACTIVITY)),
};

const short: Readonly<Record<string, Kind>> = {
  sub: ANY,
  preferred_username: ID_NAT,
  SubjectNameID: ID_NAT,
  ...texts('given_name', 'family_name'),
  codeCivilite: codeOf('TRE_R81'),
};

/** The members of userinfo, version 1.0: of a person without a professional record, and of everybody else. */
export const FORMAT: Readonly<Record<'short' | 'whole', Readonly<Record<string, Kind>>>> = {
  short,
  whole: {
    ...short,
    codeGenreActivite: codeOf('TRE_R22'),
    otherIds: list(object({ ...texts('identifiant', 'origine'), qualite: { kind: 'number' } })),
    authMode: ANY,
    UITVersion: always('1.0'),
    PSI_Locale: always('1.2.250.1.213.1.3.1.1'),
    ...texts('Palier_Authentification', 'Mode_Acces_Raison', 'Acces_Regulation_Medicale'),
    Secteur_Activite: codeOf('TRE_R02'),
    ...texts('SubjectOrganization', 'SubjectOrganizationID'),
    SubjectRole: list(PROFESSION),
    SubjectRefPro: object({ exercices: list(object(EXERCISE)) }),
  },
};

import type { Correspondence } from '../../modules/authorities/index.js';

/** A person with a story, always there, always the same, for the landing page and for tests. */
export interface Persona {
  readonly key: string;
  /** In a few words, in French. */
  readonly title: string;
  /** What is particular, in one French sentence. */
  readonly story: string;
}

/** A persona with all that makes the record. */
export interface PersonaSheet extends Persona {
  readonly authority: string;
  readonly profession: string;
  readonly category: 'C' | 'E' | 'M';
  readonly sex: 'F' | 'M';
  readonly birthName: string;
  readonly usedName?: string;
  readonly givenNames: readonly string[];
  /** Name of exercise where it is not the used name and the first given name. */
  readonly workName?: { readonly name: string; readonly givenName: string };
  readonly birthDate: string;
  readonly certification?: 'FC' | 'NC';
  /** INSEE code of the town of birth and of work. */
  readonly town: string;
  readonly since: string;
  /** For role people, TRE_R85. */
  readonly role?: string;
  readonly contacts?: Pick<Correspondence, 'mail' | 'mobile'>;
  /** How someone without an RPPS number is known. */
  readonly knownBy?: 'adeli' | 'finess' | 'siret' | 'practice-of-the-first';
  readonly alsoPharmacist?: boolean;
}

/** The Mayotte number of the fiction range, typed as people there type it. */
const overseas = { e164: '+262639980020', original: '0639 98 00 20', source: 'ONI' };

export const SHEETS: readonly PersonaSheet[] = [
  {
    key: 'P-MED',
    title: 'Médecin généraliste',
    story:
      'Exerce dans son cabinet et deux matinées à l’hôpital ; son ordre connaît son courriel et son mobile.',
    authority: 'CNOM',
    profession: '10',
    category: 'C',
    sex: 'F',
    birthName: 'VALDRIN',
    givenNames: ['Claire', 'Odile'],
    birthDate: '1979-04-12',
    town: '35238',
    since: '2008-10-01',
  },
  {
    key: 'P-PHA',
    title: 'Pharmacien titulaire',
    story: 'Tient une officine, inscrit à l’ordre des pharmaciens en section A.',
    authority: 'CNOP',
    profession: '21',
    category: 'C',
    sex: 'M',
    birthName: 'ROCVIGNE',
    givenNames: ['Benoît'],
    birthDate: '1971-11-03',
    town: '31555',
    since: '1999-03-15',
  },
  {
    key: 'P-IDE-CPS',
    title: 'Infirmière avec carte CPS',
    story: 'Inscrite à l’ordre, libérale, elle tient une carte CPS.',
    authority: 'ONI',
    profession: '60',
    category: 'C',
    sex: 'F',
    birthName: 'FONTDOISNE',
    givenNames: ['Sylvie', 'Agnès'],
    birthDate: '1968-02-27',
    town: '59350',
    since: '1994-09-01',
  },
  {
    key: 'P-IDE-ONI',
    title: 'Infirmier sans carte',
    story: 'Inscrit à l’ordre, sans carte : il active son e-CPS par courriel et SMS.',
    authority: 'ONI',
    profession: '60',
    category: 'C',
    sex: 'M',
    birthName: 'GARCELOT',
    givenNames: ['Mehdi'],
    birthDate: '1992-07-19',
    town: '69383',
    since: '2017-01-09',
  },
  {
    key: 'P-IDE-ADELI',
    title: 'Infirmière non inscrite à l’ordre',
    story: 'Connue d’ADELI seulement : son identifiant commence par 0.',
    authority: 'ARS',
    profession: '60',
    category: 'C',
    sex: 'F',
    birthName: 'SAUQUEREL',
    givenNames: ['Nathalie'],
    birthDate: '1964-12-08',
    town: '87085',
    since: '1988-07-01',
    knownBy: 'adeli',
  },
  {
    key: 'P-IDE-DOM',
    title: 'Infirmière outre-mer',
    story: 'Sans carte, avec un mobile d’outre-mer saisi sans indicatif international.',
    authority: 'ONI',
    profession: '60',
    category: 'C',
    sex: 'F',
    birthName: 'PERZELIN',
    givenNames: ['Amina'],
    birthDate: '1988-05-30',
    town: '97611',
    since: '2012-02-01',
    contacts: { mail: 'amina.perzelin@courriel.example', mobile: overseas },
  },
  {
    key: 'P-INT',
    title: 'Interne en médecine',
    story: 'Médecin en formation, en stage à l’hôpital.',
    authority: 'CNOM',
    profession: '10',
    category: 'E',
    sex: 'M',
    birthName: 'LANTARDY',
    givenNames: ['Hugo', 'Aimé'],
    birthDate: '1999-09-21',
    town: '67482',
    since: '2023-11-02',
  },
  {
    key: 'P-PSY',
    title: 'Psychologue',
    story: 'Enregistrée par l’agence régionale de santé, autrefois dans ADELI.',
    authority: 'ARS',
    profession: '93',
    category: 'C',
    sex: 'F',
    birthName: 'MORVALLON',
    givenNames: ['Leïla'],
    birthDate: '1984-03-14',
    town: '13203',
    since: '2010-05-17',
  },
  {
    key: 'P-AS',
    title: 'Aide-soignante',
    story: 'Enregistrée dans RPPS+ par son EHPAD, rôle 313.',
    authority: 'ENREG',
    profession: '99',
    category: 'C',
    sex: 'F',
    birthName: 'TALMERCEY',
    givenNames: ['Fatou'],
    birthDate: '1990-10-10',
    certification: 'FC',
    town: '44109',
    since: '2022-04-04',
    role: '313',
  },
  {
    key: 'P-SEC',
    title: 'Secrétaire médicale',
    story: 'Enregistrée dans RPPS+ par son hôpital, rôle 331. Mandataire d’un hôpital : elle ouvre TOM.',
    authority: 'ENREG',
    profession: '99',
    category: 'C',
    sex: 'F',
    birthName: 'BRALIOUX',
    givenNames: ['Chantal'],
    birthDate: '1975-01-25',
    certification: 'FC',
    town: '35238',
    since: '2023-06-12',
    role: '331',
  },
  {
    key: 'P-ADM',
    title: 'Agent administratif avec CPE',
    story:
      'Sans numéro RPPS : connu par le FINESS de son établissement, identifiant en 3. Administrateur technique : il ouvre la plateforme IGC.',
    authority: 'ENREG',
    profession: '99',
    category: 'C',
    sex: 'M',
    birthName: 'HAUPELLIN',
    givenNames: ['Denis'],
    birthDate: '1970-08-16',
    certification: 'NC',
    town: '35238',
    since: '2016-01-04',
    role: '365',
    knownBy: 'finess',
  },
  {
    key: 'P-SSA',
    title: 'Médecin militaire',
    story: 'Enregistré par le service de santé des armées.',
    authority: 'SSA',
    profession: '10',
    category: 'M',
    sex: 'M',
    birthName: 'NORGARDE',
    givenNames: ['Étienne'],
    birthDate: '1981-06-06',
    town: '83137',
    since: '2009-09-01',
  },
];

import { CORRESPONDENCE } from '../../messaging/index.js';
import { NATIONAL_FILES } from '../../registry/index.js';
import { changedCorrespondence, type HolderLines } from '../mailboxes/changed-correspondence.js';
import { correspondenceRows } from '../mailboxes/correspondence-rows.js';
import { currentExercises, publicExercises } from '../rules/current.js';
import { isDelivered, type Profile } from '../rules/deliveries.js';
import { isPublicNumber } from '../rules/publication-rules.js';
import type { Extract } from './extract.js';
import { CARD_HOLDERS, cardLines } from './lines/card-holders.js';
import { activityLines, skillLines, titleLines } from './lines/open-files.js';
import { restrictedLines, restrictedLinesWithNumbers } from './lines/restricted-file.js';
import { ofPeople, type PeopleFile, type PeopleSource } from './people-files.js';

const { 'personne-activite': activity, 'savoir-faire': skills, diplomes, prosanteconnect } = NATIONAL_FILES;

const PUBLIC: PeopleSource = { wanted: 'published', isIn: isPublicNumber, exercisesOf: publicExercises };

/** All active people, the professions that the public does not see yet included. */
const EVERYBODY: PeopleSource = {
  wanted: 'everybody',
  isIn: () => true,
  exercisesOf: (person, on) => (person.state === 'active' ? currentExercises(person, on) : []),
};

const OPEN_FILES: readonly PeopleFile[] = [
  {
    name: activity.name,
    title: 'Personnes et activités : une ligne par profession, savoir-faire et lieu',
    columns: activity.columns,
    lines: activityLines,
  },
  {
    name: skills.name,
    title: 'Savoir-faire : une ligne par savoir-faire',
    columns: skills.columns,
    lines: skillLines,
  },
  {
    name: diplomes.name,
    title: 'Diplômes et autorisations : une ligne par titre',
    columns: diplomes.columns,
    lines: titleLines,
  },
];

/** The line of changes of a holder who has no mailbox to show any more: who it was, and `S`. */
function goneLine({ idNat, structure }: Omit<HolderLines, 'lines'>): string {
  const person = idNat === undefined ? ['', '', ''] : [idNat[0], idNat.slice(1), idNat];
  const cells = ['', '', ...person, ...(structure ?? ['', ''])];
  return `${cells.join('|')}${'|'.repeat(CORRESPONDENCE.length - cells.length + 1)}S|\n`;
}

/** The extracts, in the order in which they are shown. */
export const EXTRACTS: readonly Extract[] = [
  {
    code: 'PS_LibreAcces',
    name: 'PS_LibreAcces',
    title: 'Professionnels en libre accès',
    description:
      'Professionnels en exercice et leurs lieux, leurs savoir-faire, leurs diplômes et autorisations, en trois textes.',
    access: 'open',
    ...ofPeople(PUBLIC, OPEN_FILES),
  },
  {
    code: 'Extraction_Correspondance_MSSante',
    name: 'Extraction_Correspondance_MSSante',
    title: 'Messageries sécurisées de santé',
    description: 'Adresses publiées des professionnels et des structures, hors liste rouge.',
    access: 'open',
    files: [
      {
        name: 'Extraction_Correspondance_MSSante',
        title: 'Boîtes aux lettres : une ligne par adresse',
        columns: CORRESPONDENCE,
      },
    ],
    async fill({ readers: [reader], on }, [sink]) {
      if (!reader || !sink) return;
      for await (const lines of correspondenceRows(reader, on)) {
        for (const line of lines) sink.add(`${line}\n`);
        await sink.flush();
      }
    },
    async fillChanges({ readers: [reader], on }, since, [sink]) {
      if (!reader || !sink) return;
      for await (const holders of changedCorrespondence(reader, since, on)) {
        for (const { lines, ...holder } of holders) {
          for (const line of lines) sink.add(`${line}M|\n`);
          if (lines.length === 0) sink.add(goneLine(holder));
        }
        await sink.flush();
      }
    },
  },
  {
    code: 'Porteurs_CPS_CPF',
    name: 'Porteurs_CPS_CPF',
    title: 'Porteurs de cartes CPS et CPF',
    description: 'Cartes en service des professionnels et des professionnels en formation.',
    access: 'open',
    ...ofPeople({ ...PUBLIC, wanted: 'card-holders' }, [
      {
        name: 'Porteurs_CPS_CPF',
        title: 'Cartes : une ligne par carte en service',
        columns: CARD_HOLDERS,
        lines: cardLines,
      },
    ]),
  },
  {
    code: 'Extraction_ProSanteConnect',
    name: prosanteconnect.name,
    title: 'Pro Santé Connect',
    description:
      'Toutes les personnes actives avec leur état civil et leurs coordonnées de correspondance. Données protégées.',
    access: 'restricted',
    ...ofPeople(EVERYBODY, [
      {
        name: prosanteconnect.name,
        title: 'Personnes et activités, codes seuls, avec l’état civil',
        // The variant of 50 columns, which has no other identifiers.
        columns: prosanteconnect.columns.filter(([, field]) => field !== 'otherIds'),
        lines: restrictedLines,
      },
    ]),
  },
  {
    code: 'Extraction_Pro_sante_connect',
    name: 'Extraction_Pro_sante_connect_Personne_activite',
    title: 'Pro Santé Connect, avec les autres identifiants',
    description:
      'La même extraction en 51 colonnes : chaque numéro que la personne a ou avait, avec son origine. Données protégées.',
    access: 'restricted',
    ...ofPeople(EVERYBODY, [
      {
        name: 'Extraction_Pro_sante_connect_Personne_activite',
        title: 'Personnes et activités, codes seuls, avec l’état civil et les autres identifiants',
        columns: prosanteconnect.columns,
        lines: restrictedLinesWithNumbers,
      },
    ]),
  },
];

/** The extract of a service code. */
export const extractOf = (code: string): Extract | undefined => EXTRACTS.find((one) => one.code === code);

/** The open extract of people as a delivery has it: for the professions of its perimeter; titles came with the second. */
export function ofProfile(code: string, profile: Profile): Extract | undefined {
  const extract = code === 'PS_LibreAcces' ? extractOf(code) : undefined;
  const told = profile === 'V0' ? OPEN_FILES.slice(0, 2) : OPEN_FILES;
  const exercisesOf: PeopleSource['exercisesOf'] = (person, on) =>
    publicExercises(person, on).filter(({ profession }) => isDelivered(profile, profession));
  return extract && { ...extract, ...ofPeople({ ...PUBLIC, exercisesOf }, told) };
}

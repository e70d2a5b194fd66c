import { NATIONAL_FILES } from '../../registry/index.js';
import type { Extract } from './extract.js';
import { activityLines, skillLines, titleLines } from './lines/open-files.js';
import { restrictedLines } from './lines/restricted-file.js';
import { ofPeople } from './people-files.js';

const { 'personne-activite': activity, 'savoir-faire': skills, diplomes, prosanteconnect } = NATIONAL_FILES;

/** RPPS and, for the history, ADELI: the open file has nobody else. */
const inOpenFile = (idNat: string): boolean => /^[08]/.test(idNat);

/** The extracts, in the order in which they are shown. */
export const EXTRACTS: readonly Extract[] = [
  {
    code: 'PS_LibreAcces',
    name: 'PS_LibreAcces',
    title: 'Professionnels en libre accès',
    description:
      'Professionnels en exercice et leurs lieux, leurs savoir-faire, leurs diplômes et autorisations, en trois textes.',
    access: 'open',
    ...ofPeople('published', inOpenFile, [
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
    ]),
  },
  {
    code: 'Extraction_ProSanteConnect',
    name: prosanteconnect.name,
    title: 'Pro Santé Connect',
    description:
      'Toutes les personnes actives avec leur état civil et leurs coordonnées de correspondance. Données protégées.',
    access: 'restricted',
    ...ofPeople('everybody', () => true, [
      {
        name: prosanteconnect.name,
        title: 'Personnes et activités, codes seuls, avec l’état civil',
        // The variant of 50 columns, which has no other identifiers.
        columns: prosanteconnect.columns.filter(([, field]) => field !== 'otherIds'),
        lines: restrictedLines,
      },
    ]),
  },
];

/** The extract of a service code. */
export const extractOf = (code: string): Extract | undefined => EXTRACTS.find((one) => one.code === code);

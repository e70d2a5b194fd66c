import type { EntryPerson } from '../../directory/index.js';

/** Whether a population is in the perimeter between two days (YYYY-MM-DD, both included), and the text that says so. */
interface Period {
  readonly from?: string;
  readonly to?: string;
  readonly included: boolean;
  readonly source: string;
}

/** People who enter the perimeter of Pro Santé Connect together. */
export interface Population {
  readonly code: string;
  /** As people read it, after «la population». */
  readonly label: string;
  readonly periods: readonly Period[];
}

interface Rule extends Population {
  has(exercises: readonly Pick<EntryPerson['exercises'][number], 'profession' | 'category'>[]): boolean;
}

/** Profession of those who are registered for their role (RPPS+). */
const ROLE = '99';

const POPULATIONS: readonly Rule[] = [
  {
    code: 'interns',
    label: 'internes (professionnels en formation)',
    has: (exercises) => exercises.every(({ category }) => category === 'E'),
    periods: [
      {
        to: '2021-02-28',
        included: false,
        source:
          'Schéma de la chaîne des référentiels, janvier 2021 : internes hors périmètre, entrée prévue dans les prochaines semaines (le jour n’est pas dit : ici le 1er mars 2021)',
      },
      { from: '2021-03-01', included: true, source: 'FAQ e-CPS, novembre 2025 : les internes ont une e-CPS' },
    ],
  },
  {
    code: 'roles',
    label: 'professions à rôle (RPPS+)',
    has: (exercises) => exercises.every(({ profession }) => profession === ROLE),
    periods: [
      { to: '2021-03-23', included: false, source: 'Arrêté du 24 mars 2021 : RPPS+ n’existe pas encore' },
      { from: '2021-03-24', included: true, source: 'Arrêté du 24 mars 2021' },
    ],
  },
];

/** Every population that has entered the perimeter at a date of its own. */
export const populations: readonly Population[] = POPULATIONS;

/** The population of a person, when all the exercises are of one that has its own date; undefined for the others. */
export function populationOf(person: Pick<EntryPerson, 'exercises'>): Population | undefined {
  if (person.exercises.length === 0) return undefined;
  return POPULATIONS.find((one) => one.has(person.exercises));
}

/** Whether the dated table has a population in the perimeter on a day, and why. */
export function includedOn(population: Population, day: string): Period | undefined {
  return population.periods.find(({ from = '', to = '9999' }) => from <= day && day <= to);
}

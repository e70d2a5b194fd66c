import type { Kind } from '../population/structures.js';

/** A sort of establishments of the country, and how many there are of it. */
export interface Sort {
  /** Where people of the population may work; the others only stand in the register of establishments. */
  readonly kind?: Kind;
  /** In the whole country, in 2019 (slide « Paysage » of the doctrine of the digital health service). */
  readonly count: number;
  /** Categories (TRE_R66) and their shares. */
  readonly categories: readonly (readonly [code: string, share: number])[];
  /** Legal statuses (TRE_R72) of the entities that hold them. */
  readonly statuses: readonly string[];
  readonly sector?: string;
  readonly titles: readonly string[];
  /** Establishments of one legal entity. */
  readonly perEntity: number;
  /** TRE_R74. */
  readonly tariff?: string;
}

const one = (code: string) => [[code, 1]] as const;

/**
 * The landscape: 3,000 hospital establishments, then 100,000 other structures, among them 20,000 pharmacies, 2,000
 * health centres, 4,000 laboratories and 35,000 medico-social structures. Public hospitals come first: about 900 of
 * them are in 135 GHT.
 */
export const LANDSCAPE: readonly Sort[] = [
  {
    ...{ kind: 'hospital', count: 1000, sector: 'SA01', perEntity: 1, tariff: '03' },
    categories: [
      ['355', 80],
      ['101', 3],
      ['106', 10],
      ['292', 7],
    ],
    ...{ statuses: ['13', '14', '11', '15'], titles: ['Centre hospitalier', 'Hôpital'] },
  },
  {
    ...{ kind: 'clinic', count: 1985, sector: 'SA04', perEntity: 2, tariff: '07' },
    categories: [
      ['365', 55],
      ['128', 25],
      ['109', 15],
      ['122', 5],
    ],
    ...{ statuses: ['95', '73', '60'], titles: ['Clinique', 'Polyclinique'] },
  },
  {
    ...{ kind: 'military', count: 15, sector: 'SA02', perEntity: 15, categories: one('114') },
    ...{ statuses: ['01'], titles: ['Hôpital d’instruction'] },
  },
  {
    ...{ kind: 'pharmacy', count: 20_000, sector: 'SA33', perEntity: 1, categories: one('620') },
    ...{ statuses: ['85', '70', '100', '71'], titles: ['Pharmacie'] },
  },
  {
    ...{ kind: 'centre', count: 2000, sector: 'SA05', perEntity: 2, titles: ['Centre de santé'] },
    categories: [
      ['124', 80],
      ['125', 20],
    ],
    statuses: ['60', '47', '03'],
  },
  {
    ...{ kind: 'laboratory', count: 4000, sector: 'SA25', perEntity: 5, categories: one('611') },
    ...{ statuses: ['101', '85', '91'], titles: ['Laboratoire'] },
  },
  {
    ...{ kind: 'ehpad', count: 7500, sector: 'SA17', perEntity: 2, tariff: '45', categories: one('500') },
    ...{ statuses: ['60', '21', '95'], titles: ['EHPAD', 'Résidence'] },
  },
  {
    ...{ count: 27_500, perEntity: 4, titles: ['Établissement', 'Service', 'Institut', 'Foyer', 'Maison'] },
    categories: [
      ['354', 18],
      ['182', 15],
      ['183', 12],
      ['246', 14],
      ['446', 10],
      ['252', 10],
      ['202', 15],
      ['437', 9],
      ['255', 6],
      ['445', 5],
      ['186', 4],
      ['197', 4],
      ['189', 4],
      ['460', 14],
    ],
    statuses: ['60', '61', '63', '19', '17'],
  },
  {
    ...{ count: 39_000, perEntity: 3, titles: ['Service', 'Centre', 'Maison', 'Antenne'] },
    categories: [
      ['156', 20],
      ['603', 14],
      ['223', 16],
      ['228', 8],
      ['141', 5],
      ['604', 5],
      ['632', 3],
      ['340', 8],
      ['167', 12],
      ['214', 9],
    ],
    statuses: ['60', '02', '03', '13', '80'],
  },
];

/** Structures of the whole country. */
export const WHOLE = LANDSCAPE.reduce((sum, { count }) => sum + count, 0);

/** People of the whole country, so that a smaller nation has its share of structures. */
const WHOLE_PEOPLE = 2_000_000;
/** Of the first sort. */
const IN_GROUPS = 900;
const GROUPS = 135;
/** So that every sort is met in a small nation. */
const FEWEST = 3;

/** How many structures a nation of that many people has. */
export const structuresFor = (people: number): number => Math.ceil((people * WHOLE) / WHOLE_PEOPLE);

/** The landscape at another size. In: about how many structures in all. Out: how many of each sort, GHT and members. */
export function landscapeOf(structures: number): {
  counts: readonly number[];
  groups: number;
  members: number;
} {
  const scale = structures / WHOLE;
  const counts = LANDSCAPE.map(({ count }) => Math.max(FEWEST, Math.round(count * scale)));
  const members = Math.min(counts[0] ?? 0, Math.max(2, Math.round(IN_GROUPS * scale)));
  return { counts, members, groups: Math.min(members, Math.max(1, Math.round(GROUPS * scale))) };
}

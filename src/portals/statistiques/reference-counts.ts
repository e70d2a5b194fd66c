/** A count that a public document gives. */
export interface ReferenceCount {
  /** TRE_G15 or the lists of other professionals; `E` stands for the students, whatever their profession. */
  readonly code: string;
  /** Slide of the populations of each register. */
  readonly population?: number;
  /** Slide of the landscape. */
  readonly landscape?: number;
}

/** Where the counts come from: two slides of one presentation that differ by their roundings, both kept as they are. */
export const REFERENCE_SOURCE =
  'Présentation de l’ASIP Santé à la Journée nationale des industriels, novembre 2019';

/** Populations registered in the RPPS by the ordres and the SSA (about 500 000 in all). */
export const RPPS_POPULATIONS: readonly ReferenceCount[] = [
  { code: '10', population: 230_000, landscape: 230_000 },
  { code: '70', population: 90_000, landscape: 85_000 },
  { code: '21', population: 75_000, landscape: 75_000 },
  { code: '40', population: 42_000, landscape: 42_000 },
  { code: 'E', population: 40_000 },
  { code: '50', population: 23_000, landscape: 23_000 },
  { code: '80', population: 14_000, landscape: 14_000 },
];

/** What the ordres and the SSA had registered, all professions together. */
export const REGISTERED_BY_ORDRES_AND_SSA = 500_000;

/** Professions that were in ADELI in 2019. */
export const ADELI_POPULATIONS: readonly ReferenceCount[] = [
  { code: '60', landscape: 700_000 },
  { code: '93', population: 80_000 },
  { code: '86', population: 45_000 },
  { code: '41', population: 44_000, landscape: 45_000 },
  { code: '28', population: 37_000 },
  { code: '98', population: 36_000, landscape: 35_000 },
  { code: '71', population: 32_000 },
  { code: '31', population: 30_000 },
  { code: '91', population: 25_000, landscape: 25_000 },
  { code: '72', population: 16_000 },
  { code: '96', population: 13_000 },
  { code: '95', population: 12_000 },
  { code: '94', population: 10_000 },
  { code: '92', population: 5_000 },
  { code: '26', population: 4_000 },
  { code: '83', population: 1_800 },
  { code: '73', population: 1_300 },
  { code: '81', population: 1_300 },
  { code: '82', population: 700 },
  { code: '32', population: 600 },
  { code: '85', population: 80 },
  { code: '84', population: 50 },
];

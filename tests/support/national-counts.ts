/**
 * Thousands of people by profession, to 230 thousand doctors (rows S4-13 and S4-16). Written apart from the generators:
 * they are judged by it.
 */
export const NATIONAL_COUNTS: readonly (readonly [profession: string, thousands: number])[] = [
  ['70', 90],
  ['21', 75],
  ['40', 42],
  ['50', 23],
  ['80', 14],
  ['93', 80],
  ['86', 45],
  ['41', 44],
  ['28', 37],
  ['98', 36],
  ['71', 32],
  ['31', 30],
  ['91', 25],
  ['72', 16],
  ['96', 13],
  ['95', 12],
  ['94', 10],
  ['92', 5],
  ['26', 4],
  ['83', 1.8],
  ['73', 1.3],
  ['81', 1.3],
  ['82', 0.7],
  ['32', 0.6],
];

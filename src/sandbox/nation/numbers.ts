import {
  type Commune,
  luhnDigit,
  makeFiness,
  makeRpps,
  makeSiren,
} from '../../modules/nomenclatures/index.js';

/** How many people a nation may have, those who come during the days included. */
export const MOST_RANKS = 2_600_000;

/** The RPPS number of a rank, from 9970… to 9977…, in the order of the ranks. */
export function rppsOf(rank: number): string {
  return makeRpps(`997${String(rank * 3).padStart(7, '0')}`);
}

// No département has these numbers, so that no genuine ADELI number is ever written.
const NO_DEPARTEMENT = ['99', '96', '00'];

/** The ADELI number that someone of a rank has or had: nine digits with a Luhn key. */
export function adeliOf(rank: number): string {
  const body = `${NO_DEPARTEMENT[Math.floor(rank / 1_000_000)]}${String(rank % 1_000_000).padStart(6, '0')}`;
  return body + luhnDigit(body);
}

/** Numbers of establishments in the ranges that no register gives, enough of them for a nation. */
export class NationalNumbers {
  private readonly finesses = new Map<string, number>();
  private sirens = 0;

  /** Order numbers from 99 0001 in each département, then from 98 0000. */
  finess(town: Commune): string {
    const departement = town.departement.slice(0, 2);
    const rank = (this.finesses.get(departement) ?? 0) + 1;
    this.finesses.set(departement, rank);
    const order = rank < 10_000 ? 990_000 + rank : 980_000 + rank - 10_000;
    const body = `${departement}${order}`;
    // The key of a Corsican number is published nowhere; any digit is accepted.
    return /^\d+$/.test(departement) ? makeFiness(body) : `${body}0`;
  }

  siren(): string {
    this.sirens += 1;
    return makeSiren(`999${String(this.sirens).padStart(5, '0')}`);
  }
}

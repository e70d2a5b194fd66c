import { type Profession, professions } from '../../../nomenclatures/index.js';
import { type Entitlement, type Population, whoGetsWhich } from '../../cards/rules/who-gets-which.js';

/** One profession of the public list: its card, and how it is had in each mode of practice. */
export interface Eligible {
  readonly code: string;
  readonly label: string;
  readonly population: Population;
  readonly liberal: Entitlement;
  readonly salaried: Entitlement;
}

/** The professions of the register on a civil day (YYYY-MM-DD), with the card that each has then, or none. */
export const eligibleOn = (day: string): Eligible[] =>
  professions({ on: day }).map((one) => eligible(one, day));

function eligible({ code, label, population }: Profession, day: string): Eligible {
  const of = (liberal: boolean) => whoGetsWhich({ population, profession: code, liberal }, day);
  return { code, label, population, liberal: of(true), salaried: of(false) };
}

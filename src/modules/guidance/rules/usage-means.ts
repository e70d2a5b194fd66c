import { isOfRpps } from '../../nomenclatures/index.js';
import type { UsageMeans } from './usage-words.js';

const OF_CARDS: Readonly<Record<string, UsageMeans>> = {
  ...{ CPS: 'cps', CPF: 'cps', CPE: 'cpe', CDE: 'cpe', CPA: 'cpa', CDA: 'cpa' },
};

/** What a card is in the usage matrix. In: its type, and whether it bears a name. */
export const meansOfCard = (type: string, nominative: boolean): UsageMeans =>
  nominative ? (OF_CARDS[type] ?? 'cpe-service') : 'cpe-service';

/** What signing in by Pro Santé Connect is there: the national identifier says whether its bearer is of the RPPS. */
export const meansOfPsc = (idNat: string): UsageMeans => (isOfRpps(idNat) ? 'psc' : 'psc-staff');

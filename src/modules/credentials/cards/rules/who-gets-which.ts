import type { CardType } from './kinds.js';

/** How somebody is known to the register, as far as cards go. */
export type Population = 'ordre' | 'ars' | 'formation' | 'armed-forces' | 'role' | 'none';

export interface HolderFacts {
  readonly population: Population;
  /** TRE_G15 and its siblings. */
  readonly profession?: string | undefined;
  /** Has at least one activity of one's own (TRE_R23 `L`). */
  readonly liberal: boolean;
}

/** `automatic`: sent when the authority registers somebody; `on-request`: ordered on Ma Carte. */
export type Way = 'automatic' | 'on-request' | 'never';

export interface Entitlement {
  readonly card: Extract<CardType, 'CPS' | 'CPF'> | undefined;
  readonly way: Way;
  /** The text that says so. */
  readonly source: string;
}

interface Rule extends Entitlement {
  readonly population: Population;
  readonly profession?: string;
  readonly liberal?: boolean;
  /** Civil days (YYYY-MM-DD), the first included and the last not; always where absent. */
  readonly from?: string;
  readonly to?: string;
}

const BY_LAW = 'CSS art. R161-55 I';
const LEAFLET = 'Dépliant Normand’e-santé sur Pro Santé Connect (après le 1er janvier 2023)';
const WEBINAR = 'Parcours des moyens d’identification, ANS, 2024';
const NURSE = '60';

/** The first rule that fits decides. */
export const CARD_RULES: readonly Rule[] = [
  { population: 'ordre', profession: NURSE, card: 'CPS', way: 'on-request', source: WEBINAR },
  { population: 'ordre', card: 'CPS', way: 'automatic', source: BY_LAW },
  { population: 'armed-forces', card: 'CPS', way: 'automatic', source: BY_LAW },
  { population: 'formation', card: 'CPF', way: 'automatic', source: 'CSS art. R161-55 II' },
  {
    ...{ population: 'ars', liberal: true, from: '2023-01-01' },
    ...{ card: 'CPS', way: 'automatic', source: LEAFLET },
  },
  { population: 'ars', card: 'CPS', way: 'on-request', source: WEBINAR },
  { population: 'role', card: undefined, way: 'never', source: WEBINAR },
  { population: 'none', card: undefined, way: 'never', source: BY_LAW },
];

/** The card of one's own that somebody gets on a civil day (YYYY-MM-DD), and how. */
export function whoGetsWhich(who: HolderFacts, day: string): Entitlement {
  const fits = (rule: Rule) =>
    rule.population === who.population &&
    (rule.profession === undefined || rule.profession === who.profession) &&
    (rule.liberal === undefined || rule.liberal === who.liberal) &&
    (rule.from === undefined || rule.from <= day) &&
    (rule.to === undefined || day < rule.to);
  const { card, way, source } = CARD_RULES.find(fits) as Rule;
  return { card, way, source };
}

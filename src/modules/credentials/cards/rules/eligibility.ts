import { CARD_KINDS, type CardType } from './kinds.js';
import { type HolderFacts, whoGetsWhich } from './who-gets-which.js';

/** By which door an order comes in. */
export type OrderVia = 'ordre' | 'ma-carte' | 'tops' | 'tom' | 'f101' | 'f301' | 'renewal' | 'replacement';

/** What a structure is for cards: a care establishment, an authorised one, the practice of a liberal professional. */
export type StructureNature = 'care' | 'authorised' | 'practice';

export interface StructureFacts {
  readonly nature: StructureNature;
  /** A contract holds. */
  readonly contract: boolean;
  /** Whoever orders practises there as a liberal professional. */
  readonly ownPractice: boolean;
}

export interface WantedCard {
  readonly type: CardType;
  readonly via: OrderVia;
  readonly nominative: boolean;
  readonly holder: HolderFacts;
  readonly structure?: StructureFacts | undefined;
}

/** Why a card is refused. */
export type CardRefusal =
  | 'wrong-door'
  | 'not-eligible'
  | 'other-card'
  | 'role-has-ecps'
  | 'own-card'
  | 'always-nominative'
  | 'no-structure'
  | 'wrong-structure'
  | 'not-own-practice'
  | 'no-contract';

const AGAIN: readonly OrderVia[] = ['renewal', 'replacement'];
const DOORS: Readonly<Record<CardType, readonly OrderVia[]>> = {
  CPS: ['ordre', 'ma-carte', ...AGAIN],
  CPF: ['ordre', 'ma-carte', ...AGAIN],
  CPE: ['tops', 'tom', 'f301', ...AGAIN],
  CPA: ['tom', 'f301', ...AGAIN],
  CDE: ['f101', ...AGAIN],
  CDA: ['f101', ...AGAIN],
};

/** Whose card it is: care establishments and practices have CPE, the other authorised structures CPA. */
const NATURES: Readonly<Partial<Record<CardType, readonly StructureNature[]>>> = {
  CPE: ['care', 'practice'],
  CDE: ['care'],
  CPA: ['authorised'],
  CDA: ['authorised'],
};

/**
 * Whether a card may be ordered on a civil day (YYYY-MM-DD). Out: why not, or undefined. A professional has a card of his
 * own and no other, even as a director (CSS art. R161-55; F101); somebody known by a role has the e-CPS; a liberal
 * professional orders for his practice without a contract, everybody else with one.
 */
export function cardRefusal(wanted: WantedCard, day: string): CardRefusal | undefined {
  const { type, via, holder, nominative } = wanted;
  if (!DOORS[type].includes(via)) return 'wrong-door';
  if (!nominative && type !== 'CPE') return 'always-nominative';
  const own = whoGetsWhich(holder, day).card;
  if (CARD_KINDS[type].holder === 'professional') {
    if (own === undefined) return 'not-eligible';
    return own === type ? undefined : 'other-card';
  }
  if (own !== undefined) return 'own-card';
  if (via === 'tops' && holder.population === 'role') return 'role-has-ecps';
  return structureRefusal(wanted);
}

function structureRefusal({ type, via, structure }: WantedCard): CardRefusal | undefined {
  if (!structure) return 'no-structure';
  const { nature, contract, ownPractice } = structure;
  if (!NATURES[type]?.includes(nature)) return 'wrong-structure';
  if (via === 'tops') return ownPractice ? undefined : 'not-own-practice';
  if (!AGAIN.includes(via) && nature === 'practice') return 'wrong-door';
  const excused = AGAIN.includes(via) && ownPractice;
  return contract || excused ? undefined : 'no-contract';
}

import type { IntermediateKey } from '../../ca/rules/names.js';

/** The cards of the CPx family. */
export type CardType = 'CPS' | 'CPF' | 'CPE' | 'CDE' | 'CPA' | 'CDA';

interface Kind {
  /** TRE_G02: a director's card has the code of his employees' ones. */
  readonly code: 0 | 1 | 2 | 3;
  /** TRE_G04: 1 for whoever answers for the structure. */
  readonly responsibility: 0 | 1;
  readonly label: string;
  /** Made for a person of the RPPS or of ADELI, or for somebody known by a structure. */
  readonly holder: 'professional' | 'staff';
  /** Who certifies it: the strong range for professionals, the standard one for staff. */
  readonly authority: IntermediateKey;
}

const PROFESSIONAL = { holder: 'professional', authority: 'ACI-FO-PP' } as const;
const STAFF = { holder: 'staff', authority: 'ACI-ST-PP' } as const;

export const CARD_KINDS: Readonly<Record<CardType, Kind>> = {
  CPS: { code: 0, responsibility: 0, label: 'Carte de professionnel de santé', ...PROFESSIONAL },
  CPF: { code: 1, responsibility: 0, label: 'Carte de professionnel de santé en formation', ...PROFESSIONAL },
  CPE: { code: 2, responsibility: 0, label: 'Carte de personnel d’établissement', ...STAFF },
  CDE: { code: 2, responsibility: 1, label: 'Carte de directeur d’établissement', ...STAFF },
  CPA: { code: 3, responsibility: 0, label: 'Carte de personnel de structure autorisée', ...STAFF },
  CDA: { code: 3, responsibility: 1, label: 'Carte de directeur de structure autorisée', ...STAFF },
};

/**
 * The kinds of card that the bearer of an identifier may hold, the usual one first: a registered professional has a
 * card of one's own, even as a director; staff of a structure has no RPPS number, hence no CPS (CSS art. R161-55).
 */
export function kindsFor(idNat: string): CardType[] {
  const holder = /^[08]/.test(idNat) ? 'professional' : 'staff';
  return (Object.keys(CARD_KINDS) as CardType[]).filter((type) => CARD_KINDS[type].holder === holder);
}

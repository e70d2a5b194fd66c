import { ownOrigin } from '../../../nomenclatures/index.js';

/** What is known of somebody who wants an e-CPS, on one day. */
export interface ActivationFacts {
  /** Civil day in Paris, YYYY-MM-DD, simulated. */
  readonly day: string;
  readonly idNat: string;
  readonly exercises: readonly { readonly profession: string; readonly category: string }[];
  readonly mail: string | undefined;
  /** `original`: as the source kept it, with or without an international prefix. */
  readonly mobile: { readonly e164: string; readonly original: string } | undefined;
  /** Code of the authority that vouches for mail and mobile. */
  readonly contactsFrom: string | undefined;
  /** Cards that can sign in now. */
  readonly cards: readonly { readonly nominative: boolean }[];
}

/** Why a way is closed to somebody. */
export type Obstacle =
  | 'card-first'
  | 'enrol-at-oni'
  | 'adeli-by-card'
  | 'student'
  | 'mail-missing'
  | 'mobile-missing'
  | 'mobile-without-prefix'
  | 'no-card'
  | 'not-nominative';

/** One line of the dated table: in effect from `from` to `to`, both included. */
interface Line {
  readonly obstacle: Obstacle;
  readonly from?: string;
  readonly to?: string;
  readonly source: string;
  applies(facts: ActivationFacts): boolean;
}

export type Way = { readonly open: true } | { readonly open: false; readonly obstacles: readonly Met[] };

/** An obstacle met, and the text that puts it there. */
export interface Met {
  readonly obstacle: Obstacle;
  readonly source: string;
}

const CHAIN = 'Schéma de la chaîne des référentiels, janvier 2021';
const FAQ = 'FAQ e-CPS, novembre 2025';
const ARRETE = 'Arrêté du 4 avril 2022 sur l’e-CPS';

const NURSE = '60';

/** Interns of medicine, pharmacy and odontology, and students of maïeutique, have an e-CPS; other students have none. */
const TRAINED_WITH_MEANS = ['10', '21', '40', '50'];

const isNurse = ({ exercises }: ActivationFacts) => exercises.some(({ profession }) => profession === NURSE);
const inAdeliOnly = ({ idNat }: ActivationFacts) => idNat.startsWith('0') && !ownOrigin(idNat);
const isOtherStudent = ({ exercises }: ActivationFacts) =>
  exercises.length > 0 &&
  exercises.every((one) => one.category === 'E' && !TRAINED_WITH_MEANS.includes(one.profession));

/** A national number, `0…`, whose line is not in mainland France: a text message does not reach it without prefix. */
const lacksPrefix = ({ mobile }: ActivationFacts) =>
  mobile !== undefined && !mobile.e164.startsWith('+33') && !/^(\+|00)/.test(mobile.original.trim());

const CONTACTS: readonly Line[] = [
  {
    obstacle: 'card-first',
    to: '2021-02-11',
    source: `${CHAIN} : la carte physique est obligatoire pour les infirmiers qui en ont une, ouverture visée le 12/02`,
    applies: (facts) => isNurse(facts) && facts.cards.length > 0,
  },
  {
    obstacle: 'enrol-at-oni',
    source: `${CHAIN} : pas d’activation par mail et mobile pour les infirmiers qui ne sont pas inscrits à l’ordre`,
    applies: (facts) => isNurse(facts) && inAdeliOnly(facts) && facts.contactsFrom !== 'ONI',
  },
  {
    obstacle: 'adeli-by-card',
    source: `${FAQ} : avec un numéro ADELI, par la carte seulement`,
    // In the era of ADELI the contacts of the ordre reached nurses under their ADELI number.
    applies: (facts) => inAdeliOnly(facts) && !isNurse(facts),
  },
  {
    obstacle: 'adeli-by-card',
    from: '2021-10-28',
    source: `${FAQ} : avec un numéro ADELI, par la carte seulement`,
    applies: (facts) => inAdeliOnly(facts) && isNurse(facts) && facts.contactsFrom === 'ONI',
  },
  {
    obstacle: 'student',
    source: `${FAQ} : en formation, les internes et les étudiants en maïeutique seulement`,
    applies: isOtherStudent,
  },
  {
    obstacle: 'mail-missing',
    source: `${ARRETE} : deux secrets, l’un au mail, l’autre au téléphone`,
    applies: ({ mail }) => !mail,
  },
  {
    obstacle: 'mobile-missing',
    source: `${ARRETE} : deux secrets, l’un au mail, l’autre au téléphone`,
    applies: ({ mobile }) => !mobile,
  },
  {
    obstacle: 'mobile-without-prefix',
    to: '2021-10-27',
    source: `${CHAIN} : l’enrichissement d’ADELI garde dix caractères, l’envoi outre-mer ou à l’étranger demande l’indicatif`,
    applies: lacksPrefix,
  },
];

const CARD: readonly Line[] = [
  {
    obstacle: 'no-card',
    source: `${FAQ} : carte CPS, CPF, CPE, CPA ou CDE en cours de validité`,
    applies: ({ cards }) => cards.length === 0,
  },
  {
    obstacle: 'not-nominative',
    source: `${FAQ} : une carte non nominative n’active rien`,
    applies: ({ cards }) => cards.length > 0 && !cards.some(({ nominative }) => nominative),
  },
];

/**
 * By which ways somebody may activate an e-CPS on a day: with the contacts that the authority knows, and with the card.
 * Out: open, or every obstacle of that day with the text behind it, the most telling first.
 */
export function activationWays(facts: ActivationFacts): { readonly contacts: Way; readonly card: Way } {
  return { contacts: wayOf(CONTACTS, facts), card: wayOf(CARD, facts) };
}

function wayOf(lines: readonly Line[], facts: ActivationFacts): Way {
  const obstacles = lines
    .filter(({ from = '', to = '9999' }) => from <= facts.day && facts.day <= to)
    .filter((line) => line.applies(facts))
    .map(({ obstacle, source }) => ({ obstacle, source }));
  return obstacles.length === 0 ? { open: true } : { open: false, obstacles };
}

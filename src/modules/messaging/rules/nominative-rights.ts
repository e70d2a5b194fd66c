/** How a personal mailbox of this holder is identified: by his own number, or by his structure alone. */
export type IdentifiedBy = 'number' | 'structure';

/** One line of the table of those who may have a personal mailbox. */
export interface NominativeRight {
  /** List of the profession (TRE_G15, TRE_R94, TRE_R95), or TRE_R85 for a role. */
  readonly list: string;
  /** Codes of that list; every code when left out. */
  readonly codes?: readonly string[];
  /** Categories (TRE_R09); every one when left out. Students (E) are only meant where they are named. */
  readonly categories?: readonly string[];
  readonly identifiedBy: IdentifiedBy;
  /** First and last day, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to?: string;
  /** The text that the line comes from. */
  readonly source: string;
}

const OPENING = '2014-06-12';
const SHARING = '2016-07-20';
/** First day of the experiment of the RPPS+ (arrêté of 24 March 2021): roles have numbers from here on. */
const RPPS_PLUS = '2021-03-24';
const BEFORE_RPPS_PLUS = '2021-03-23';

const CARERS = ['313', '314', '315', '316', '317', '329'];
const CARERS_TEXT =
  'CSP R1110-2 1° (professions de la quatrième partie : L4241-1, L4391-1, L4392-1, L4393-1, L1132-1)';
const NAMED = ['307', '310', '322', '328', '330', '351'];
const NAMED_TEXT = 'CSP R1110-2 2° b, c, f, i, j';

const role = (codes: readonly string[], source: string): NominativeRight[] => [
  { list: 'TRE_R85', codes, identifiedBy: 'structure', from: SHARING, to: BEFORE_RPPS_PLUS, source },
  { list: 'TRE_R85', codes, identifiedBy: 'number', from: RPPS_PLUS, source },
];

/**
 * Who may have a personal mailbox, from when to when, and by which text. What is not written here is refused: a number
 * in the register is needed and never enough. The published table of roles was not found: the lines of roles follow
 * those that article R1110-2 of the public health code names one by one; those whom it only reaches through their
 * employer (2° g, the medical secretaries among them), and students, use mailboxes of their organisation.
 */
export const NOMINATIVE_RIGHTS: readonly NominativeRight[] = [
  {
    list: 'TRE_G15',
    categories: ['C', 'M', 'F'],
    identifiedBy: 'number',
    from: OPENING,
    source: 'CNIL, délibération 2014-239 du 12 juin 2014 ; CSP R1110-2 1°',
  },
  {
    list: 'TRE_R95',
    categories: ['C', 'F'],
    identifiedBy: 'number',
    from: SHARING,
    source: 'CSP R1110-2 2° b',
  },
  {
    list: 'TRE_R94',
    categories: ['C', 'F'],
    identifiedBy: 'number',
    from: SHARING,
    source: 'CSP R1110-2 2° a',
  },
  ...role(CARERS, CARERS_TEXT),
  ...role(NAMED, NAMED_TEXT),
];

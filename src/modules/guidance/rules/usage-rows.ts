import {
  USAGE_ACTS,
  type UsageAct,
  type UsageCondition,
  type UsageMeans,
  type UsageMode,
  type UsageService,
} from './usage-words.js';

interface Said {
  readonly answer: 'yes' | 'no';
  readonly condition?: UsageCondition;
  /** In French: for a no, why. */
  readonly why?: string;
  /** First and last day, `YYYY-MM-DD`. */
  readonly from?: string;
  readonly to?: string;
  readonly source: string;
  /** Whether a text says so, or we conclude it from what the texts say. */
  readonly certainty: 'text' | 'deduced';
}

export interface UsageRow extends Said {
  /** Stays the same: refusals name it. */
  readonly id: string;
  readonly service: UsageService;
  readonly act: UsageAct;
  readonly means: UsageMeans;
  readonly mode: UsageMode;
}

/** Call of INSi with a token of Pro Santé Connect (SEL-MP-043 v05.00.01). */
const INSI_BY_PSC = '2025-12-19';
const LAST_DAY_INSI_WITHOUT_PSC = '2025-12-18';
/** Last day of the means of transition (référentiel d’identification électronique, EXI 03). */
const LAST_DAY_OF_TRANSITION = '2025-12-31';
const AFTER_TRANSITION = '2026-01-01';

const INSI = 'Téléservice INSi, SEL-MP-043 v05.00.01 (19/12/2025)';
const DMP = 'DMP, SEL-MP-037 et guide d’intégration';
const MSS = 'MSSanté, référentiel des opérateurs et des clients de messagerie';
const RIE = 'PGSSI-S, identification électronique v1.0';

type Terms = Pick<Said, 'condition' | 'from' | 'to'>;
const yes = (source: string, terms: Terms = {}): Said => ({
  ...{ answer: 'yes', source, certainty: 'text' },
  ...terms,
});
const no = (source: string, why: string, terms: Terms = {}): Said => ({
  ...{ answer: 'no', source, why, certainty: 'text' },
  ...terms,
});
const deduced = (said: Said): Said => ({ ...said, certainty: 'deduced' });

const NAMELESS = deduced(
  no(RIE, 'Une carte de service ne dit pas qui agit : présentez une carte nominative.'),
);
const AUTHORISED_STRUCTURE = deduced(
  no(RIE, 'Une CPA ou une CDA ne donne pas accès aux services de soins : elle sert à gérer les moyens.'),
);
const PASSWORD = no(RIE, 'Un mot de passe n’est pas un moyen d’identification de ce service.');
const PASSWORD_UNTIL = [
  yes(`${RIE}, EXI 03`, { to: LAST_DAY_OF_TRANSITION }),
  no(
    `${RIE}, EXI 03`,
    'Le mot de passe et le code ne suffisent plus depuis le 1er janvier 2026 : utilisez l’e-CPS ou une carte.',
    { from: AFTER_TRANSITION },
  ),
];
const DMP_STAFF = no(
  `${DMP} ; usage des cartes CPE`,
  'Sans numéro RPPS, on lit les informations administratives, jamais les documents.',
);
const PROGRAM_ONLY = no(MSS, 'Cet appel est celui d’un logiciel, avec le certificat de sa structure.');
const NO_PERSONAL = no(MSS, 'Une BAL nominative est à un professionnel qui a un numéro RPPS.');
const NOT_ALONE = no(RIE, 'Un certificat dit quelle structure appelle, jamais quelle personne.');

const insiByPsc = (condition?: UsageCondition): Said[] => [
  no(
    INSI,
    'INSi n’accepte pas encore Pro Santé Connect ni l’e-CPS : présentez une carte, ou le certificat INSi.',
    {
      to: LAST_DAY_INSI_WITHOUT_PSC,
    },
  ),
  yes(INSI, { from: INSI_BY_PSC, ...(condition && { condition }) }),
];
const NO_AIR = no(`${DMP}, EX_AIR-010`, 'L’accès indirect renforcé (AIR) ne sert qu’à lire le DMP.');

/** Who calls INSi for one identity. */
const INSI_CALL: Record<UsageMeans, Said | Said[]> = {
  cps: yes(INSI),
  cpe: yes(INSI, { condition: 'delegation' }),
  'cpe-service': NAMELESS,
  cpa: AUTHORISED_STRUCTURE,
  psc: insiByPsc(),
  'psc-staff': insiByPsc('delegation'),
  org: yes(INSI, { condition: 'insi-name' }),
  air: NO_AIR,
  password: PASSWORD,
};
const PERSON_CANNOT_BATCH = deduced(
  no(INSI, 'Un lot est envoyé par un logiciel, sans personne : il demande le certificat INSI-AUTO.'),
);

const TABLE: Record<UsageAct, Record<UsageMeans, Said | Said[]>> = {
  'insi-search': INSI_CALL,
  'insi-verify': INSI_CALL,
  'insi-batch': {
    ...{ cps: PERSON_CANNOT_BATCH, cpe: PERSON_CANNOT_BATCH, 'cpe-service': NAMELESS },
    ...{ cpa: AUTHORISED_STRUCTURE, psc: PERSON_CANNOT_BATCH, 'psc-staff': PERSON_CANNOT_BATCH },
    org: deduced(yes(INSI, { condition: 'insi-auto' })),
    ...{ air: NO_AIR, password: PASSWORD },
  },
  'dmp-feed': {
    ...{ cps: yes(DMP), cpe: yes(DMP), 'cpe-service': NAMELESS, cpa: AUTHORISED_STRUCTURE },
    psc: deduced(no(DMP, 'Le dépôt se fait avec une carte, ou par les deux certificats de la structure.')),
    'psc-staff': deduced(
      no(DMP, 'Le dépôt se fait avec une carte, ou par les deux certificats de la structure.'),
    ),
    org: yes(`${DMP}, EX_GEN-1450`, { condition: 'two-certificates' }),
    ...{ air: NO_AIR, password: PASSWORD },
  },
  'dmp-consult': {
    cps: yes(DMP, { condition: 'matrix' }),
    ...{ cpe: DMP_STAFF, 'cpe-service': NAMELESS, cpa: AUTHORISED_STRUCTURE },
    psc: yes(DMP, { condition: 'matrix' }),
    'psc-staff': DMP_STAFF,
    org: no(
      `${DMP}, EX_AIR-085`,
      'Le certificat d’une structure dépose, et ne lit jamais seul : une personne doit s’identifier.',
    ),
    air: yes(`${DMP}, EX_AIR-080 et 085`, { condition: 'matrix' }),
    password: PASSWORD,
  },
  'dmp-administrative': {
    ...{ cps: yes(DMP), cpe: yes(DMP), 'cpe-service': NAMELESS, cpa: AUTHORISED_STRUCTURE },
    ...{ psc: yes(DMP), 'psc-staff': yes(DMP), org: NOT_ALONE, air: deduced(yes(DMP)), password: PASSWORD },
  },
  'mss-personal': {
    cps: yes(MSS, { condition: 'mailbox-right' }),
    ...{ cpe: NO_PERSONAL, 'cpe-service': NAMELESS, cpa: AUTHORISED_STRUCTURE },
    psc: yes(MSS, { condition: 'mailbox-right' }),
    ...{ 'psc-staff': NO_PERSONAL, org: NOT_ALONE, air: NOT_ALONE, password: PASSWORD_UNTIL },
  },
  'mss-organisation': {
    cps: yes(MSS, { condition: 'member' }),
    cpe: yes(MSS, { condition: 'member' }),
    ...{ 'cpe-service': NAMELESS, cpa: AUTHORISED_STRUCTURE },
    psc: yes(MSS, { condition: 'member' }),
    'psc-staff': yes(MSS, { condition: 'member' }),
    ...{ org: NOT_ALONE, air: NOT_ALONE, password: PASSWORD_UNTIL },
  },
  'mss-delegated': {
    cps: yes(MSS, { condition: 'delegate' }),
    ...{ cpe: NO_PERSONAL, 'cpe-service': NAMELESS, cpa: AUTHORISED_STRUCTURE },
    psc: yes(MSS, { condition: 'delegate' }),
    ...{ 'psc-staff': NO_PERSONAL, org: NOT_ALONE, air: NOT_ALONE },
    password: no(MSS, 'Une BAL déléguée s’ouvre sous son propre nom, par l’e-CPS ou une carte.'),
  },
  'mss-program': {
    ...{ cps: PROGRAM_ONLY, cpe: PROGRAM_ONLY, 'cpe-service': PROGRAM_ONLY, cpa: PROGRAM_ONLY },
    ...{
      psc: PROGRAM_ONLY,
      'psc-staff': PROGRAM_ONLY,
      org: yes(MSS),
      air: PROGRAM_ONLY,
      password: PROGRAM_ONLY,
    },
  },
  'record-remote': {
    ...{ cps: yes(`${RIE}, EXI 22`), cpe: yes(`${RIE}, EXI 22`), 'cpe-service': NAMELESS },
    cpa: AUTHORISED_STRUCTURE,
    ...{ psc: yes(`${RIE}, EXI 22`), 'psc-staff': yes(`${RIE}, EXI 22`), org: NOT_ALONE, air: NOT_ALONE },
    password: PASSWORD_UNTIL,
  },
};

const modeOf = (means: UsageMeans): UsageMode =>
  means === 'org' ? 'indirect' : means === 'air' ? 'air' : 'direct';

/**
 * Which means opens what, from when to when, and by which text: one line for each act and means, several where the
 * answer changed. What no line says is refused.
 */
export const USAGE_ROWS: readonly UsageRow[] = Object.entries(TABLE).flatMap(([act, byMeans]) =>
  Object.entries(byMeans).flatMap(([means, said]) =>
    [said].flat().map((one, index) => ({
      ...one,
      id: `${act}.${means}.${index + 1}`,
      service: USAGE_ACTS[act as UsageAct].service,
      act: act as UsageAct,
      means: means as UsageMeans,
      mode: modeOf(means as UsageMeans),
    })),
  ),
);

/** What somebody, or a program, shows to a sectoral service. */
export const USAGE_MEANS = {
  cps: 'CPS ou CPF (carte présentée)',
  cpe: 'CPE nominative ou CDE (carte présentée)',
  'cpe-service': 'CPE de service (sans nom)',
  cpa: 'CPA ou CDA (carte présentée)',
  psc: 'Pro Santé Connect, avec un numéro RPPS (e-CPS ou carte)',
  'psc-staff': 'Pro Santé Connect, sans numéro RPPS (e-CPE)',
  org: 'Certificat logiciel de la structure',
  air: 'Certificat de la structure et personne identifiée (AIR)',
  password: 'Mot de passe et code à usage unique',
} as const;
export type UsageMeans = keyof typeof USAGE_MEANS;

/** The same in few letters, for the head of a column. */
export const SHORT_MEANS: Readonly<Record<UsageMeans, string>> = {
  ...{ cps: 'CPS', cpe: 'CPE', 'cpe-service': 'CPE de service', cpa: 'CPA' },
  ...{ psc: 'e-CPS', 'psc-staff': 'e-CPE', org: 'Certificat', air: 'AIR', password: 'Mot de passe' },
};

export const USAGE_SERVICES = {
  insi: 'INSi : identité nationale de santé',
  dmp: 'DMP : dossier médical partagé',
  mssante: 'MSSanté : messagerie sécurisée',
  record: 'DPI et DUI : dossiers des établissements',
} as const;
export type UsageService = keyof typeof USAGE_SERVICES;

/** What is done at each service. */
export const USAGE_ACTS = {
  'insi-search': { service: 'insi', label: 'Rechercher l’identité d’un patient' },
  'insi-verify': { service: 'insi', label: 'Vérifier une identité' },
  'insi-batch': { service: 'insi', label: 'Vérifier un lot d’identités, sans personne' },
  'dmp-feed': { service: 'dmp', label: 'Déposer un document' },
  'dmp-consult': { service: 'dmp', label: 'Lire les documents' },
  'dmp-administrative': { service: 'dmp', label: 'Lire les informations administratives' },
  'mss-personal': { service: 'mssante', label: 'Ouvrir sa BAL nominative' },
  'mss-organisation': { service: 'mssante', label: 'Ouvrir une BAL organisationnelle dont on est membre' },
  'mss-delegated': { service: 'mssante', label: 'Ouvrir une BAL déléguée par son titulaire' },
  'mss-program': { service: 'mssante', label: 'Appeler l’opérateur par un logiciel' },
  'record-remote': { service: 'record', label: 'Ouvrir le dossier d’un usager à distance' },
} as const satisfies Record<string, { service: UsageService; label: string }>;
export type UsageAct = keyof typeof USAGE_ACTS;

export const ACT_NAMES = Object.keys(USAGE_ACTS) as UsageAct[];
export const MEANS_NAMES = Object.keys(USAGE_MEANS) as UsageMeans[];

/** How a call reaches a service: by one's own means, by the structure that vouches for its people, or by both. */
export type UsageMode = 'direct' | 'indirect' | 'air';

/** What a yes still asks for. */
export const USAGE_CONDITIONS = {
  delegation: 'par délégation du professionnel responsable',
  'insi-name': 'certificat AUTH_CLI nommé INSI-AUTO ou INSI-MANU, exactement',
  'insi-auto': 'certificat AUTH_CLI nommé INSI-AUTO, exactement',
  'two-certificates': 'deux certificats : AUTH_CLI pour la connexion, SIGN pour le dépôt',
  matrix: 'selon la matrice d’habilitation du DMP',
  'mailbox-right': 'pour les professions et les rôles habilités à la messagerie',
  member: 'pour les membres de la BAL',
  delegate: 'pour la personne désignée, pendant la durée dite',
} as const;
export type UsageCondition = keyof typeof USAGE_CONDITIONS;

import { type Authority, authorities } from '../../modules/authorities/index.js';

/** The words of one portal. Everything else is the same component for all. */
export interface PortalTexts {
  /** How a member is called, with its article: «un médecin». */
  readonly aMember: string;
  /** Under the title of the front page. */
  readonly lead: string;
  /** What the ordre looks at before it validates, besides the identity document. Each is one box to tick. */
  readonly checks: readonly { readonly key: string; readonly label: string }[];
}

const IN_ORDRE = [
  { key: 'diploma', label: 'Diplôme ou titre de formation vérifié' },
  { key: 'faculty', label: 'Authenticité du diplôme confirmée par l’établissement' },
  { key: 'morality', label: 'Casier judiciaire et moralité vérifiés' },
  { key: 'session', label: 'Inscription au tableau décidée en séance' },
];

const TEXTS: Readonly<Record<string, PortalTexts>> = {
  CNOM: {
    aMember: 'un médecin',
    lead: 'L’espace des médecins inscrits au tableau : vos coordonnées, votre dossier, vos démarches.',
    checks: [...IN_ORDRE, { key: 'specialty', label: 'Spécialité ou DES vérifié' }],
  },
  CNOP: {
    aMember: 'un pharmacien',
    lead: 'L’espace des pharmaciens inscrits au tableau, toutes sections confondues.',
    checks: [...IN_ORDRE, { key: 'section', label: 'Section du tableau vérifiée' }],
  },
  ONCD: {
    aMember: 'un chirurgien-dentiste',
    lead: 'L’espace des chirurgiens-dentistes : vos coordonnées et votre dossier à l’ordre.',
    checks: IN_ORDRE,
  },
  CNOSF: {
    aMember: 'une sage-femme',
    lead: 'L’espace des sages-femmes : vos coordonnées et votre dossier à l’ordre.',
    checks: IN_ORDRE,
  },
  CNOMK: {
    aMember: 'un masseur-kinésithérapeute',
    lead: 'L’espace des masseurs-kinésithérapeutes : vos coordonnées et votre dossier à l’ordre.',
    checks: IN_ORDRE,
  },
  CNOPP: {
    aMember: 'un pédicure-podologue',
    lead: 'L’espace des pédicures-podologues : vos coordonnées et votre dossier à l’ordre.',
    checks: IN_ORDRE,
  },
  ONI: {
    aMember: 'un infirmier',
    lead: 'L’espace des infirmiers inscrits à l’ordre : vos coordonnées et votre dossier.',
    checks: IN_ORDRE,
  },
  SSA: {
    aMember: 'un professionnel de santé militaire',
    lead: 'L’espace des professionnels du Service de santé des armées.',
    checks: [
      { key: 'diploma', label: 'Diplôme ou titre de formation vérifié' },
      { key: 'service', label: 'Position de service vérifiée auprès de l’employeur militaire' },
    ],
  },
};

/** One portal: the authority, where its pages are, and its words. */
export interface Portal {
  readonly authority: Authority;
  /** `/ordres/cnom`. */
  readonly path: string;
  /** `Mon espace`, `e-POP`… */
  readonly tool: string;
  readonly texts: PortalTexts;
}

/** Every authority that has a portal, in the order of the list of authorities. */
export function portals(): Portal[] {
  return authorities().flatMap((authority) => {
    const texts = TEXTS[authority.code];
    if (!authority.portal || !texts) return [];
    return [{ authority, path: authority.portal.path, tool: authority.portal.tool, texts }];
  });
}

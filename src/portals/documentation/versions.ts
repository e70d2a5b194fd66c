/** One state of the guide: what changed for those who had read the one before. */
export interface GuideVersion {
  readonly version: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly changes: readonly string[];
}

/** Newest first. A change of the guide, or of what it describes, is a line here. */
export const GUIDE_VERSIONS: readonly [GuideVersion, ...GuideVersion[]] = [
  {
    version: '1.3',
    date: '2026-11-22',
    changes: [
      'Identités d’essai : chaque préfixe, chaque population, PSI, EDIT, ou d’après une réponse de userinfo collée.',
      'Réglages d’Apache et de LemonLDAP::NG repris sur les vrais programmes : les commandes de LemonLDAP::NG ont changé.',
      'Le format de userinfo en JSON Schema.',
    ],
  },
  {
    version: '1.2',
    date: '2026-11-22',
    changes: [
      'Raccordement en ligne : dossier, décision, secret montré une fois, rotation avec recouvrement.',
      'Moyens acceptés par service, Pro Santé Connect seul ou avec d’autres, retour par un seul facteur.',
      'Avis de changement des personnes connues, authentification du service par certificat.',
      'Réglages prêts à coller pour cinq clients usuels.',
    ],
  },
  {
    version: '1.1',
    date: '2026-11-21',
    changes: [
      'CIBA en mode ping, jetons liés par DPoP, demandes déposées d’avance (PAR).',
      'Jeu de données clair, à côté du jeu national.',
    ],
  },
  {
    version: '1.0',
    date: '2026-11-20',
    changes: ['Première version : flux par code, données, durées, déconnexion, erreurs.'],
  },
];

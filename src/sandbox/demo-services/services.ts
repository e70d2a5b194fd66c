import type { GivenDeclaration } from '../../modules/identity-provider/index.js';

/** What a demo service offers besides telling who is there. */
export type Feature = 'care-record' | 'patients' | 'user-record' | 'dmp' | 'mail';

/** A demo service: where it stands, and what its entry of the catalogue says. */
export interface DemoDescription {
  readonly clientId: string;
  readonly name: string;
  readonly organisation: string;
  readonly purpose: string;
  readonly tone: 'indigo' | 'plum';
  /** Which of the two ports of the demo services, and below which path there. */
  readonly site: 0 | 1;
  readonly path: string;
  readonly kind: NonNullable<GivenDeclaration['kind']>;
  readonly feature?: Feature;
}

/** The services of the sandbox that people can open. The first two are the ones at the roots of their ports. */
export const DEMO_SERVICES: readonly DemoDescription[] = [
  {
    clientId: 'demo-dossier-de-soins',
    name: 'Dossier de soins',
    organisation: 'Établissement imaginaire',
    tone: 'indigo',
    purpose: 'Consulter et compléter les dossiers des patients d’un établissement imaginaire.',
    ...{ site: 0, path: '', kind: 'integrates', feature: 'care-record' },
  },
  {
    clientId: 'demo-tele-expertise',
    name: 'Télé-expertise',
    organisation: 'Région imaginaire',
    tone: 'plum',
    purpose: 'Demander l’avis d’un confrère à distance, dans une région imaginaire.',
    ...{ site: 1, path: '', kind: 'other' },
  },
  {
    clientId: 'demo-infos-patient',
    name: 'Infos Patient',
    organisation: 'CNAM',
    tone: 'plum',
    purpose: 'Lire la situation administrative d’un patient inventé, sur le portail d’une assurance maladie.',
    ...{ site: 1, path: '/infos-patient', kind: 'national', feature: 'patients' },
  },
  {
    clientId: 'demo-tops',
    name: 'TOPS',
    organisation: 'ASIP Santé',
    tone: 'plum',
    purpose: 'Essayer sa connexion et lire ce que Pro Santé Connect dit de soi.',
    ...{ site: 1, path: '/tops', kind: 'other' },
  },
  {
    clientId: 'demo-dui',
    name: 'Dossier usager informatisé',
    organisation: 'Association imaginaire',
    tone: 'indigo',
    purpose: 'Suivre les usagers d’un établissement médico-social, et appeler INSi, le DMP et MSSanté.',
    ...{ site: 0, path: '/dui', kind: 'integrates', feature: 'user-record' },
  },
  {
    clientId: 'demo-web-ps-dmp',
    name: 'DMP pour les professionnels',
    organisation: 'CNAM',
    tone: 'plum',
    purpose: 'Lire le dossier d’un patient inventé, dans les limites de sa profession ou de sa fonction.',
    ...{ site: 1, path: '/dmp', kind: 'national', feature: 'dmp' },
  },
  {
    clientId: 'demo-messagerie',
    name: 'Messagerie de démonstration',
    organisation: 'Opérateur imaginaire',
    tone: 'indigo',
    purpose: 'Ouvrir ses boîtes MSSanté, activer la sienne, la déléguer.',
    ...{ site: 1, path: '/messagerie', kind: 'integrates', feature: 'mail' },
  },
];

/** The core services that a care record calls on behalf of the person who is signed in (services socles). */
export const CORE_SERVICES = [
  {
    code: 'insi',
    clientId: 'demo-insi',
    name: 'INSi',
    purpose: 'Retrouver et vérifier l’identité nationale de santé d’un patient inventé.',
  },
  {
    code: 'mssante',
    clientId: 'demo-mssante',
    name: 'MSSanté',
    purpose: 'Envoyer un message sécurisé d’un professionnel à un autre.',
  },
  {
    code: 'dmp',
    clientId: 'demo-dmp',
    name: 'DMP',
    purpose: 'Lire et déposer des documents dans un dossier médical partagé inventé.',
  },
] as const;

type Project = Pick<GivenDeclaration, 'name' | 'organisation' | 'purpose' | 'kind' | 'otherMeans'>;

/** Services of the catalogue that are not connected: projects, and what the rules flag. */
export const PROJECTS: readonly (Project & { readonly key: string })[] = [
  ...['SARA', 'SESAN'].map((name) => ({
    key: `demo-gcs-${name.toLowerCase()}`,
    name: `Portail régional GCS ${name}`,
    organisation: `GCS ${name}`,
    purpose: 'Ouvrir les services numériques d’une région à ses professionnels.',
  })),
  {
    key: 'demo-silpc',
    name: 'Dossier hospitalier SILPC',
    organisation: 'SILPC',
    purpose: 'Ouvrir des logiciels hospitaliers par une seule connexion.',
  },
  {
    key: 'demo-registre-national',
    name: 'Registre national imaginaire',
    organisation: 'Agence imaginaire',
    purpose: 'Tenir un registre national, encore sans Pro Santé Connect.',
    kind: 'national',
    otherMeans: ['CARD'],
  },
  {
    key: 'demo-dossier-usager-historique',
    name: 'Dossier usager historique',
    organisation: 'Association imaginaire',
    purpose: 'Tenir le dossier des usagers d’un établissement médico-social, avec un mot de passe local.',
    kind: 'integrates',
    otherMeans: ['PASSWORD'],
  },
];

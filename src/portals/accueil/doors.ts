export interface Door {
  readonly href: string;
  readonly title: string;
  readonly text: string;
}

/** The four steps of the chain, in the order a datum takes. */
export const CHAIN_DOORS: readonly Door[] = [
  {
    href: '/ordres',
    title: 'Portails des ordres',
    text: 'S’inscrire, tenir ses coordonnées à jour ; valider un dossier.',
  },
  {
    href: '/rpps',
    title: 'Consultation du RPPS',
    text: 'Le registre, en lecture seule, pour l’Assurance maladie.',
  },
  {
    href: '/annuaire',
    title: 'Annuaire Santé',
    text: 'Trouver un professionnel par son nom et son lieu d’exercice.',
  },
  {
    href: '/portail-psc',
    title: 'Portail Pro Santé Connect',
    text: 'Voir ce que Pro Santé Connect sait d’un identifiant.',
  },
];

/** What a professional comes for. */
export const OWN_DOORS: readonly Door[] = [
  {
    href: '/portail-psc/activation',
    title: 'Activer mon e-CPS',
    text: 'Avec la carte, ou par courriel et SMS : le téléphone ouvre les services.',
  },
  {
    href: '/portefeuille',
    title: 'Mon portefeuille',
    text: 'Où suis-je connecté, avec quoi ; fermer mes sessions, signaler un téléphone perdu.',
  },
  {
    href: '/ma-carte',
    title: 'Ma Carte',
    text: 'Commander ma carte, la suivre, déclarer un incident, la renouveler.',
  },
  {
    href: '/tops',
    title: 'TOPS',
    text: 'Pour un libéral : les cartes de ses salariés, et les incidents de la sienne.',
  },
  { href: '/e-cps', title: 'Application e-CPS', text: 'La page à ouvrir sur le téléphone.' },
  {
    href: '/annuaire/compte',
    title: 'Mon compte de l’Annuaire',
    text: 'Voir tout ce que l’annuaire sait de moi.',
  },
  {
    href: '/suivi',
    title: 'Suivi de mes données',
    text: 'De l’ordre au jeton : où en est chaque changement, date par date.',
  },
];

/** For those who act for a structure. */
export const STRUCTURE_DOORS: readonly Door[] = [
  {
    href: '/mes-habilitations',
    title: 'MesHabilitations',
    text: 'Le contrat de la structure, et qui agit pour elle : mandataires, administrateurs techniques, structures tierces.',
  },
  {
    href: '/tom',
    title: 'TOM',
    text: 'Les cartes du personnel : commander, renouveler, déclarer un incident, une par une ou par un fichier.',
  },
  {
    href: '/igc/plateforme',
    title: 'Plateforme IGC',
    text: 'Les certificats des logiciels et des serveurs : lesquels pour INSi et le DMP, commander, renouveler, révoquer.',
  },
  {
    href: '/personnel',
    title: 'Personnel de remplacement',
    text: 'Avant un contrat : situation à jour, moyen d’identification, oui ou non.',
  },
  {
    href: '/formulaires',
    title: 'Formulaires',
    text: 'F101, F301, F420, F502 et les autres, en ligne, avec un numéro et une copie à imprimer.',
  },
];

/** What anybody may look at. */
export const PUBLIC_DOORS: readonly Door[] = [
  {
    href: '/moyens-d-identification',
    title: 'Moyens d’identification',
    text: 'Cartes, e-CPS, certificats : lequel est le vôtre, et comment l’obtenir.',
  },
  {
    href: '/incident',
    title: 'Un problème avec ma carte',
    text: 'Perdue, volée, en panne, codes oubliés : même sans pouvoir se connecter.',
  },
  {
    href: '/usages',
    title: 'Quel moyen pour quel service ?',
    text: 'Carte, e-CPS ou certificat : ce que chacun ouvre, et qui lit quoi dans le DMP.',
  },
  {
    href: '/services',
    title: 'Services',
    text: 'Qui est raccordé, sous quelles règles, et comment raccorder le sien.',
  },
  {
    href: '/documentation',
    title: 'Documentation',
    text: 'Le guide d’intégration, des exemples, les descriptions des API.',
  },
  {
    href: '/statistiques',
    title: 'Statistiques',
    text: 'Combien de professionnels, par profession, autorité, département et mode d’exercice.',
  },
];

/** For the support. */
export const SUPPORT_DOORS: readonly Door[] = [
  {
    href: '/incident/demandes',
    title: 'Déclarations à traiter',
    text: 'Les incidents déclarés sans connexion, avec leur pièce d’identité.',
  },
];

/** For whoever keeps the chain going. */
export const OPERATOR_DOORS: readonly Door[] = [
  {
    href: '/exploitation',
    title: 'Exploitation',
    text: 'Les retards de chaque étape, les travaux qui ont échoué, et de quoi les relancer.',
  },
  {
    href: '/mssante',
    title: 'Messageries MSSanté',
    text: 'Pour les opérateurs : publier, changer et retirer les boîtes aux lettres de leurs domaines.',
  },
];

export interface Door {
  readonly href: string;
  readonly title: string;
  readonly text: string;
}

/** The doors of the chain, in the order a datum takes. */
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
    href: '/annuaire/compte',
    title: 'Mon compte de l’Annuaire',
    text: 'Voir tout ce que l’annuaire sait de moi.',
  },
  {
    href: '/portail-psc',
    title: 'Portail Pro Santé Connect',
    text: 'Vérifier ce que Pro Santé Connect sait d’un identifiant, activer une e-CPS.',
  },
  { href: '/e-cps', title: 'Application e-CPS', text: 'La page à ouvrir sur le téléphone.' },
  {
    href: '/suivi',
    title: 'Suivi d’une donnée',
    text: 'De l’ordre au jeton : où en est chaque changement, date par date.',
  },
];

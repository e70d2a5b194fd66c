/** One requirement of the field on electronic identification, and what in this program meets it. */
export interface Control {
  /** As the text numbers it. */
  readonly id: string;
  readonly requirement: string;
  readonly control: string;
  /** A page where it can be seen. */
  readonly page: string;
  /** The test that shows it, in the program's own tree. */
  readonly test: string;
}

/**
 * Requirements on the provider: PGSSI-S, référentiel d'identification électronique v1.0 (EXI, 4.2), and RIE-PS of the
 * draft second version (2026), in our own words.
 */
export const CONTROLS: readonly Control[] = [
  {
    id: 'PGSSI-S EXI 01',
    requirement: 'Une personne est désignée par son numéro RPPS, à défaut par l’identifiant qui le précède.',
    control: 'L’identifiant national est le numéro RPPS dès qu’il existe ; les autres restent dans otherIds.',
    page: '/portail-psc',
    test: 'tests/identity-provider/national-claims.test.ts',
  },
  {
    id: 'PGSSI-S EXI 03',
    requirement: 'Un service sensible n’accepte que des moyens de niveau substantiel au moins.',
    control: 'Un service qui ne dit rien ne reçoit que des moyens forts ; le catalogue donne le niveau réel.',
    page: '/services/catalogue',
    test: 'src/modules/identity-provider/rules/compliance.test.ts',
  },
  {
    id: 'PGSSI-S EXI 04',
    requirement: 'Pro Santé Connect est mis en œuvre au 1er janvier 2023 par les services sensibles.',
    control: 'Les services non raccordés sont nommés sur cette page, règle datée à l’appui.',
    page: '/services/conformite',
    test: 'src/modules/identity-provider/rules/compliance.test.ts',
  },
  {
    id: 'PGSSI-S EXI 05',
    requirement: 'Quand Pro Santé Connect dit le niveau, rien de plus faible que substantiel n’est accepté.',
    control: 'acr vaut eidas1 pour un moyen fort et 0 pour un facteur seul, qui ne satisfait jamais eidas1.',
    page: '/documentation/guide',
    test: 'src/modules/identity-provider/rules/means.test.ts',
  },
  {
    id: 'PGSSI-S EXI 06',
    requirement: 'Toute carte CPx ouvre ; le service décide des cartes non nominatives.',
    control: 'La carte est lue sur un port à part, sa chaîne et sa révocation vérifiées à chaque demande.',
    page: '/documentation/guide',
    test: 'tests/identity-provider/card.test.ts',
  },
  {
    id: 'PGSSI-S 4.2.2',
    requirement: 'L’identifiant, l’identité d’exercice et les données du registre sont fournis au service.',
    control: 'Le jeu national de données, à la lettre, relu à chaque appel.',
    page: '/services/securite',
    test: 'tests/identity-provider/userinfo.test.ts',
  },
  {
    id: 'PGSSI-S 4.2.3',
    requirement: 'Deux moyens équivalents au moins, et la place pour d’autres fournisseurs d’identité.',
    control:
      'e-CPS et carte ouvrent la même session ; d’autres moyens s’ajoutent sans rien changer aux services.',
    page: '/services/conformite',
    test: 'tests/identity-provider/card.test.ts',
  },
  {
    id: 'RIE-PS 07',
    requirement: 'L’enrôlement passe par un moyen fort ou des contacts vérifiés, et par le registre.',
    control: 'L’e-CPS s’active par un lien et un code, aux seules coordonnées connues de l’autorité.',
    page: '/portail-psc/activation',
    test: 'tests/credentials/activation.test.ts',
  },
  {
    id: 'RIE-PS 08',
    requirement: 'Un moyen se renouvelle tous les trois ans au plus et se révoque à tout moment.',
    control: 'Trois ans de validité ; fin immédiate par la personne, l’opposition ou la radiation.',
    page: '/e-cps',
    test: 'tests/identity-provider/chain.test.ts',
  },
  {
    id: 'RIE-PS 09',
    requirement: 'Deux facteurs de nature différente, dynamiques, et une parade à l’hameçonnage.',
    control: 'Le téléphone signe avec sa clé après le code ; la personne reconnaît un nombre parmi trois.',
    page: '/e-cps',
    test: 'tests/credentials/approval.test.ts',
  },
  {
    id: 'RIE-PS 11 et 12',
    requirement: 'Une authentification unique, par OpenID Connect.',
    control: 'Une session ouvre tous les services ; OpenID Connect est le seul protocole.',
    page: '/documentation/guide',
    test: 'tests/identity-provider/sessions.test.ts',
  },
  {
    id: 'RIE-PS 13',
    requirement: 'Une session de quatre heures au plus, trente minutes sans usage.',
    control: 'Tout redemande après quatre heures ; le rafraîchissement ne prolonge rien.',
    page: '/documentation/guide',
    test: 'src/modules/identity-provider/rules/lifetimes.test.ts',
  },
  {
    id: 'Déconnexion',
    requirement:
      'Se déconnecter du service ferme aussi Pro Santé Connect, et les autres services l’apprennent.',
    control:
      'Déconnexion par le navigateur ou de serveur à serveur, annoncée à chaque service par travaux repris.',
    page: '/documentation/guide',
    test: 'tests/identity-provider/told-logout.test.ts',
  },
  {
    id: 'Traçabilité',
    requirement: 'Chaque connexion et chaque refus laisse une trace, la même pour tous les services.',
    control: 'Un journal unique ; les secrets n’y sont jamais, les refus y sont tous.',
    page: '/services/securite',
    test: 'tests/identity-provider/one-trail.test.ts',
  },
  {
    id: 'Raccordement',
    requirement: 'Seul un service habilité est servi.',
    control: 'Un service est déclaré, vérifié, accepté par un exploitant ; un inconnu est refusé.',
    page: '/services/catalogue',
    test: 'tests/identity-provider/declarations.test.ts',
  },
];

import type { CardRefusal } from './rules/eligibility.js';

/** Why a card is refused, as people read it: what is wrong, and what to do instead. */
export const notDelivered: Readonly<Record<CardRefusal, string>> = {
  'wrong-door': 'Cette carte ne se commande pas ici.',
  'not-eligible':
    'Cette personne n’est pas dans la liste des professionnels qui reçoivent cette carte. L’e-CPS lui reste ouverte si elle est enregistrée.',
  'other-card': 'Cette personne a droit à une autre carte de professionnel.',
  'role-has-ecps': 'Cette personne a un numéro RPPS : elle active l’e-CPS, sans carte.',
  'own-card': 'Un professionnel de santé a sa propre carte, même comme directeur ou salarié.',
  'always-nominative': 'Seule une carte CPE peut être au nom d’un service.',
  'no-structure': 'Indiquez la structure qui emploie le porteur.',
  'wrong-structure': 'Ce type de carte n’est pas celui de cette structure.',
  'not-own-practice': 'Vous n’exercez pas en libéral dans cette structure.',
  'no-contract': 'La structure n’a pas de contrat en cours : son représentant légal doit d’abord le signer.',
};

/** What people and programs read about a faulty field of a registration. */
export const messages = {
  'birth-name-missing': 'Indiquez le nom de naissance.',
  'given-names-missing': 'Indiquez tous les prénoms de l’état civil.',
  'sex-missing': 'Indiquez le sexe de l’état civil : F ou M.',
  'birth-date-missing': 'Indiquez la date de naissance.',
  'birth-date-impossible': 'Cette date de naissance n’est pas possible. Écrivez-la AAAA-MM-JJ.',
  'birth-place-missing': 'Indiquez le lieu de naissance.',
  'birth-commune-wrong':
    'Le code INSEE de la commune est exigé pour une naissance en France, et là seulement.',
  'unknown-code': 'Ce code n’existe pas dans la nomenclature, ou n’est plus ouvert.',
  'unknown-profession': 'Cette profession n’existe pas dans cette catégorie.',
  'not-competent': 'Votre autorité n’enregistre pas cette profession dans cette catégorie.',
  'unknown-skill': 'Ce savoir-faire n’existe pas pour cette profession.',
  'repeated-key': 'Cette clé est déjà prise par une autre activité du même exercice.',
  'unknown-structure': 'Cette structure est inconnue.',
  'name-missing': 'Indiquez le nom et le prénom d’exercice.',
  'impossible-day': 'Cette date n’existe pas. Écrivez-la AAAA-MM-JJ.',
  'end-before-start': 'La fin vient avant le début.',
  'mail-wrong': 'Cette adresse électronique n’est pas lisible.',
  'mobile-wrong': 'Ce numéro de mobile n’est pas lisible. Exemple : 06 39 98 00 00.',
  'future-effect': 'Un changement ne peut pas prendre effet dans le futur.',
  'validation-agent-missing': 'Indiquez l’agent qui a validé l’enregistrement.',
  'validation-checks-missing': 'Indiquez au moins une pièce vérifiée.',
  'validation-in-future': 'La validation ne peut pas être datée du futur.',
} as const;

export type ProblemCode = keyof typeof messages;

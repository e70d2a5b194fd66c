import type { IdNatProblem } from './id-nat.js';
import type { StructureIdProblem } from './structure-id.js';

/** What a person reads when their national identifier cannot be read: what is wrong, then what to do. */
export const idNatMessages: Record<IdNatProblem, string> = {
  empty: 'Saisissez votre identifiant national.',
  'too-long': 'Cet identifiant est trop long. Vérifiez votre saisie.',
  'forbidden-characters':
    'Un identifiant ne contient que des chiffres, des lettres sans accent et une barre « / ».',
  'rpps-without-prefix': 'Vous avez saisi un numéro RPPS : ajoutez 8 devant.',
  'adeli-without-prefix': 'Vous avez saisi un numéro ADELI : ajoutez 0 devant.',
  'wrong-prefix':
    'Le premier chiffre n’annonce aucun identifiant connu : 8 pour un numéro RPPS, 0 pour un numéro ADELI, 3 pour un FINESS, 5 pour un SIRET.',
  'bad-length': 'Le nombre de caractères n’est pas le bon. Vérifiez qu’il ne manque rien.',
  'bad-key': 'Ce numéro contient une erreur de frappe : sa clé de contrôle n’est pas la bonne.',
  'missing-internal-id': 'Ajoutez une barre « / » puis votre numéro interne dans la structure.',
  'bad-internal-id': 'Le numéro après la barre « / » n’est pas lisible. Vérifiez votre saisie.',
};

/** What a person reads when the identifier of a structure cannot be read. */
export const structureIdMessages: Record<StructureIdProblem, string> = {
  empty: 'Saisissez l’identifiant de la structure.',
  'wrong-prefix':
    'Le premier chiffre n’annonce aucun identifiant de structure connu : 1 pour un FINESS, 2 pour un SIREN, 3 pour un SIRET.',
  'bad-length': 'Le nombre de caractères n’est pas le bon. Vérifiez qu’il ne manque rien.',
  'bad-key': 'Ce numéro contient une erreur de frappe : sa clé de contrôle n’est pas la bonne.',
};

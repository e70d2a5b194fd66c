import type { Column } from './national-file.js';

/** `PS_LibreAcces_SavoirFaire`: one line per savoir-faire of an exercise. */
export const SAVOIR_FAIRE = [
  ["Type d'identifiant PP", 'idType'],
  ['Identifiant PP', 'number'],
  ['Identification nationale PP', 'idNat'],
  ["Nom d'exercice", 'name'],
  ["Prénom d'exercice", 'givenName'],
  ['Code profession', 'profession'],
  ['Libellé profession', 'professionLabel'],
  ['Code catégorie professionnelle', 'category'],
  ['Libellé catégorie professionnelle', 'categoryLabel'],
  ['Code type savoir-faire', 'skillType'],
  ['Libellé type savoir-faire', 'skillTypeLabel'],
  ['Code savoir-faire', 'skill'],
  ['Libellé savoir-faire', 'skillLabel'],
] as const satisfies readonly Column[];

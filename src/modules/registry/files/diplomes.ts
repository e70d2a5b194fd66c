import type { Column } from './national-file.js';

/** `PS_LibreAcces_Dipl_AutExerc`: a line carries a diploma, an authorisation to practise, or both; no dates. */
export const DIPLOMES = [
  ["Type d'identifiant PP", 'idType'],
  ['Identifiant PP', 'number'],
  ['Identification nationale PP', 'idNat'],
  ["Nom d'exercice", 'name'],
  ["Prénom d'exercice", 'givenName'],
  ['Code type diplôme obtenu', 'diplomaType'],
  ['Libellé type diplôme obtenu', 'diplomaTypeLabel'],
  ['Code diplôme obtenu', 'diploma'],
  ['Libellé diplôme obtenu', 'diplomaLabel'],
  ['Code type autorisation', 'authorisationType'],
  ['Libellé type autorisation', 'authorisationTypeLabel'],
  ['Code discipline autorisation', 'discipline'],
  ['Libellé discipline autorisation', 'disciplineLabel'],
] as const satisfies readonly Column[];

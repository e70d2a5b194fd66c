export { type Code, code, codes, isValid, label, listInfo, lists } from './queries/codes.js';
export {
  allCommunes,
  type Commune,
  commune,
  communesByPostcode,
  departement,
  departementOfCommune,
  departements,
} from './queries/places.js';
export {
  competentAuthorities,
  type Profession,
  profession,
  professions,
  roles,
} from './queries/professions.js';
export { isSavoirFaireOf, savoirFaireList } from './queries/savoir-faire.js';
export { authorisationsFor, diplomasFor } from './queries/titles.js';
export type { Population } from './rules/competent-authorities.js';
export * from './rules/identifiers/index.js';

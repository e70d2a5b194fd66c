export { isAdeli, isAdeliPractice } from './adeli.js';
export { isFiness, looksLikeFiness, makeFiness } from './finess.js';
export {
  formatIdNat,
  type IdNat,
  type IdNatProblem,
  type IdNatResult,
  idNatOfRpps,
  parseIdNat,
} from './id-nat.js';
export { type IdNatKind, type IdNatOrigin, isRppsPractice, isStaffNumber } from './id-nat-kinds.js';
export { hasLuhnKey, luhnDigit } from './luhn.js';
export { idNatMessages, structureIdMessages } from './messages.js';
export { isOfRpps, ownOrigin, PSI_FORM, parsePscId } from './psc-id.js';
export { isFictiveRpps, isRpps, makeRpps } from './rpps.js';
export { isSiren, isSiret, makeSiren, makeSiret } from './siren.js';
export {
  formatStructureId,
  parseStructureId,
  type StructureIdKind,
  type StructureIdProblem,
  type StructureIdResult,
} from './structure-id.js';

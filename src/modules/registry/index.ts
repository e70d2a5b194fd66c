export { announceDay } from './actions/announce-day.js';
export { type CertificationAct, certify } from './actions/certify.js';
export { enterStaff, leaveStaff, type Staff } from './actions/enter-staff.js';
export { receive } from './actions/receive.js';
export { touch } from './actions/touch.js';
export { errors as registryErrors } from './errors.js';
export { DUPLICATE_SUSPECTED, PERSON_CHANGED, PUBLICATION_APPLIED } from './events.js';
export {
  columnsOf,
  type FieldOf,
  type FileColumns,
  type FileKind,
  type FileRow,
  fileName,
  type HeaderProblem,
  NATIONAL_FILES,
  type NamedFile,
  parseFileName,
  SEPARATOR,
} from './files/index.js';
export {
  type CorrespondencesReport,
  type CorrespondencesRequest,
  importCorrespondences,
} from './imports/correspondences.js';
export { type HeldExample, heldExamples, isImportUnderWay } from './imports/held-examples.js';
export type * from './imports/import.js';
export {
  discardImport,
  type ImportOutcome,
  type ImportRequest,
  importFiles,
  releaseImport,
} from './imports/load.js';
export { COUNTED, importMessages, mergedWords } from './imports/messages.js';
export type { ChangedCell, ChangedLine } from './imports/rules/changed-cells.js';
export { importsBefore, lastCorrespondences, lastFiles, lastImports, readImport } from './imports/store.js';
export { type Outcome, type RefusalReason, refusalOf } from './outcome.js';
export type { PartKind } from './part.js';
export type * from './person.js';
export { loadsNaming, type NamingFile, type NamingLoad } from './queries/loads-naming.js';
export { nextDayToTell } from './queries/next-day-to-tell.js';
export { peopleOfLoad } from './queries/people-of-load.js';
export { personAsOf } from './queries/person-as-of.js';
export { type HistoryPart, personHistory } from './queries/person-history.js';
export { persons } from './queries/persons.js';
export { type RegisterSearch, searchRegister } from './queries/search-register.js';
export { receiveContacts } from './reactions/receive-contacts.js';
export { receiveMembers } from './reactions/receive-members.js';
export { goesOn } from './rules/assemble-person.js';
export { isCertified } from './rules/certified.js';
export { bearsFamilyName, familyNamesOf, isNamed } from './rules/names-of-person.js';
export { provenanceWithin } from './rules/provenance-within.js';

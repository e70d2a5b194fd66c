export { acceptFiling, refuseFiling } from './actions/decide-filing.js';
export { fileForm, type NewFiling } from './actions/file-form.js';
export { errors } from './errors.js';
export type { Evidence, Filing, Said } from './filing.js';
export { evidenceOf, filingByNumber, filingsOf, waitingFilings } from './queries/filings.js';
export { ACTS_OF_NOMINATION, FORM_RULES, FORMS, type FormCode, isForm } from './rules/forms.js';

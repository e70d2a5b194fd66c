export { type NewService, type RegisteredService, registerService } from './actions/register-service.js';
export { PERSON_UPDATED } from './events.js';
export { type ActivationContacts, contactsForActivation } from './queries/contacts-for-activation.js';
export { type PscRecord, pscRecord } from './queries/psc-record.js';
export { copyPeople } from './reactions/copy-people.js';
export type { NationalClaims } from './rules/national-claims.js';

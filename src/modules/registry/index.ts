export { receive } from './actions/receive.js';
export { errors as registryErrors } from './errors.js';
export { PERSON_CHANGED } from './events.js';
export { type Outcome, type RefusalReason, refusalOf } from './outcome.js';
export type * from './person.js';
export { persons } from './queries/persons.js';
export { receiveMembers } from './reactions/receive-members.js';

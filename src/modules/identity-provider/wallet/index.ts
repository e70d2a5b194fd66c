export { closeOwnSession, closeOwnSessions, ownSession } from './close-sessions.js';
export { type EnteredService, type OpenSession, openSessions } from './open-sessions.js';
export { type OwnVisit, ownVisits } from './own-visits.js';
export { reportPhoneLost } from './report-lost.js';

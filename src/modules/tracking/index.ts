export { type Availability, availability } from './availability/availability.js';
export { measureAvailability, measureAvailabilityJob } from './availability/measure.js';
export type { Part } from './availability/parts.js';
export { type Track, type TrackedChange, type TrackedStep, trackPerson } from './queries/track-person.js';
export type { TrackedLoad } from './queries/tracked-loads.js';
export type { Arrival } from './rules/arrivals.js';
export type { ChangedField } from './rules/changed-fields.js';
export { HOPS, type Hop, mayLook } from './rules/who-may-look.js';
export { followGuard, lookGuard } from './sessions/guards.js';

import type { Event } from '../../platform/events.js';

/** What a structure says of itself has changed. Subject: its technical id. Not told of a structure that is new. */
export const STRUCTURE_CHANGED = 'structures.structure-changed';

export function structureChanged({ id, version }: { readonly id: string; readonly version: number }): Event {
  return { type: STRUCTURE_CHANGED, subject: id, version };
}

/** A whole file of FINESS was applied. Subject: the number of the load. */
export const FILE_APPLIED = 'structures.file-applied';

/** A structure has signed its contract. Subject: its technical id. */
export function contractSigned(structureId: string, number: string): Event {
  return { type: 'structures.contract-signed', subject: structureId, version: 1, data: { number } };
}

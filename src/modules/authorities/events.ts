import type { Event } from '../../platform/events.js';
import { ADELI_ERA_ENDS, isReadLater } from './rules/adeli-era.js';
import { startOfDay } from './rules/start-of-day.js';

const FIRST_READING = startOfDay(ADELI_ERA_ENDS) as Date;

/** A version of a member was recorded. */
export const MEMBER_CHANGED = 'authorities.member-changed';

export interface RecordedVersion {
  readonly memberId: string;
  readonly authority: string;
  readonly version: number;
  readonly idNat: string | null;
  readonly act: string;
  /** Paths that changed, without their values: events hold nothing personal. */
  readonly fields: readonly string[];
  /** Civil day of the recording. */
  readonly day: string;
}

/** The event of a recorded version. Its subject is the member; the register reads it at once, or when ADELI ends. */
export const memberChanged = (recorded: RecordedVersion): Event => ({
  type: MEMBER_CHANGED,
  subject: recorded.memberId,
  version: recorded.version,
  origins: { [recorded.authority]: recorded.version },
  data: {
    authority: recorded.authority,
    act: recorded.act,
    fields: recorded.fields,
    ...(recorded.idNat && { idNat: recorded.idNat }),
  },
  ...(isReadLater(recorded.authority, recorded.idNat, recorded.day) && { notBefore: FIRST_READING }),
});

/** A file of contacts says something new of somebody. Its subject is the national identifier. */
export const CONTACTS_DELIVERED = 'authorities.contacts-delivered';

export const contactsDelivered = (said: {
  readonly idNat: string;
  readonly authority: string;
  readonly memberVersion: number;
  /** Number of the file. */
  readonly id: number;
}): Event => ({
  type: CONTACTS_DELIVERED,
  subject: said.idNat,
  version: said.id,
  ...(said.memberVersion > 0 && { origins: { [said.authority]: said.memberVersion } }),
  data: { authority: said.authority },
});

/** A file of contacts waits for its date. Its subject is its number. */
export const contactFileDelivered = (id: number, dueAt: Date): Event => ({
  type: 'authorities.contact-file-delivered',
  subject: String(id),
  version: 1,
  notBefore: dueAt,
});

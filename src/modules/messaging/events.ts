import type { Event } from '../../platform/events.js';

/** One mailbox or more of a holder changed. Subject: national identifier of a person, or id of a structure. */
export const mailboxChanged = (holder: string, version: number): Event => ({
  type: 'messaging.mailbox-changed',
  subject: holder,
  version,
});

/** A whole file of mailboxes was applied. Subject: the number of the load. */
export const mailboxesLoaded = (load: number): Event => ({
  type: 'messaging.mailboxes-loaded',
  subject: String(load),
  version: 1,
});

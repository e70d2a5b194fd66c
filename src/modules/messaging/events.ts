import type { Event } from '../../platform/events.js';

/** One mailbox or more of a holder changed. Subject: national identifier of a person, or id of a structure. */
export const mailboxChanged = (holder: string, version: number): Event => ({
  type: 'messaging.mailbox-changed',
  subject: holder,
  version,
});

/** Many mailboxes changed at once. Subject: the number of the load of a file, or `operator:<code>` of one who was closed. */
export const mailboxesLoaded = (load: number | `operator:${string}`): Event => ({
  type: 'messaging.mailboxes-loaded',
  subject: String(load),
  version: 1,
});

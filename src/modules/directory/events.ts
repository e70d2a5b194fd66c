import type { Event } from '../../platform/events.js';
import type { Entry } from './entry.js';

/** The directory holds a newer version of a person; `published` says whether the public sees it. */
export const personPublished = (
  entry: Pick<Entry, 'idNat' | 'version' | 'origins' | 'published'>,
): Event => ({
  type: 'directory.person-published',
  subject: entry.idNat,
  version: entry.version,
  origins: entry.origins,
  data: { published: entry.published },
});

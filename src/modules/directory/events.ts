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

/** The directory shows a load of national files. */
export const PUBLICATION_SHOWN = 'directory.publication-applied';

/** A load of national files is shown by the directory. Its subject is the number of the publication. */
export const publicationApplied = (publication: number): Event => ({
  type: PUBLICATION_SHOWN,
  subject: String(publication),
  version: 1,
});

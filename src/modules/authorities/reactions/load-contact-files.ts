import type { Reaction } from '../../../platform/events.js';
import { loadWaiting } from '../actions/load-contact-file.js';

/** Loads the files of contacts whose day has come. Subjects are their numbers. */
export const loadContactFiles: Reaction = {
  name: 'authorities.load-contact-files',
  async run(ctx, ids) {
    for (const id of ids) await loadWaiting(ctx, Number(id));
  },
};

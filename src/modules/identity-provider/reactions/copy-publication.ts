import { type Ctx, transaction } from '../../../platform/context.js';
import { inBackground } from '../../../platform/db/connection.js';
import { emit, type Reaction } from '../../../platform/events.js';
import { absorbAccounts } from '../actions/absorb-accounts.js';
import { noteCopies } from '../changes/note.js';
import { PERSON_CLOSED, publicationCopied, told } from '../events.js';
import { closedBy, copyPublished } from '../store.js';

/**
 * Brings the provider's copies up to date with a whole publication of the directory, in one transaction; tells of each
 * person who is closed by it. Subjects are numbers of publications. Harmless when repeated.
 */
export const copyPublication: Reaction = {
  name: 'identity-provider.copy-publication',
  async run(ctx, publications) {
    await inBackground(ctx.db, async (db) => {
      for (const publication of publications.map(Number)) await copy({ ...ctx, db }, publication);
    });
  },
};

function copy(ctx: Ctx, publication: number): Promise<void> {
  return transaction(ctx, async (tx) => {
    const closed = await closedBy(tx, publication);
    await copyPublished(tx, publication);
    await absorbAccounts(tx, { publication });
    await noteCopies(tx, { publication });
    await emit(tx, [...closed.map(told(PERSON_CLOSED)), publicationCopied(publication)]);
  });
}

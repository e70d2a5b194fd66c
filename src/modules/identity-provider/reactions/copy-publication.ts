import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { inBackground, one } from '../../../platform/db/connection.js';
import { emit, type Reaction } from '../../../platform/events.js';
import { absorbAccounts } from '../actions/absorb-accounts.js';
import { noteCopies } from '../changes/note.js';
import { PERSON_CLOSED, publicationCopied, told } from '../events.js';
import { publicationsBehind } from '../queries/copies-behind.js';
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
  behind: publicationsBehind,
  subjects: 'publications',
};

function copy(ctx: Ctx, publication: number): Promise<void> {
  return transaction(ctx, async (tx) => {
    if (!(await begin(tx, publication))) return;
    const closed = await closedBy(tx, publication);
    await copyPublished(tx, publication);
    await absorbAccounts(tx, { publication });
    await noteCopies(tx, { publication });
    await emit(tx, [...closed.map(told(PERSON_CLOSED)), publicationCopied(publication)]);
  });
}

/** Takes hold of a publication until the end of the transaction. Out: whether it was not copied yet. */
async function begin(ctx: Ctx, publication: number): Promise<boolean> {
  const begun = await one(
    ctx.db,
    sql`insert into identity_provider.copied_publications (number) values (${publication})
      on conflict do nothing returning number`,
  );
  return begun !== undefined;
}

import { type Ctx, copyingTransaction } from '../../../platform/context.js';
import { inBackground } from '../../../platform/db/connection.js';
import { emit, type Reaction } from '../../../platform/events.js';
import { writeLoad } from '../bulk.js';
import { publicationApplied } from '../events.js';
import { copyAllMailboxes } from '../mailboxes/copy-mailboxes.js';
import { publish } from '../publications/publish.js';
import { isShown, loadsBehind, originOf } from '../queries/loads-behind.js';

/**
 * Brings the directory's copy of all the people of a load of national files up to date, in one transaction: readers see
 * the publication as a whole. Subjects are loads. Harmless when repeated.
 */
export const projectPublication: Reaction = {
  name: 'directory.project-publication',
  async run(ctx, loads) {
    await inBackground(ctx.db, async (db) => {
      for (const load of loads) await project({ ...ctx, db }, Number(load));
    });
  },
  behind: loadsBehind,
  subjects: 'loads',
};

function project(ctx: Ctx, load: number): Promise<void> {
  return copyingTransaction(ctx, async (tx, client) => {
    if (await isShown(tx, load)) return;
    await writeLoad(ctx, { tx, client }, load);
    await copyAllMailboxes(tx);
    const { number } = await publish(tx, originOf(load));
    await emit(tx, [publicationApplied(number)]);
  });
}

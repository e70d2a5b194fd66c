import { type Ctx, transaction } from '../../../platform/context.js';
import type { Reaction } from '../../../platform/events.js';
import { copyAllMailboxes, copyMailboxes } from '../mailboxes/copy-mailboxes.js';
import { holdersBehind } from '../mailboxes/holders-behind.js';
import { publish } from '../publications/publish.js';

/**
 * Brings the directory's copy of the mailboxes of some people and structures up to date. Harmless when repeated or
 * late: a copy never goes back to an older version, and nothing is published when nothing changed.
 */
export const followMailboxes: Reaction = {
  name: 'directory.follow-mailboxes',
  run: (ctx, holders) => told(ctx, 'mailboxes', (tx) => copyMailboxes(tx, holders)),
  behind: holdersBehind,
  subjects: 'holders',
};

/** The same for a whole file of mailboxes: one publication. */
export const followMailboxLoad: Reaction = {
  name: 'directory.follow-mailbox-load',
  run: (ctx, [load = '']) => told(ctx, `mailboxes:${load}`, copyAllMailboxes),
};

const told = (ctx: Ctx, origin: string, copy: (ctx: Ctx) => Promise<number>): Promise<void> =>
  transaction(ctx, async (tx) => {
    if ((await copy(tx)) > 0) await publish(tx, origin);
  });

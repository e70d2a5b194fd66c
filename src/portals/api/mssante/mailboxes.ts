import { mergePatch } from '../../../modules/authorities/index.js';
import {
  changeMailbox,
  createMailbox,
  type MailboxDraft,
  mailboxBody,
  mailboxDocument,
  mailboxHistory,
  messagingErrors,
  type OwnMailbox,
  ownMailboxById,
  withdrawMailbox,
} from '../../../modules/messaging/index.js';
import type { Ctx } from '../../../platform/context.js';
import { checkShape } from '../../../platform/http/json-body.js';
import type { Answer } from '../../../platform/idempotency.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/** An answer that shows no single mailbox. */
export const shown = (body: unknown): Answer => ({
  status: 200,
  headers: { 'content-type': JSON_TYPE },
  body,
});

const show = (mailbox: OwnMailbox, status = 200): Answer => ({
  status,
  headers: { 'content-type': JSON_TYPE, etag: `"${mailbox.version}"` },
  body: mailbox,
});

/** Publishes a mailbox. Out: 201 with its place. */
export async function create(ctx: Ctx, operator: string, body: unknown): Promise<Answer> {
  // Zod writes an optional field as `T | undefined`; JSON never holds the second.
  const mailbox = await createMailbox(ctx, operator, checkShape(mailboxBody, body) as MailboxDraft);
  const answer = show(mailbox, 201);
  return { ...answer, headers: { ...answer.headers, location: `/api/mssante/mailboxes/${mailbox.id}` } };
}

/** Shows a mailbox, withdrawn or not. */
export async function read(ctx: Ctx, operator: string, id: string): Promise<Answer> {
  return show(await held(ctx, operator, id));
}

/** Shows every version of a mailbox. */
export async function history(ctx: Ctx, operator: string, id: string): Promise<Answer> {
  await held(ctx, operator, id);
  return shown({ versions: await mailboxHistory(ctx, operator, id) });
}

/** Changes a mailbox by a merge patch. `expected` is the version that the caller has read. */
export async function change(
  ctx: Ctx,
  operator: string,
  id: string,
  expected: number | undefined,
  body: unknown,
): Promise<Answer> {
  const changed = await changeMailbox(ctx, operator, {
    id,
    ...(expected !== undefined && { expected }),
    change: ({ address, type, ...document }) => {
      const patched = checkShape(mailboxDocument, mergePatch(document, body as Record<string, unknown>));
      return { ...(patched as Omit<MailboxDraft, 'address' | 'type'>), address, type };
    },
  });
  return show(changed);
}

/** Withdraws a mailbox. */
export async function withdraw(
  ctx: Ctx,
  operator: string,
  id: string,
  expected: number | undefined,
): Promise<Answer> {
  return show(await withdrawMailbox(ctx, operator, { id, ...(expected !== undefined && { expected }) }));
}

async function held(ctx: Ctx, operator: string, id: string): Promise<OwnMailbox> {
  const mailbox = await ownMailboxById(ctx, operator, id);
  if (!mailbox) throw messagingErrors.unknownMailbox();
  return mailbox;
}

import { type Ctx, transaction } from '../../../platform/context.js';
import { errors } from '../errors.js';
import type { OwnMailbox } from '../mailbox.js';
import type { MailboxDraft } from '../mailbox-draft.js';
import { ownRow } from '../queries/own-mailboxes.js';
import { readAddress } from '../rules/mail-address.js';
import { lockAddresses, lockOperator, ownMailbox, tellHolders, writeMailboxes } from '../store.js';
import { contentOfRow, putMailboxes } from './put-mailboxes.js';

/**
 * Publishes one new mailbox. @throws Refusal 422 with the faulty fields, 409 when the operator already publishes the
 * address
 */
export function createMailbox(ctx: Ctx, operator: string, draft: MailboxDraft): Promise<OwnMailbox> {
  return transaction(ctx, async (tx) => {
    await lockOperator(tx, operator);
    const [held] = await lockAddresses(tx, [readAddress(draft.address) ?? '']);
    if (held?.operator === operator && held.withdrawnAt === null) throw errors.alreadyThere(held.id);
    return put(tx, operator, draft, 'publish');
  });
}

/**
 * Changes a mailbox: `change` receives what is held and gives the whole draft that shall be. `expected` is the version
 * that the operator has read. @throws Refusal 404 not his, 412 stale, 422 faulty fields
 */
export function changeMailbox(
  ctx: Ctx,
  operator: string,
  { id, expected, change }: { id: string; expected?: number; change: (held: MailboxDraft) => MailboxDraft },
): Promise<OwnMailbox> {
  return transaction(ctx, async (tx) => {
    const row = await lockOwn(tx, operator, id, expected);
    return put(tx, operator, { ...change(draftOf(ownMailbox(row))), address: row.address }, 'change');
  });
}

/**
 * Withdraws a mailbox: its address stays its holder's and is shown nowhere. Harmless when repeated.
 * @throws Refusal 404 not his, 412 stale
 */
export function withdrawMailbox(
  ctx: Ctx,
  operator: string,
  { id, expected }: { id: string; expected?: number },
): Promise<OwnMailbox> {
  return transaction(ctx, async (tx) => {
    const row = await lockOwn(tx, operator, id, expected, true);
    if (row.withdrawnAt !== null) return ownMailbox(row);
    const version = { content: contentOfRow(row), expected: row.version, withdrawn: true, act: 'withdraw' };
    const written = (await writeMailboxes(tx, operator, [version])).get(row.address);
    if (!written) throw errors.stale(row.version);
    await tellHolders(tx, [row.holder]);
    return ownMailbox(written);
  });
}

async function put(ctx: Ctx, operator: string, draft: MailboxDraft, act: string): Promise<OwnMailbox> {
  const [outcome] = await putMailboxes(ctx, operator, [draft], { act });
  if (outcome?.kind === 'refused') throw errors.invalidMailbox(outcome.problems);
  if (!outcome?.mailbox) throw new Error('a mailbox that was written is not there');
  return outcome.mailbox;
}

async function lockOwn(ctx: Ctx, operator: string, id: string, expected?: number, withdrawnToo = false) {
  await lockOperator(ctx, operator);
  const found = await ownRow(ctx, operator, id);
  const [row] = found ? await lockAddresses(ctx, [found.address]) : [];
  if (!row || row.operator !== operator || (row.withdrawnAt !== null && !withdrawnToo))
    throw errors.unknownMailbox();
  if (expected !== undefined && expected !== row.version) throw errors.stale(row.version);
  return row;
}

/** The draft that would make a mailbox what it is. */
function draftOf(held: OwnMailbox): MailboxDraft {
  const { address, type, idNat, structureId, declared, service, responsible, phone, description } = held;
  const { dematerialisation, redList, published } = held;
  return {
    ...{ address, type, dematerialisation, redList, published },
    ...(idNat !== undefined && { idNat }),
    ...(structureId !== undefined && { structure: structureId }),
    ...(declared !== undefined && { declared }),
    ...(service !== undefined && { service }),
    ...(responsible !== undefined && { responsible }),
    ...(phone !== undefined && { phone }),
    ...(description !== undefined && { description }),
  };
}

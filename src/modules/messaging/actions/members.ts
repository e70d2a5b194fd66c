import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { journal } from '../../../platform/journal.js';
import { persons } from '../../registry/index.js';
import { errors } from '../errors.js';
import { ownRow } from '../queries/own-mailboxes.js';
import { problem } from '../rules/problem.js';

/**
 * Lets a person read an organisational mailbox, or that of a practice: a number is enough, the right to a personal
 * mailbox is not asked for. Harmless when repeated; journaled.
 * @throws Refusal 404 not his mailbox, 409 a personal or applicative one, 422 a person unknown or closed
 */
export async function addMember(ctx: Ctx, operator: string, id: string, idNat: string): Promise<void> {
  const row = await ownRow(ctx, operator, id);
  if (!row || row.withdrawnAt !== null) throw errors.unknownMailbox();
  if (row.type !== 'ORG' && row.type !== 'CAB') throw errors.noMembers();
  const person = (await persons(ctx, [idNat])).get(idNat);
  if (!person) throw errors.invalidMailbox([problem('idNat', 'unknown-person')]);
  if (person.state !== 'active') throw errors.invalidMailbox([problem('idNat', 'closed-person')]);
  await transaction(ctx, async (tx) => {
    await sql`insert into messaging.members (mailbox, id_nat, since) values (${id}::uuid, ${idNat}, ${tx.clock.now()})
      on conflict (mailbox, id_nat) do update set since = excluded.since, until = null
      where messaging.members.until is not null`.execute(tx.db);
    await journal(tx, {
      act: 'messaging.add-member',
      subject: idNat,
      outcome: 'done',
      data: { mailbox: id },
    });
  });
}

/** Ends that. Harmless when repeated; journaled. @throws Refusal 404 not his mailbox */
export async function endMember(ctx: Ctx, operator: string, id: string, idNat: string): Promise<void> {
  if (!(await ownRow(ctx, operator, id))) throw errors.unknownMailbox();
  await transaction(ctx, async (tx) => {
    await sql`update messaging.members set until = ${tx.clock.now()}
      where mailbox = ${id}::uuid and id_nat = ${idNat} and until is null`.execute(tx.db);
    await journal(tx, {
      act: 'messaging.end-member',
      subject: idNat,
      outcome: 'done',
      data: { mailbox: id },
    });
  });
}

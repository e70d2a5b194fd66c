import { sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import { persons } from '../../registry/index.js';
import { errors } from '../errors.js';
import { problem } from '../rules/problem.js';

export interface NewDelegation {
  /** The mailbox. */
  readonly id: string;
  /** National identifier of the person who will open it. */
  readonly idNat: string;
  /** Last day, `YYYY-MM-DD`; until it is ended when left out. */
  readonly until?: string | undefined;
}

/**
 * Lets a named person open one's own mailbox: he needs a number of the RPPS, hence a means of his own. Said again, it
 * changes the last day. Journaled.
 * @throws Refusal 404 not his mailbox, 422 oneself, a person unknown, closed or without number, a day that is over
 */
export async function delegateMailbox(
  ctx: Ctx,
  holder: string,
  { id, idNat, until }: NewDelegation,
): Promise<void> {
  await ownMailbox(ctx, holder, id);
  const person = (await persons(ctx, [idNat])).get(idNat);
  const fault =
    (idNat === holder && 'delegate-oneself') ||
    (!person && 'unknown-person') ||
    (person?.state !== 'active' && 'closed-person') ||
    (person?.rpps === undefined && 'number-for-delegate') ||
    undefined;
  if (fault) throw errors.invalidMailbox([problem('idNat', fault)]);
  if (until !== undefined && (!isDay(until) || until < today(ctx.clock)))
    throw errors.invalidMailbox([problem('until', 'day-over')]);
  await transaction(ctx, async (tx) => {
    await sql`insert into messaging.delegations (mailbox, id_nat, since, until)
      values (${id}::uuid, ${idNat}, ${tx.clock.now()}, ${until ?? null}::date)
      on conflict (mailbox, id_nat) where ended_at is null do update set until = excluded.until`.execute(
      tx.db,
    );
    const data = { mailbox: id, ...(until !== undefined && { until }) };
    await journal(tx, { act: 'messaging.delegate', subject: idNat, outcome: 'done', data });
  });
}

/** Ends that, at once. Harmless when repeated; journaled. @throws Refusal 404 not his mailbox */
export async function endDelegation(ctx: Ctx, holder: string, id: string, idNat: string): Promise<void> {
  await ownMailbox(ctx, holder, id);
  await transaction(ctx, async (tx) => {
    const ended = await one(
      tx.db,
      sql`update messaging.delegations set ended_at = ${tx.clock.now()}
        where mailbox = ${id}::uuid and id_nat = ${idNat} and ended_at is null returning id`,
    );
    if (!ended) return;
    await journal(tx, {
      act: 'messaging.end-delegation',
      subject: idNat,
      outcome: 'done',
      data: { mailbox: id },
    });
  });
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00Z`).toJSON()?.startsWith(text) === true;

/** A mailbox that belongs to a person: a personal one, or that of a practice. */
async function ownMailbox(ctx: Ctx, holder: string, id: string): Promise<void> {
  const found = await one(
    ctx.db,
    sql`select id from messaging.mailboxes where id::text = ${id} and id_nat = ${holder}
      and type in ('PER', 'CAB') and withdrawn_at is null`,
  );
  if (!found) throw errors.unknownMailbox();
}

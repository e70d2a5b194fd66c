import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { affected, one } from '../../../platform/db/connection.js';
import { emit } from '../../../platform/events.js';
import { journal } from '../../../platform/journal.js';
import { errors } from '../errors.js';
import { mailboxesLoaded } from '../events.js';

/**
 * Closes an operator who keeps mailboxes no more: his program and his people are refused from now on, his domains are
 * free, the keys of his applicative mailboxes hold no more, and his mailboxes are withdrawn, since the directory lists
 * those who have an address and these no longer receive. Each address stays its holder's: the operator who takes the
 * domain over may publish it for him again. Journaled with the reason. Out: how many mailboxes were withdrawn.
 * @throws Refusal 404 unknown or already closed, 422 without a reason
 */
export async function closeOperator(ctx: Ctx, code: string, reason: string): Promise<number> {
  const why = reason.trim();
  if (why === '' || why.length > 500) throw errors.reasonMissing();
  return transaction(ctx, async (tx) => {
    const closed = await affected(
      tx.db,
      sql`update messaging.operators set closed_at = ${tx.clock.now()}
        where code = ${code} and closed_at is null and code <> 'fichier-national'`,
    );
    if (closed === 0) throw errors.unknownOperator();
    await sql`delete from messaging.domains where operator = ${code}`.execute(tx.db);
    const withdrawn = await withdrawAll(tx, code);
    await journal(tx, {
      act: 'messaging.close-operator',
      subject: code,
      outcome: 'done',
      reason: why,
      data: { withdrawn },
    });
    if (withdrawn > 0) await emit(tx, [mailboxesLoaded(`operator:${code}`)]);
    return withdrawn;
  });
}

/** One statement for all: an operator may have as many mailboxes as a national file. */
async function withdrawAll(ctx: Ctx, code: string): Promise<number> {
  const now = ctx.clock.now();
  const done = await one(
    ctx.db,
    sql<{ withdrawn: number }>`with gone as (
        update messaging.mailboxes set withdrawn_at = ${now}, updated_at = ${now}, version = version + 1
        where operator = ${code} and withdrawn_at is null returning *),
      kept as (insert into messaging.versions (mailbox, version, at, actor, act, content)
        select id, version, ${now}, ${ctx.actor}, 'close-operator', jsonb_strip_nulls(jsonb_build_object(
          'address', address, 'type', type, 'idNat', id_nat, 'structureId', structure_id, 'declared', declared,
          'service', service, 'responsible', responsible, 'phone', phone, 'description', description,
          'dematerialisation', dematerialisation, 'redList', red_list, 'published', published)) from gone),
      keys as (update messaging.service_accounts s set revoked_at = ${now} from gone
        where s.mailbox = gone.id and s.revoked_at is null),
      told as (insert into messaging.holders as h (holder, version)
        select distinct holder, 1 from gone order by holder
        on conflict (holder) do update set version = h.version + 1)
      select count(*)::int withdrawn from gone`,
  );
  return done?.withdrawn ?? 0;
}

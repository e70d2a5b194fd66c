import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { emit } from '../../../platform/events.js';
import type { Damage } from '../../../platform/files/damaged-lines.js';
import { type Judged, judged, type Mode } from '../../../platform/files/loading.js';
import { isTooMuch } from '../../../platform/files/too-much.js';
import { mailboxesLoaded } from '../events.js';
import { compareLines } from './compare.js';
import type { MailCount, Told } from './import.js';
import { LOADS } from './store.js';

/** What became of the changes of the file. */
export interface Applied extends Judged {
  readonly counts: MailCount;
}

/**
 * Applies the staged lines of a load in one transaction, or nothing when the changes are too many or only counted. What
 * operators said here is left alone, and so is every other source.
 */
export function applyLoad(
  ctx: Ctx,
  { id, damage }: { readonly id: number; readonly damage: Damage },
  mode: Mode,
  told: Told,
): Promise<Applied> {
  return judged<Pick<Applied, 'counts'>>(mode, (judge) =>
    transaction(ctx, async (tx) => {
      await compareLines(tx, LOADS.book.staged(id), told);
      await leaveAlone(tx, damage);
      const counts = await count(tx);
      judge({ counts }, isTooMuch(counts));
      await write(tx);
      await LOADS.book.dropStaged(tx, id);
      await LOADS.book.settle(tx, id, 'applied', { counts });
      await emit(tx, [mailboxesLoaded(id)]);
      return { counts };
    }),
  );
}

/** A line that cannot be read says neither that a mailbox is gone nor whose it is. */
async function leaveAlone(ctx: Ctx, { leftAlone = [], nameless = 0 }: Damage): Promise<void> {
  const named = sql`address = any(${[...leftAlone]})`;
  await sql`update mail_change set outcome = case outcome when 'closed' then 'kept' else 'unchanged' end
    where (outcome in ('closed', 'updated') and ${named}) or (outcome = 'closed' and ${nameless} > 0)`.execute(
    ctx.db,
  );
}

async function count(ctx: Ctx): Promise<MailCount> {
  const counted = await one(
    ctx.db,
    sql<MailCount>`select
      (select count(*)::int from messaging.mailboxes where source = 'file' and withdrawn_at is null) known,
      (count(*) filter (where outcome = 'created'))::int created,
      (count(*) filter (where outcome = 'updated'))::int updated,
      (count(*) filter (where outcome = 'closed'))::int closed,
      (count(*) filter (where outcome = 'kept'))::int kept,
      (count(*) filter (where outcome = 'unchanged'))::int unchanged,
      (count(*) filter (where outcome = 'conflict'))::int conflicts,
      (count(*) filter (where outcome = 'unknown'))::int unknown
    from mail_change`,
  );
  if (!counted) throw new Error('nothing was counted');
  return counted;
}

async function write(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now();
  await sql`create temp table mail_holders on commit drop as
    select m.holder from messaging.mailboxes m join mail_change c using (address)
      where c.outcome in ('updated', 'closed')
    union select coalesce(id_nat, structure_id) from mail_change where outcome in ('created', 'updated')`.execute(
    ctx.db,
  );
  await sql`update messaging.mailboxes m set withdrawn_at = ${now}, updated_at = ${now}, version = m.version + 1
    from mail_change c where c.address = m.address and c.outcome = 'closed'`.execute(ctx.db);
  await sql`insert into messaging.mailboxes as held (address, type, operator, source, id_nat, structure_id, service,
      dematerialisation, red_list, published, version, updated_at, hash)
    select address, type, 'fichier-national', 'file', id_nat, structure_id, service, dematerialisation, false, true, 1,
      ${now}, hash from mail_change where outcome in ('created', 'updated') order by address
    on conflict (address) do update set type = excluded.type, id_nat = excluded.id_nat,
      structure_id = excluded.structure_id, service = excluded.service,
      dematerialisation = excluded.dematerialisation, version = held.version + 1, updated_at = excluded.updated_at,
      withdrawn_at = null, hash = excluded.hash
    where held.source = 'file'`.execute(ctx.db);
  await sql`insert into messaging.holders as h (holder, version)
    select holder, 1 from mail_holders order by holder
    on conflict (holder) do update set version = h.version + 1`.execute(ctx.db);
}

import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { affected } from '../../../platform/db/connection.js';
import { kept } from '../../../platform/db/plans.js';

/** Copies what everybody may know of the mailboxes of these holders. Out: how many rows changed. Two statements. */
export async function copyMailboxes(ctx: Ctx, holders: readonly string[]): Promise<number> {
  const which = sql<boolean>`s.holder = any(${[...holders]})`;
  return (await copyOfPeople(ctx, which)) + (await copyOfStructures(ctx, which));
}

/** The same for holders who are all people. One statement. */
export const copyMailboxesOfPeople = (ctx: Ctx, idNats: readonly string[]): Promise<number> =>
  copyOfPeople(ctx, sql`s.holder = any(${[...idNats]})`, kept('directory_mailboxes_of_people'));

/** The same for every holder whose copy is older. */
export const copyAllMailboxes = async (ctx: Ctx): Promise<number> =>
  (await copyOfPeople(ctx, sql`true`)) + (await copyOfStructures(ctx, sql`true`));

// Rows are locked in the order of their keys, like every writer of entries. The version that a statement read may be
// older than the one that a neighbour has just written: the comparison then leaves the newer one.
function copyOfPeople(ctx: Ctx, which: RawBuilder<boolean>, name = sql``): Promise<number> {
  return affected(
    ctx.db,
    sql`${name}with late as materialized (
        select e.id_nat from messaging.current_versions s join directory.entries e on e.id_nat = s.holder
        where ${which} and s.version > e.mailboxes_version order by e.id_nat for update of e)
      update directory.entries e set mailboxes = s.mailboxes, mailboxes_version = s.version,
        updated_at = ${ctx.clock.now()}, xid = pg_current_xact_id()
      from late join messaging.shown s on s.holder = late.id_nat
      where e.id_nat = late.id_nat and s.version > e.mailboxes_version`,
  );
}

function copyOfStructures(ctx: Ctx, which: RawBuilder<boolean>): Promise<number> {
  return affected(
    ctx.db,
    sql`insert into directory.structure_mailboxes as held (structure_id, mailboxes, version, updated_at, xid)
      select s.holder, s.mailboxes, s.version, ${ctx.clock.now()}::timestamptz, pg_current_xact_id() from messaging.shown s
      left join directory.structure_mailboxes m on m.structure_id = s.holder
      where ${which} and s.holder ~ '^[A-Z]' and s.version > coalesce(m.version, 0) order by s.holder
      on conflict (structure_id) do update set mailboxes = excluded.mailboxes, version = excluded.version,
        updated_at = excluded.updated_at, xid = excluded.xid
      where excluded.version > held.version`,
  );
}

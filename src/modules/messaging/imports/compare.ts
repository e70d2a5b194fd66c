import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { type Structure, upsertStructures } from '../../structures/index.js';
import type { Told } from './import.js';

const BATCH = 1000;

/**
 * Compares staged lines with what the last file said, by address. Structures that only the file knows come into being
 * where their number is FINESS or SIRET. Leaves the temporary table `mail_change`: every address of the file or of the
 * last one, what becomes of it, and what it says.
 */
export async function compareLines(ctx: Ctx, table: string, told: Told): Promise<void> {
  await takeStructures(ctx, table);
  const lines = sql.raw(table);
  // An address that comes again speaks of another exercise of the same person, or contradicts: the first line counts.
  await sql`create temp table mail_seen on commit drop as
    select distinct on (address) n, address, type, nullif(id_nat, '') id_nat, nullif(structure, '') structure,
      nullif(service, '') service, dematerialisation
    from ${lines} order by address, n`.execute(ctx.db);
  await sql`create unique index on mail_seen (address)`.execute(ctx.db);
  await sql`analyze mail_seen`.execute(ctx.db);
  await sql`create temp table mail_known on commit drop as
    select s.n, s.address, s.type, s.id_nat, s.service, s.dematerialisation, coalesce(i.id, x.id) structure_id,
      s.id_nat is not null and p.id_nat is null no_person,
      s.structure is not null and i.id is null and x.id is null no_structure
    from mail_seen s
    left join registry.current_versions p on p.id_nat = s.id_nat
    left join structures.published i on i.id = s.structure
    left join structures.published x on x.national_id = s.structure`.execute(ctx.db);
  await decide(ctx);
  await tellUnknown(ctx, told);
  await tellRepeated(ctx, table, told);
}

// A personal mailbox whose place is not known is taken without it: the person is enough.
async function decide(ctx: Ctx): Promise<void> {
  await sql`create temp table mail_change on commit drop as
    select address, k.n, k.type, k.id_nat, k.structure_id, k.service, k.dematerialisation, k.hash, no_person,
      case when k.address is null then 'closed' when m.source = 'operator' then 'conflict'
        when no_person or coalesce(k.id_nat, k.structure_id) is null then 'unknown'
        when m.id is null or m.withdrawn_at is not null then 'created'
        when m.hash is distinct from k.hash then 'updated' else 'unchanged' end outcome
    from (select *, md5(concat_ws('|', type, coalesce(id_nat, ''), coalesce(structure_id, ''), coalesce(service, ''),
        dematerialisation))::uuid hash from mail_known) k
    full join messaging.mailboxes m using (address)
    where k.address is not null or (m.source = 'file' and m.withdrawn_at is null)`.execute(ctx.db);
  await sql`create unique index on mail_change (address)`.execute(ctx.db);
  await sql`analyze mail_change`.execute(ctx.db);
}

async function tellUnknown(ctx: Ctx, told: Told): Promise<void> {
  let after = 0;
  for (;;) {
    const batch = await rows(
      ctx.db,
      sql<{ n: number; noPerson: boolean }>`select n, no_person "noPerson" from mail_change
        where outcome = 'unknown' and n > ${after} order by n limit ${BATCH * 10}`,
    );
    const last = batch.at(-1);
    if (!last) return;
    for (const { n, noPerson } of batch)
      told(n, noPerson ? 'personne inconnue du répertoire' : 'structure inconnue');
    after = last.n;
  }
}

/** Lines that name somebody else for an address already read. Those that only repeat it are no fault. */
async function tellRepeated(ctx: Ctx, table: string, told: Told): Promise<void> {
  const found = await rows(
    ctx.db,
    sql<{ n: number }>`select l.n from ${sql.raw(table)} l join mail_seen s using (address)
      where l.n <> s.n and (l.type, l.id_nat, l.structure) is distinct from
        (s.type, coalesce(s.id_nat, ''), coalesce(s.structure, ''))
      order by l.n limit ${BATCH * 10}`,
  );
  for (const { n } of found) told(n, 'adresse déjà lue pour un autre titulaire');
}

/** The structures that the file tells of and that nobody knows, in batches. */
async function takeStructures(ctx: Ctx, table: string): Promise<void> {
  const lines = sql.raw(table);
  await sql`create temp table mail_places on commit drop as
    select distinct on (structure) structure id, place from ${lines} l
    where place is not null and not exists (select from structures.published s where s.id = l.structure)
    order by structure, n`.execute(ctx.db);
  let after = '';
  for (;;) {
    const batch = await rows(
      ctx.db,
      sql<{ id: string; place: Structure }>`select id, place from mail_places where id > ${after}
        order by id limit ${BATCH}`,
    );
    const last = batch.at(-1);
    if (!last) return;
    await upsertStructures(
      ctx,
      batch.map(({ place }) => place),
    );
    after = last.id;
  }
}

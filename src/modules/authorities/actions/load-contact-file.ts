import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { affected, one, rows } from '../../../platform/db/connection.js';
import { emit } from '../../../platform/events.js';
import { journal } from '../../../platform/journal.js';
import { errors } from '../errors.js';
import { contactsDelivered } from '../events.js';
import { type ContactFile, contactFile } from '../queries/contact-files.js';
import { type ContactFileRead, type ContactLine, readContactFile } from '../rules/contact-file.js';
import { startOfDay } from '../rules/start-of-day.js';
import { type DeliveredFile, openContactFile } from './open-contact-file.js';

const BATCH = 1000;
const REJECTED_KEPT = 200;

/**
 * Loads a file of contacts now. Faulty lines are told, the others are taken, and those that say something new go on to
 * the register. Out: the report. Throws `authorities.contact-file-…` for another header, an older file, a future one.
 */
export function loadContactFile(ctx: Ctx, file: DeliveredFile): Promise<ContactFile> {
  return transaction(ctx, async (tx) => {
    const { id, read, datedOn } = await openContactFile(tx, file, 'loaded');
    await take(tx, { id, authority: file.authority, datedOn }, read);
    return settled(tx, id);
  });
}

/** Loads a file that waited for its date; one that was withdrawn, or loaded by another process, is left alone. */
export function loadWaiting(ctx: Ctx, id: number): Promise<void> {
  return transaction(ctx, async (tx) => {
    const file = await one(
      tx.db,
      sql<{ authority: string; datedOn: string; content: string }>`update authorities.contact_files
        set state = 'loaded', loaded_at = ${tx.clock.now()}
        where id = ${id} and state = 'waiting' returning authority, dated_on "datedOn", content`,
    );
    const read = file && readContactFile(file.content, file.authority);
    if (read) await take(tx, { id, ...file }, read);
  });
}

/** Takes back a file that waits. Throws `authorities.contact-file-not-waiting`. */
export function withdrawContactFile(ctx: Ctx, id: number): Promise<void> {
  return transaction(ctx, async (tx) => {
    const gone = await affected(
      tx.db,
      sql`update authorities.contact_files set state = 'withdrawn', content = null
        where id = ${id} and state = 'waiting'`,
    );
    if (gone === 0) throw errors.contactFileNotWaiting();
    await told(tx, 'authorities.withdraw-contact-file', id);
  });
}

interface Loaded {
  readonly id: number;
  readonly authority: string;
  readonly datedOn: string;
}

async function take(ctx: Ctx, file: Loaded, { taken, rejected }: ContactFileRead): Promise<void> {
  // The contacts of a day include what was recorded until its end, and nothing of what comes after the load.
  const endOfDay = startOfDay(file.datedOn, 1) ?? ctx.clock.now();
  const asOf = new Date(Math.min(endOfDay.getTime(), ctx.clock.now().getTime()));
  for (let from = 0; from < taken.length; from += BATCH) {
    const news = await keep(ctx, file, taken.slice(from, from + BATCH), asOf);
    await emit(
      ctx,
      news.map((one) => contactsDelivered({ ...one, ...file })),
    );
  }
  await sql`update authorities.contact_files set taken = ${taken.length}, content = null,
      rejected = ${JSON.stringify(rejected.slice(0, REJECTED_KEPT))}::jsonb where id = ${file.id}`.execute(
    ctx.db,
  );
  await told(ctx, 'authorities.load-contact-file', file.id);
}

/** Keeps what a file says. Out: the people of whom it says something new. */
function keep(
  ctx: Ctx,
  { id, authority }: Loaded,
  lines: readonly ContactLine[],
  asOf: Date,
): Promise<{ idNat: string; memberVersion: number }[]> {
  return rows(
    ctx.db,
    sql<{ idNat: string; memberVersion: number }>`insert into authorities.delivered_contacts as held
        (authority, id_nat, contacts, file_id, member_version)
      select ${authority}, l."idNat", l.contacts, ${id}, coalesce((select max(v.version)
          from authorities.members m join authorities.member_versions v on v.member_id = m.id
          where m.authority = ${authority} and m.id_nat = l."idNat" and m.state <> 'refused'
            and v.recorded_at < ${asOf}), 0)
      from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l("idNat" text, contacts jsonb)
      order by l."idNat"
      on conflict (authority, id_nat) do update set contacts = excluded.contacts, file_id = excluded.file_id,
        member_version = excluded.member_version
      where held.contacts is distinct from excluded.contacts or held.member_version < excluded.member_version
      returning id_nat "idNat", member_version "memberVersion"`,
  );
}

const told = (ctx: Ctx, act: string, id: number) =>
  journal(ctx, { act, subject: `contact-file:${id}`, outcome: 'done' });

async function settled(ctx: Ctx, id: number): Promise<ContactFile> {
  const file = await contactFile(ctx, id);
  if (!file) throw new Error(`contact file ${id} has vanished`);
  return file;
}

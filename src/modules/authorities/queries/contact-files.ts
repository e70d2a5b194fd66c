import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import type { ContactLine, RejectedLine } from '../rules/contact-file.js';

/** A file of contacts that an authority delivered, and what became of it. */
export interface ContactFile {
  readonly id: number;
  readonly authority: string;
  readonly name: string;
  /** YYYY-MM-DD: the day whose contacts it holds. */
  readonly datedOn: string;
  readonly state: 'waiting' | 'loaded' | 'withdrawn';
  readonly deliveredAt: Date;
  readonly deliveredBy: string;
  /** For one that waits: when it is loaded. */
  readonly dueAt: Date | null;
  readonly loadedAt: Date | null;
  readonly lines: number;
  /** Null until it is loaded. */
  readonly taken: number | null;
  /** The first of them. */
  readonly rejected: readonly RejectedLine[];
}

const COLUMNS = sql.raw(`id, authority, name, dated_on "datedOn", state, delivered_at "deliveredAt",
  delivered_by "deliveredBy", due_at "dueAt", loaded_at "loadedAt", lines, taken, rejected`);

/** One file; undefined for an unknown number. */
export function contactFile(ctx: Pick<Ctx, 'db'>, id: number): Promise<ContactFile | undefined> {
  return one(ctx.db, sql<ContactFile>`select ${COLUMNS} from authorities.contact_files where id = ${id}`);
}

/** The files of an authority, the one that waits first, then the newest. */
export function contactFiles(ctx: Pick<Ctx, 'db'>, authority: string, limit = 20): Promise<ContactFile[]> {
  return rows(
    ctx.db,
    sql<ContactFile>`select ${COLUMNS} from authorities.contact_files where authority = ${authority}
      order by (state = 'waiting') desc, coalesce(loaded_at, delivered_at) desc, id desc limit ${limit}`,
  );
}

/** The last file of an authority that was loaded; undefined before the first. */
export function lastContactFile(ctx: Pick<Ctx, 'db'>, authority: string): Promise<ContactFile | undefined> {
  return one(
    ctx.db,
    sql<ContactFile>`select ${COLUMNS} from authorities.contact_files
      where authority = ${authority} and state = 'loaded' order by dated_on desc, id desc limit 1`,
  );
}

export interface DeliveredContacts extends ContactLine {
  readonly authority: string;
  readonly fileId: number;
  readonly deliveredAt: Date;
  /** The version of the authority's own file that is included; 0 where it has none. */
  readonly memberVersion: number;
}

/** What the files of contacts last said of some people. */
export function deliveredContacts(
  ctx: Pick<Ctx, 'db'>,
  idNats: readonly string[],
): Promise<DeliveredContacts[]> {
  return rows(
    ctx.db,
    sql<DeliveredContacts>`select d.id_nat "idNat", d.authority, d.contacts, d.file_id "fileId",
        f.loaded_at "deliveredAt", d.member_version "memberVersion"
      from authorities.delivered_contacts d join authorities.contact_files f on f.id = d.file_id
      where d.id_nat = any(${[...idNats]}) order by d.id_nat, d.authority`,
  );
}

import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import type { OwnMailbox } from '../mailbox.js';
import { COLUMNS, type MailboxRow, ownMailbox } from '../store.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface OwnSearch {
  /** Beginning of an address, a domain (`@…`), a national identifier or a structure id. */
  readonly q?: string | undefined;
  /** Address after which the page begins. */
  readonly after?: string | undefined;
  /** 50 when left out, 500 at most. */
  readonly limit?: number | undefined;
  readonly withdrawn?: boolean | undefined;
}

export interface OwnPage {
  readonly mailboxes: readonly OwnMailbox[];
  /** Address to give as `after` for the next page. */
  readonly next?: string;
}

/** The mailboxes of one operator, in the order of their addresses, page after page. Never those of another. */
export async function ownMailboxes(
  ctx: Pick<Ctx, 'db'>,
  operator: string,
  { q = '', after = '', limit = 50, withdrawn = false }: OwnSearch = {},
): Promise<OwnPage> {
  const most = Math.min(Math.max(Math.trunc(limit) || 50, 1), 500);
  const typed = q.trim();
  const low = typed.toLowerCase();
  const found = await rows(
    ctx.db,
    sql<MailboxRow>`select ${COLUMNS} from messaging.mailboxes
      where operator = ${operator} and address > ${after}
        and (withdrawn_at is not null) = ${withdrawn}
        and (${typed} = '' or starts_with(address, ${low}) or (${low} like '@%' and right(address, length(${low})) = ${low})
          or id_nat = ${typed} or structure_id = ${typed})
      order by address limit ${most + 1}`,
  );
  const page = found.slice(0, most);
  const last = page.at(-1);
  return { mailboxes: page.map(ownMailbox), ...(found.length > most && last && { next: last.address }) };
}

/** One mailbox of an operator, withdrawn or not; undefined when it is not his. */
export async function ownMailboxById(
  ctx: Pick<Ctx, 'db'>,
  operator: string,
  id: string,
): Promise<OwnMailbox | undefined> {
  const row = await ownRow(ctx, operator, id);
  return row && ownMailbox(row);
}

/** The same as the table holds it. */
export async function ownRow(
  ctx: Pick<Ctx, 'db'>,
  operator: string,
  id: string,
): Promise<MailboxRow | undefined> {
  if (!UUID.test(id)) return undefined;
  return one(
    ctx.db,
    sql<MailboxRow>`select ${COLUMNS} from messaging.mailboxes where id = ${id}::uuid and operator = ${operator}`,
  );
}

/** One version of a mailbox as it was written. */
export interface MailboxVersion {
  readonly version: number;
  readonly at: Date;
  readonly actor: string;
  readonly act: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** Every version of a mailbox of an operator, newest first, 200 at most. */
export async function mailboxHistory(
  ctx: Pick<Ctx, 'db'>,
  operator: string,
  id: string,
): Promise<MailboxVersion[]> {
  if (!(await ownRow(ctx, operator, id))) return [];
  return rows(
    ctx.db,
    sql<MailboxVersion>`select version, at, actor, act, content from messaging.versions
      where mailbox = ${id}::uuid order by version desc limit 200`,
  );
}

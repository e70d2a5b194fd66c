import { sql } from 'kysely';
import type { Ctx } from '../../platform/context.js';
import { one, rows } from '../../platform/db/connection.js';
import { emit } from '../../platform/events.js';
import { errors } from './errors.js';
import { mailboxChanged } from './events.js';
import type { OwnMailbox } from './mailbox.js';
import type { MailboxContent } from './rules/decide-mailbox.js';

export interface MailboxRow extends MailboxContent {
  readonly id: string;
  readonly operator: string;
  readonly source: 'operator' | 'file';
  readonly version: number;
  readonly updatedAt: Date;
  readonly withdrawnAt: Date | null;
  readonly holder: string;
}

export const COLUMNS =
  sql.raw(`id, address, type, id_nat "idNat", structure_id "structureId", declared, service,
  responsible, phone, description, dematerialisation, red_list "redList", published, operator, source, version,
  updated_at "updatedAt", withdrawn_at "withdrawnAt", holder`);

/** Writers of one operator follow each other: two drafts of one new address never meet. @throws Refusal 404 */
export async function lockOperator(ctx: Ctx, operator: string): Promise<void> {
  const found = await one(
    ctx.db,
    sql`select code from messaging.operators where code = ${operator} and closed_at is null for no key update`,
  );
  if (!found) throw errors.unknownOperator();
}

/** The rows of some addresses, withdrawn ones too, locked in their order until the transaction ends. */
export function lockAddresses(ctx: Ctx, addresses: readonly string[]): Promise<MailboxRow[]> {
  return rows(
    ctx.db,
    sql<MailboxRow>`select ${COLUMNS} from messaging.mailboxes where address = any(${[...addresses]})
      order by address for update`,
  );
}

/** One version to write: `expected` is the version that it follows, 0 for a new address. */
export interface NewVersion {
  readonly content: MailboxContent;
  readonly expected: number;
  readonly withdrawn: boolean;
  readonly act: string;
}

/**
 * Writes versions of mailboxes of one operator, with their history. Out: the rows as they are now, by address; one that
 * somebody else wrote in between is absent.
 */
export async function writeMailboxes(
  ctx: Ctx,
  operator: string,
  versions: readonly NewVersion[],
): Promise<Map<string, MailboxRow>> {
  if (versions.length === 0) return new Map();
  const now = ctx.clock.now();
  const lines = versions.map(({ content, expected, withdrawn }) => ({ ...content, expected, withdrawn }));
  const written = await rows(
    ctx.db,
    sql<MailboxRow>`insert into messaging.mailboxes as held (address, type, operator, source, id_nat, structure_id,
        declared, service, responsible, phone, description, dematerialisation, red_list, published, version, updated_at,
        withdrawn_at)
      select l.address, l.type, ${operator}, 'operator', l."idNat", l."structureId", l.declared, l.service,
        l.responsible, l.phone, l.description, l.dematerialisation, l."redList", l.published, l.expected + 1, ${now},
        case when l.withdrawn then ${now}::timestamptz end
      from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l(address text, type text, "idNat" text,
        "structureId" text, declared jsonb, service text, responsible text, phone text, description text,
        dematerialisation boolean, "redList" boolean, published boolean, expected integer, withdrawn boolean)
      order by l.address
      on conflict (address) do update set type = excluded.type, operator = excluded.operator, source = 'operator',
        id_nat = excluded.id_nat, structure_id = excluded.structure_id, declared = excluded.declared,
        service = excluded.service, responsible = excluded.responsible, phone = excluded.phone,
        description = excluded.description, dematerialisation = excluded.dematerialisation,
        red_list = excluded.red_list, published = excluded.published, version = excluded.version,
        updated_at = excluded.updated_at, withdrawn_at = excluded.withdrawn_at, hash = null
      where held.version = excluded.version - 1
      returning ${COLUMNS}`,
  );
  const byAddress = new Map(written.map((row) => [row.address, row]));
  await keepHistory(ctx, versions, byAddress);
  return byAddress;
}

async function keepHistory(
  ctx: Ctx,
  versions: readonly NewVersion[],
  written: ReadonlyMap<string, MailboxRow>,
): Promise<void> {
  const lines = versions.flatMap(({ content, act }) => {
    const row = written.get(content.address);
    return row ? [{ mailbox: row.id, version: row.version, act, content }] : [];
  });
  await sql`insert into messaging.versions (mailbox, version, at, actor, act, content)
    select l.mailbox, l.version, ${ctx.clock.now()}, ${ctx.actor}, l.act, l.content
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
      as l(mailbox uuid, version integer, act text, content jsonb)`.execute(ctx.db);
}

/** Gives holders their next version, in the order of their keys, and says that their mailboxes changed. */
export async function tellHolders(ctx: Ctx, holders: Iterable<string>): Promise<void> {
  const changed = [...new Set(holders)].sort((a, b) => (a < b ? -1 : 1));
  if (changed.length === 0) return;
  const told = await rows(
    ctx.db,
    sql<{ holder: string; version: number }>`insert into messaging.holders as h (holder, version)
      select holder, 1 from unnest(${changed}::text[]) with ordinality u(holder, n) order by n
      on conflict (holder) do update set version = h.version + 1 returning holder, version`,
  );
  await emit(
    ctx,
    told.map(({ holder, version }) => mailboxChanged(holder, version)),
  );
}

const PRESENT = [
  'idNat',
  'structureId',
  'declared',
  'service',
  'responsible',
  'phone',
  'description',
] as const;

/** A row as its operator reads it: what is missing is absent. */
export function ownMailbox(row: MailboxRow): OwnMailbox {
  const held = Object.fromEntries(
    PRESENT.flatMap((field) => (row[field] === null ? [] : [[field, row[field]]])),
  );
  const { id, address, type, dematerialisation, redList, published, operator, source, version } = row;
  return {
    ...{ id, address, type, ...held, dematerialisation, redList, published, operator, source, version },
    updatedAt: row.updatedAt.toISOString(),
    ...(row.withdrawnAt && { withdrawnAt: row.withdrawnAt.toISOString() }),
  };
}

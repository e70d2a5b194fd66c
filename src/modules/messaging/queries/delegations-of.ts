import { sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';

/** A mailbox that its holder lets a named person open. */
export interface Delegation {
  /** The mailbox. */
  readonly id: string;
  readonly address: string;
  readonly holder: string;
  /** Who may open it. */
  readonly delegate: string;
  readonly since: Date;
  /** Last day, `YYYY-MM-DD`, where there is one. */
  readonly until: string | null;
}

/** What a person gave, and what he was given; what is over is left out. In: the national identifier. */
export function delegationsOf(ctx: Pick<Ctx, 'db' | 'clock'>, idNat: string): Promise<Delegation[]> {
  return rows(
    ctx.db,
    sql<Delegation>`select m.id, m.address, m.id_nat holder, d.id_nat delegate, d.since,
        to_char(d.until, 'YYYY-MM-DD') "until"
      from messaging.delegations d join messaging.mailboxes m on m.id = d.mailbox
      where ${idNat} in (m.id_nat, d.id_nat) and d.ended_at is null and m.withdrawn_at is null
        and (d.until is null or d.until >= ${today(ctx.clock)}::date)
      order by m.address, d.id_nat limit 500`,
  );
}

/**
 * Who may open a mailbox of an operator by the will of its holder, today: the operator asks before he opens it. Empty for a
 * mailbox that is not his.
 */
export function delegatesOf(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  operator: string,
  id: string,
): Promise<Pick<Delegation, 'delegate' | 'since' | 'until'>[]> {
  return rows(
    ctx.db,
    sql<Pick<Delegation, 'delegate' | 'since' | 'until'>>`select d.id_nat delegate, d.since,
        to_char(d.until, 'YYYY-MM-DD') "until"
      from messaging.delegations d join messaging.mailboxes m on m.id = d.mailbox
      where m.id::text = ${id} and m.operator = ${operator} and m.withdrawn_at is null and d.ended_at is null
        and (d.until is null or d.until >= ${today(ctx.clock)}::date) order by d.id_nat limit 500`,
  );
}

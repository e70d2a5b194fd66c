import { sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { Mailbox } from '../../messaging/index.js';
import type { Structure } from '../../structures/index.js';
import type { EntryPerson } from '../entry.js';
import { mailboxes } from '../mailboxes/read-mailboxes.js';
import type { PublicPerson } from '../public-person.js';
import type { PublicStructure } from '../public-structure.js';
import { publicPerson } from '../queries/public-person.js';
import type { NumberAsked } from '../rules/number-asked.js';
import { publicStructure } from '../rules/public-structure.js';
import { publicView } from '../rules/public-view.js';

export interface Found {
  readonly people: readonly PublicPerson[];
  readonly structures: readonly PublicStructure[];
}

const MOST = 20;

/** Whoever bears a number: a person, a structure, or both. */
export async function byNumber(ctx: Ctx, { idNat, structure }: NumberAsked): Promise<Found> {
  const person = idNat === undefined ? undefined : await publicPerson(ctx, idNat);
  const found = structure === undefined ? [] : await structuresNumbered(ctx, structure);
  return { people: person ? [person] : [], structures: found };
}

async function structuresNumbered(ctx: Ctx, number: string): Promise<PublicStructure[]> {
  const found = await rows(
    ctx.db,
    sql<{ data: Structure; active: boolean }>`select data, active from structures.published
      where terms @@ ${`'i_${number}'`}::tsquery order by sort_name, id limit ${MOST}`,
  );
  return withMailboxes(ctx, found);
}

/** Structures as the public sees them, with their mailboxes. */
export async function withMailboxes(
  ctx: Pick<Ctx, 'db'>,
  found: readonly { readonly data: Structure; readonly active: boolean }[],
): Promise<PublicStructure[]> {
  const held = await mailboxes(
    ctx,
    found.map(({ data }) => data.id),
  );
  return found.map(({ data, active }) => publicStructure(data, active, held.get(data.id)));
}

/**
 * Whoever may be written to at an MSSanté address; the red list is in no copy of the directory. The index is asked for
 * all who have it, and the limit comes after: with a limit beside the condition the planner reads the table instead.
 */
export async function byMail(ctx: Ctx, address: string): Promise<Found> {
  const asked = JSON.stringify([{ address, redList: false, published: true }]);
  const people = await rows(
    ctx.db,
    sql<{ person: EntryPerson; mailboxes: Mailbox[] }>`with found as materialized (
        select person, mailboxes from directory.entries
        where published and mailboxes <> '[]' and mailboxes @> ${asked}::jsonb)
      select person, mailboxes from found limit ${MOST}`,
  );
  const holders = await rows(
    ctx.db,
    sql<{ id: string }>`with found as materialized (
        select structure_id id from directory.structure_mailboxes where mailboxes @> ${asked}::jsonb)
      select id from found limit ${MOST}`,
  );
  const structures = await rows(
    ctx.db,
    sql<{ data: Structure; active: boolean }>`select data, active from structures.published
      where id = any(${holders.map(({ id }) => id)}::text[])`,
  );
  const on = today(ctx.clock);
  return {
    people: people.map((one) => publicView(one.person, on, one.mailboxes)),
    structures: await withMailboxes(ctx, structures),
  };
}

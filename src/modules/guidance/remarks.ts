import { sql } from 'kysely';
import type { Ctx } from '../../platform/context.js';
import { one, rows } from '../../platform/db/connection.js';
import { journal } from '../../platform/journal.js';
import { incomplete } from './errors.js';

const LONGEST_REMARK = 2000;

/** What a reader said of a page of the guide. */
export interface Remark {
  readonly id: number;
  readonly page: string;
  readonly version: string;
  readonly text: string;
  readonly contact: string;
  readonly at: Date;
}

/** Takes what a reader says of a page of the guide, at the version read. Anybody may. @throws Refusal 422 nothing said */
export async function leaveRemark(ctx: Ctx, said: Omit<Remark, 'id' | 'at'>): Promise<void> {
  const text = said.text.trim();
  if (text === '' || text.length > LONGEST_REMARK)
    throw incomplete([
      { field: 'text', code: 'required', message: 'Dites ce qui manque ou ce qui ne va pas.' },
    ]);
  await sql`insert into guidance.remarks (page, version, text, contact, at)
    values (${said.page}, ${said.version}, ${text}, ${said.contact.trim().slice(0, 254)}, ${ctx.clock.now()})`.execute(
    ctx.db,
  );
}

/** Remarks that nobody has dealt with, oldest first. */
export const remarksToRead = (ctx: Pick<Ctx, 'db'>): Promise<Remark[]> =>
  rows(
    ctx.db,
    sql<Remark>`select id, page, version, text, contact, at from guidance.remarks
      where handled_at is null order by at limit 200`,
  );

/** Notes that a remark was dealt with. Out: whether it still waited. Journaled. */
export async function handleRemark(ctx: Ctx, id: number): Promise<boolean> {
  const done = await one(
    ctx.db,
    sql`update guidance.remarks set handled_at = ${ctx.clock.now()}
      where id = ${id} and handled_at is null returning id`,
  );
  if (done) await journal(ctx, { act: 'guidance.handle-remark', subject: `remark:${id}`, outcome: 'done' });
  return done !== undefined;
}

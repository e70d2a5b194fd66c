import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';

/** Adds calls to those of today (real time, France). In: by application; of one that is no more, nothing is kept. */
export async function addUse(ctx: Pick<Ctx, 'db'>, calls: ReadonlyMap<string, number>): Promise<void> {
  const lines = [...calls].map(([application, many]) => ({ application, many }));
  await sql`insert into directory.application_use as u (application, day, calls)
    select l.application, (now() at time zone 'Europe/Paris')::date, l.many
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) l(application uuid, many bigint)
    join directory.applications a on a.id = l.application order by l.application
    on conflict (application, day) do update set calls = u.calls + excluded.calls`.execute(ctx.db);
}

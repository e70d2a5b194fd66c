import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { statement } from '../../../platform/db/statement.js';
import type { Publication } from './publication.js';

/**
 * Numbers the state that the current transaction makes of the directory. To be called as its last statement before
 * the commit: from here to the commit other publications wait, so that numbers are in the order of the commits.
 * In: what caused it, e.g. `live`, `import:12`. Out: the publication; several calls in one transaction give one.
 */
export async function publish(ctx: Pick<Ctx, 'db' | 'clock'>, origin: string): Promise<Publication> {
  const [made] = (await makePublication(ctx.db, { now: ctx.clock.now(), origin })).rows;
  if (!made) throw new Error('directory.current_publication has lost its row');
  return made;
}

const makePublication = statement<{ now: Date; origin: string }, Publication>(
  'directory_publish',
  (value) => sql`with mine as (
        select number, at from directory.publications where xid = pg_current_xact_id()),
      next as (
        update directory.current_publication set number = number + 1 where not exists (select from mine)
        returning number),
      made as (
        insert into directory.publications (number, xid, at, origin)
        select number, pg_current_xact_id(), ${value('now')}::timestamptz, ${value('origin')} from next
        returning number, at)
      select number, at from mine union all select number, at from made`,
);

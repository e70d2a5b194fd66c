import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { PARTS, type Part } from './parts.js';

/** What was measured of a part over some days. */
export interface Availability {
  readonly part: Part;
  /** Whether it answered within the last three minutes; undefined when nothing was measured for so long. */
  readonly now: boolean | undefined;
  /** Minutes since the measure began, or since the first of those days; the one that runs is left out. */
  readonly minutes: number;
  /** Of them, those in which it answered: a minute in which nobody could ask counts as one without an answer. */
  readonly answered: number;
}

interface Row {
  readonly part: Part;
  readonly now: boolean | null;
  readonly minutes: number;
  readonly answered: number;
}

/** How each part answered over the last days, measured by the program itself, real time. */
export async function availability(ctx: Pick<Ctx, 'db'>, days: number): Promise<Availability[]> {
  const measured = await rows(
    ctx.db,
    sql<Row>`select part, (count(*) filter (where answered and minute < date_trunc('minute', now())))::int answered,
        (extract(epoch from date_trunc('minute', now()) - least(min(minute), date_trunc('minute', now()))) / 60)::int minutes,
        bool_or(answered) filter (where minute > now() - interval '3 minutes') now
      from tracking.beats where minute >= now() - make_interval(days => ${days}) group by part`,
  );
  return PARTS.map(({ code }) => {
    const found = measured.find(({ part }) => part === code);
    return {
      part: code,
      now: found?.now ?? undefined,
      minutes: found?.minutes ?? 0,
      answered: found?.answered ?? 0,
    };
  });
}

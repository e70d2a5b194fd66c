import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { one } from '../db/connection.js';
import type { Feed } from './feed.js';

/** The last time that a feed brought something, and how many people it brought on that day. */
export interface LastArrival {
  readonly at: Date;
  readonly people: number;
}

/** As many of the newest events are looked at: more arrivals on one day are told as this many. */
const LOOKED_AT = 20_000;

/** The last arrival through a feed; undefined before the first. */
export function lastArrival(ctx: Pick<Ctx, 'db'>, feed: Feed): Promise<LastArrival | undefined> {
  return one(
    ctx.db,
    sql<LastArrival>`with newest as (
        select subject, at from platform.events where type = ${feed.arrival} order by id desc limit ${LOOKED_AT}),
      last as (select at from platform.events where type = ${feed.arrival} order by id desc limit 1)
      select last.at, count(distinct subject)::int people from newest, last
      where (newest.at at time zone 'Europe/Paris')::date = (last.at at time zone 'Europe/Paris')::date
      group by last.at`,
  );
}

import { sql } from 'kysely';
import { type Db, one } from './db/connection.js';
import { keepListening } from './db/line.js';

/**
 * Two times live side by side. `now` is simulated: rules, feeds, validity of means, dates shown.
 * Real time (`Date.now`) stays with tokens, cookies, sessions, rate limits and job back-off.
 */
export interface Clock {
  now(): Date;
}

export interface MovableClock extends Clock {
  /** Re-reads the offset kept in the database. */
  refresh(): Promise<void>;
  set(instant: Date): Promise<void>;
  close(): Promise<void>;
}

// Made once: making it costs more than a hundred dates.
const FRENCH_DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' });

// All that is asked in one second is asked of one day, and a date takes longer to write than most rules to judge.
const lastDay = { second: Number.NaN, day: '' };

/** Today's civil date in France, `YYYY-MM-DD`. */
export function today(clock: Clock): string {
  return civilDay(clock.now());
}

/** The civil date of an instant in France, `YYYY-MM-DD`. */
export function civilDay(at: Date): string {
  const second = Math.floor(at.getTime() / 1000);
  if (second !== lastDay.second) Object.assign(lastDay, { second, day: FRENCH_DAY.format(at) });
  return lastDay.day;
}

/** A clock whose offset lives in the database, so that all processes tell the same time. */
export async function openClock(db: Db, listenUrl: string | undefined): Promise<MovableClock> {
  let offset = 0;
  let newest: Promise<void> = Promise.resolve();
  const kept = async () =>
    (await one(db, sql<{ offset_ms: number }>`select offset_ms from platform.clock`))?.offset_ms ?? 0;
  // Readings may be answered in another order than they were asked in: one that another follows tells nothing any more.
  const refresh = (): Promise<void> => {
    const reading: Promise<void> = kept().then((read) => {
      if (newest !== reading) return newest;
      offset = read;
    });
    newest = reading;
    return reading;
  };
  await refresh();
  const listener = listenUrl ? await keepListening(listenUrl, 'esculape_clock', refresh) : undefined;
  return {
    now: () => new Date(Date.now() + offset),
    refresh,
    async set(instant) {
      const next = instant.getTime() - Date.now();
      await sql`with moved as (update platform.clock set offset_ms = ${next} returning 1)
        select pg_notify('esculape_clock', '') from moved`.execute(db);
      await refresh();
    },
    close: async () => listener?.close(),
  };
}

import { type RawBuilder, sql } from 'kysely';
import { causeOf } from './causes.js';
import type { Ctx } from './context.js';
import { rows } from './db/connection.js';
import { statement } from './db/statement.js';
import type { Feed } from './feeds/feed.js';
import { type Due, duesOf, duesWords, type NewDues, newDues, sortByDate } from './feeds/put-off.js';
import {
  addedWords,
  addJobs,
  addMissing,
  jobsWords,
  type NewJob,
  type NewJobs,
  type NotAdded,
  newJobs,
} from './jobs/add-job.js';

/** One thing that happened to one subject. Written in the transaction of the change. */
export interface Event {
  /** `<module>.<what-happened>`, e.g. `registry.person-changed`. */
  readonly type: string;
  /** Key of the record in its module, e.g. a member id or an idNat. */
  readonly subject: string;
  readonly version: number;
  /** Authority code -> version of its member that this state includes. */
  readonly origins?: Readonly<Record<string, number>>;
  readonly data?: Readonly<Record<string, unknown>>;
  /** What it causes waits until that date (simulated), whatever the rhythms. Not kept. */
  readonly notBefore?: Date;
}

/**
 * Brings the named subjects up to date in one module. Reads current versions, writes only what is newer,
 * and is therefore harmless when repeated, late or run twice at once.
 */
export interface Reaction {
  /** `<module>.<verb-noun>`; also the name of the job. */
  readonly name: string;
  run(ctx: Ctx, subjects: readonly string[]): Promise<void>;
  /**
   * Its work is one transaction of statements that do not grow with the subjects: what waits for it may be done with
   * what runs, and itself in the transaction that caused it.
   */
  readonly together?: boolean;
  /**
   * Subjects whose copy in this module is older than upstream now, at most `limit`. Empty when all is well; while
   * changes arrive it may hold those on their way.
   */
  behind?(ctx: Pick<Ctx, 'db' | 'clock'>, limit: number): Promise<string[]>;
  /** What its subjects are; records of people when left out. */
  readonly subjects?: Subjects;
  /** Whether an event is any business of it, by what the event says and by who caused it; all of them when left out. */
  concerns?(event: Event, actor: string): boolean;
  /** The way that the copy takes, where its rhythm may put it off. */
  readonly feed?: Feed;
}

export type Subjects = 'records' | 'structures' | 'holders' | 'loads' | 'publications' | 'indexes';

export type ReactionTable = Readonly<Record<string, readonly Reaction[]>>;

const BATCH = 500;

/** Records events and asks for the reactions, all in the caller's transaction. */
export async function emit(ctx: Ctx, events: readonly Event[]): Promise<void> {
  if (events.length === 0) return;
  const at = ctx.clock.now();
  const caused: Caused = { jobs: [], dues: [] };
  for (const [type, all] of Map.groupBy(events, (e) => e.type)) {
    for (const reaction of ctx.reactions[type] ?? []) {
      const some = all.filter((e) => reaction.concerns?.(e, causeOf(ctx, e.subject).actor) ?? true);
      const early = Map.groupBy(some, (e) => (e.notBefore && e.notBefore > at ? e.notBefore.getTime() : 0));
      for (const [time, ones] of early) {
        if (time === 0) await askInTime(ctx, reaction, ones, caused);
        else {
          const subjects = ones.map((e) => e.subject);
          caused.dues.push(...duesOf(ctx, reaction.name, { dueAt: new Date(time), subjects }));
        }
      }
    }
  }
  await write(ctx, events, caused);
}

/** What events cause: jobs to do at once, and what waits for a date. */
interface Caused {
  readonly jobs: NewJob[];
  readonly dues: Due[];
}

/** Writes events with what they cause: by one statement, since each would cost as much again for its way there and back. */
async function write(ctx: Ctx, events: readonly Event[], { jobs, dues }: Caused): Promise<void> {
  const lines = events.map((e) => ({
    type: e.type,
    subject: e.subject,
    version: e.version,
    origins: e.origins ?? {},
    data: e.data ?? {},
    ...causeOf(ctx, e.subject),
  }));
  const told = { lines: JSON.stringify(lines), at: ctx.clock.now() };
  if (jobs.length + dues.length === 0) await writeEvents(ctx.db, told);
  else {
    const { rows: answer } = await writeCausing(ctx.db, { ...told, ...newJobs(jobs), ...newDues(dues) });
    await addMissing(ctx.db, jobs, answer);
  }
}

interface Told {
  /** JSON. */
  readonly lines: string;
  readonly at: Date;
}

const eventsWords = (value: (key: keyof Told) => RawBuilder<unknown>): RawBuilder<never> =>
  sql`insert into platform.events (type, subject, version, origins, data, actor, correlation, at)
    select e.type, e.subject, e.version, e.origins, e.data, e.actor, e.correlation, ${value('at')}::timestamptz
    from jsonb_to_recordset(${value('lines')}::jsonb)
      as e(type text, subject text, version integer, origins jsonb, data jsonb, actor text, correlation text)`;

const writeEvents = statement<Told, never>('platform_events', eventsWords);

const writeCausing = statement<Told & NewJobs & NewDues, NotAdded>(
  'platform_events_causing',
  (value) => sql`with told as (${eventsWords(value)}), due as (${duesWords(value)}),
    ${jobsWords(value)} ${addedWords}`,
);

/** Asks for a reaction to events of one type, at once or at the date that the rhythm of its feed gives. */
async function askInTime(
  ctx: Ctx,
  reaction: Reaction,
  events: readonly Event[],
  { jobs, dues }: Caused,
): Promise<void> {
  const { name, feed, together } = reaction;
  const { now, later } = await sortByDate(ctx, feed, events.map(travelling));
  if (together && ctx.onward) ctx.onward.add(ctx, reaction, now);
  else jobs.push(...jobsFor(ctx, name, now));
  for (const some of later) dues.push(...duesOf(ctx, name, some));
}

/** Whom an event is about decides how it travels: the person where it names one, its subject otherwise. */
const travelling = ({ subject, data }: Event) => ({
  subject,
  about: typeof data?.idNat === 'string' ? data.idNat : subject,
});

/** Asks for a reaction, in the caller's transaction, in batches that one job can carry. */
export async function ask(ctx: Ctx, reaction: string, subjects: readonly string[]): Promise<void> {
  const jobs = jobsFor(ctx, reaction, subjects);
  if (jobs.length > 0) await addJobs(ctx.db, jobs);
}

function jobsFor(ctx: Ctx, name: string, subjects: readonly string[]): NewJob[] {
  const jobs: NewJob[] = [];
  for (let from = 0; from < subjects.length; from += BATCH) {
    const batch = subjects.slice(from, from + BATCH);
    const { since } = ctx;
    const cause = causeOf(ctx, batch[0] ?? '');
    const causes = batch.length > 1 && ctx.causes ? batch.map((one) => [one, causeOf(ctx, one)]) : undefined;
    const payload = JSON.stringify({ subjects: batch, ...cause, since, causes });
    // One subject: a job that is still waiting already covers this change. A bulk load gets jobs of its own.
    const key = batch.length === 1 ? `${name}:${batch[0]}` : null;
    jobs.push({ name, payload, key });
  }
  return jobs;
}

export interface RecordedEvent {
  readonly id: number;
  readonly type: string;
  readonly subject: string;
  readonly version: number;
  readonly origins: Readonly<Record<string, number>>;
  readonly actor: string;
  readonly correlation: string;
  readonly at: Date;
  /** Real time. */
  readonly recordedAt: Date;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The events of some subjects, oldest first. `types` narrows the kinds; at most `limit` of the newest. */
export async function eventsOf(
  ctx: Pick<Ctx, 'db'>,
  subjects: readonly string[],
  types: readonly string[],
  limit = 200,
): Promise<RecordedEvent[]> {
  const found = await rows(
    ctx.db,
    sql<RecordedEvent>`select id, type, subject, version, origins, actor, correlation, at,
        recorded_at "recordedAt", data
      from platform.events where subject = any(${[...subjects]}) and type = any(${[...types]})
      order by id desc limit ${limit}`,
  );
  return found.reverse();
}

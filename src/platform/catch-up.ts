import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { type Ctx, transaction } from './context.js';
import { ask, type Reaction, type Subjects } from './events.js';
import { feedsOf } from './feeds/feeds-of.js';
import { datesOf, waitingByReaction } from './feeds/waiting.js';
import { isRunning } from './jobs.js';

/** How late one hop of the chain is. */
export interface Hop {
  /** Name of the reaction. */
  readonly reaction: string;
  /** What its copy is late on, at most MOST. */
  readonly subjects: readonly string[];
  /** What these are. */
  readonly kind: Subjects;
  /** Whether somebody fills the tables that tell: what is late is not known then. */
  readonly busy: boolean;
}

/** Whoever fills a table at once keeps it for minutes: nobody waits for him here. */
const PATIENCE = '500ms';
/** `lock_not_available`. */
const TAKEN = '55P03';

/** Subjects of which one stands for all the people of a load. */
const WHOLE: readonly Subjects[] = ['loads', 'publications', 'indexes'];

/** Subjects looked at in one go; a hop that is later still is caught up in several turns. */
const MOST = 10_000;

type World = Pick<Ctx, 'db' | 'clock' | 'reactions'>;

/**
 * For each hop that can tell, what its own copy is late on, compared with upstream. What waits for the date that a
 * rhythm gave it is not late.
 */
export async function hopsBehind(ctx: World): Promise<Hop[]> {
  const hops: Hop[] = [];
  const waiting = new Set((await waitingByReaction(ctx)).map(({ reaction }) => reaction));
  const feeds = feedsOf(ctx.reactions);
  for (const { name, behind, subjects: kind = 'records' } of new Set(Object.values(ctx.reactions).flat())) {
    if (!behind) continue;
    // A whole publication that waits in the same feed holds people that nothing names here.
    const { reactions = [] } = feeds.find((feed) => feed.reactions.includes(name)) ?? {};
    const hidden = !WHOLE.includes(kind) && reactions.some((other) => other !== name && waiting.has(other));
    const subjects = hidden ? [] : await late(ctx, name, behind);
    hops.push({ reaction: name, kind, subjects: subjects ?? [], busy: subjects === undefined });
  }
  return hops;
}

type Behind = NonNullable<Reaction['behind']>;

/** Undefined where somebody keeps the tables for himself. */
async function late(ctx: World, name: string, behind: Behind): Promise<string[] | undefined> {
  for (let most = MOST; ; most *= 10) {
    const found = await unlessBusy(ctx, (patient) => behind(patient, most));
    if (!found) return undefined;
    const waiting = await datesOf(ctx, name, found);
    const subjects = found.filter((subject) => !waiting.has(subject));
    // Those who wait may fill the whole of what was looked at, and hide the others.
    if (subjects.length > 0 || found.length < most) return subjects.slice(0, MOST);
  }
}

async function unlessBusy<T>(ctx: World, read: (ctx: World) => Promise<T>): Promise<T | undefined> {
  try {
    return await ctx.db.transaction().execute(async (db) => {
      await sql`set local lock_timeout = ${sql.lit(PATIENCE)}`.execute(db);
      return read({ ...ctx, db });
    });
  } catch (error) {
    if ((error as { code?: unknown }).code !== TAKEN) throw error;
    return undefined;
  }
}

/** The same without what was only on its way: what is still late after `ms`. */
export async function hopsStillBehind(ctx: World, ms: number): Promise<Hop[]> {
  const before = await hopsBehind(ctx);
  if (before.every(({ subjects }) => subjects.length === 0)) return before;
  await sleep(ms);
  const after = new Map((await hopsBehind(ctx)).map((hop) => [hop.reaction, new Set(hop.subjects)]));
  return before.map((hop) => ({
    ...hop,
    subjects: hop.subjects.filter((subject) => after.get(hop.reaction)?.has(subject)),
  }));
}

const WORDS: Readonly<Record<Subjects, readonly [one: string, many: string]>> = {
  records: ['dossier', 'dossiers'],
  structures: ['structure', 'structures'],
  holders: ['titulaire de boîte aux lettres', 'titulaires de boîtes aux lettres'],
  loads: ['chargement de fichiers', 'chargements de fichiers'],
  publications: ['publication de l’annuaire', 'publications de l’annuaire'],
  indexes: ['index', 'index'],
};

/** What a hop is late on, counted, for an operator; that nothing is; or why it is not known. */
export function lateWords({ subjects, kind, busy }: Hop): string {
  if (busy) return 'un chargement est en cours';
  if (subjects.length === 0) return 'à jour';
  const [one, many] = WORDS[kind];
  return `${subjects.length} ${subjects.length > 1 ? many : one} en retard`;
}

/**
 * Asks again for everything that is late. Jobs are not lost; should one be, by a fault or by a hand in the tables,
 * the copies do not stay different for more than a few minutes. Harmless for what is merely on its way.
 * Out: what was asked for, hop by hop.
 */
export async function catchUp(ctx: Ctx): Promise<Hop[]> {
  const late = (await hopsBehind(ctx)).filter(({ subjects }) => subjects.length > 0);
  for (const { reaction, subjects } of late) {
    await transaction(ctx, (tx) => ask(tx, reaction, subjects));
    ctx.log.warn({ reaction, behind: subjects.length }, 'asked again for what is late');
  }
  return late;
}

/** Whether what a whole load brings is being copied now: who looks for what is late reads everything, and can wait. */
export function isCarryingLoad({ db, reactions }: World): Promise<boolean> {
  const whole = Object.values(reactions)
    .flat()
    .filter(({ subjects = 'records' }) => WHOLE.includes(subjects));
  return isRunning(
    db,
    whole.map(({ name }) => name),
  );
}

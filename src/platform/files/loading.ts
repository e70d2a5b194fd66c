import type pg from 'pg';
import type { Ctx } from '../context.js';
import { journal } from '../journal.js';
import { alone } from './alone.js';
import type { Load, LoadBook, LoadState } from './load-book.js';

/** What to do with changes: write them unless they are too many, write them whatever their number, or only count them. */
export type Mode = 'check' | 'release' | 'dry-run';

/** What became of the changes of a load. */
export interface Judged {
  readonly state: 'applied' | 'held' | 'counted';
}

/** Undoes a transaction and carries what was found out of it. */
class Undone extends Error {
  constructor(readonly found: Judged) {
    super('undone');
  }
}

/**
 * Applies a load in one transaction, which `work` opens, or undoes all of it. In: the mode; what compares, calls `judge` with
 * what it found and whether that is too much to be trusted, then writes. Out: what was found, and what became of it.
 */
export async function judged<F extends object>(
  mode: Mode,
  work: (judge: (found: F, tooMuch: boolean) => void) => Promise<F>,
): Promise<F & Judged> {
  const judge = (found: F, tooMuch: boolean) => {
    if (mode === 'dry-run') throw new Undone({ ...found, state: 'counted' });
    if (mode === 'check' && tooMuch) throw new Undone({ ...found, state: 'held' });
  };
  try {
    return { ...(await work(judge)), state: 'applied' };
  } catch (error) {
    if (error instanceof Undone) return error.found as F & Judged;
    throw error;
  }
}

/** The loads of a register, and how they are refused. */
export interface Loads<L extends Load> {
  readonly book: LoadBook<L>;
  readonly busy: () => Error;
  readonly notHeld: (id: number, state: LoadState | undefined) => Error;
  /** Whether what a load says takes the place of what an older one, which waits for a decision, would say. */
  readonly replaces: (newer: L, older: L) => boolean;
}

/** A load as it ended. */
export type Outcome<L extends Load, A extends Judged> = Omit<L, 'state' | keyof A> & A;

/** What is known of a load before it begins: columns of its own, and the paths of its files. */
export interface Opened {
  readonly named?: Readonly<Record<string, string>>;
  readonly paths: readonly string[];
}

/**
 * Runs a load from its number to its end, alone of its kind in whatever process. In: a direct address of the database, for
 * the lock and the copy; columns of the load that never change, the paths of its files; what stages and applies it. An
 * older load that waits for a decision is superseded by one that replaces it. When `work` throws, or the process dies,
 * nothing is changed.
 */
export function runLoad<L extends Load, A extends Judged>(
  ctx: Ctx,
  url: string,
  loads: Loads<L>,
  { named = {}, paths }: Opened,
  work: (id: number, client: pg.Client) => Promise<A>,
): Promise<Outcome<L, A>> {
  const { book, busy } = loads;
  return alone(url, busy, async (client) => {
    await book.sweep(client);
    const id = await book.open(ctx, named, paths);
    try {
      const applied = await work(id, client);
      await conclude(ctx, client, loads, { id, named, applied });
      const report = await book.read(ctx, id);
      if (!report) throw new Error(`load ${id} has vanished`);
      return { ...report, ...applied };
    } catch (error) {
      await refuseQuietly(ctx, client, book, { id, why: error });
      throw error;
    }
  });
}

async function conclude<L extends Load>(
  ctx: Ctx,
  client: pg.Client,
  loads: Loads<L>,
  { id, named, applied }: { id: number; named: Readonly<Record<string, string>>; applied: Judged },
): Promise<void> {
  const { book } = loads;
  if (applied.state === 'counted') {
    await book.dropStaged(ctx, id);
    await book.settle(ctx, id, 'counted', applied);
    return;
  }
  if (applied.state === 'held') {
    await book.keepStaged(client, id);
    await book.settle(ctx, id, 'held', applied);
  }
  await supersede(ctx, loads);
  await journal(ctx, {
    act: `${book.register}.import`,
    subject: String(id),
    outcome: 'done',
    data: { state: applied.state, ...named },
  });
}

/** More loads than wait for a decision and came after. */
const MANY = 1000;

/** Gives up the loads that wait for a decision and that a newer one replaces, also one whose process died before it did this. */
async function supersede<L extends Load>(ctx: Ctx, { book, replaces }: Loads<L>): Promise<void> {
  const all = await book.last(ctx, MANY);
  for (const older of all) {
    if (older.state !== 'held') continue;
    const ended = (one: L) => one.id > older.id && (one.state === 'held' || one.state === 'applied');
    if (!all.some((one) => ended(one) && replaces(one, older))) continue;
    await book.dropStaged(ctx, older.id);
    await book.settle(ctx, older.id, 'superseded');
  }
}

/** After a failure: the next load sweeps anyway, so a database that is gone needs no second message. */
async function refuseQuietly<L extends Load>(
  ctx: Ctx,
  client: pg.Client,
  book: LoadBook<L>,
  { id, why }: { id: number; why: unknown },
): Promise<void> {
  try {
    await book.refuse(ctx, id, why);
    await book.sweep(client);
  } catch {
    // The failure itself is told by the caller.
  }
}

/** A load that waits, and what was decided of it. */
export interface Decision {
  readonly id: number;
  /** Why, for the journal. */
  readonly reason?: string | undefined;
}

/** Applies a load that was held, whatever the number of its changes. @throws `busy`, `notHeld` */
export function releaseLoad<L extends Load, A extends Judged>(
  ctx: Ctx,
  url: string,
  loads: Loads<L>,
  decision: Decision,
  apply: (held: L) => Promise<A>,
): Promise<Outcome<L, A>> {
  return decide(url, ctx, loads, decision.id, async (held) => {
    const applied = await apply(held);
    await note(ctx, loads, 'release', decision);
    return { ...held, ...applied };
  });
}

/** Gives a load up that was held. @throws `busy`, `notHeld` */
export function discardLoad<L extends Load>(
  ctx: Ctx,
  url: string,
  loads: Loads<L>,
  decision: Decision,
): Promise<void> {
  return decide(url, ctx, loads, decision.id, async ({ id }) => {
    await loads.book.dropStaged(ctx, id);
    await loads.book.settle(ctx, id, 'discarded');
    await note(ctx, loads, 'discard', decision);
  });
}

function note<L extends Load>(ctx: Ctx, { book }: Loads<L>, what: string, { id, reason }: Decision) {
  const act = `${book.register}.${what}-import`;
  return journal(ctx, { act, subject: String(id), outcome: 'done', ...(reason && { reason }) });
}

function decide<L extends Load, T>(
  url: string,
  ctx: Ctx,
  loads: Loads<L>,
  id: number,
  work: (held: L) => Promise<T>,
): Promise<T> {
  const { book, busy, notHeld } = loads;
  return alone(url, busy, async (client) => {
    await book.sweep(client);
    await supersede(ctx, loads);
    const held = await book.read(ctx, id);
    if (held?.state !== 'held') throw notHeld(id, held?.state);
    return work(held);
  });
}

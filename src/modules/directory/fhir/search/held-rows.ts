import type { Run } from './run.js';

/** Lines of one source that are held: a person with all that is made of him takes about ten kilobytes. */
const MOST_HELD = 2000;

interface Held<R> {
  readonly state: string;
  readonly row: R;
}

/**
 * The lines that were read last, by their key. A line is held as it was in one state of its row in the database; each
 * request reads the state, so that a change is seen at once and nothing has to be taken back. Nobody changes what is held.
 */
export class HeldRows<R> {
  private readonly held = new Map<string, Held<R>>();

  /** What is held of a key. */
  of(key: string): Held<R> | undefined {
    return this.held.get(key);
  }

  /** A line as it was just read, or the one that is held when that says the same: what was made of it still holds. */
  hold(key: string, state: string, row: R): R {
    const known = this.held.get(key);
    if (known?.state === state) return known.row;
    if (!known && this.held.size >= MOST_HELD) this.held.delete(this.held.keys().next().value ?? '');
    this.held.set(key, { state, row });
    return row;
  }
}

const held = new WeakMap<object, Map<string, HeldRows<unknown>>>();

/** The lines of a source that this program holds; its clock stands for the program. */
export function heldRows<R>({ ctx }: Run, source: string): HeldRows<R> {
  let all = held.get(ctx.clock);
  if (!all) {
    all = new Map();
    held.set(ctx.clock, all);
  }
  let rows = all.get(source);
  if (!rows) {
    rows = new HeldRows();
    all.set(source, rows);
  }
  return rows as HeldRows<R>;
}

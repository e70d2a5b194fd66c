/** One row of a timeline that is held as true: a value from an instant to another, open when `validTo` is null. */
export interface TimelineRow<V> {
  readonly value: V;
  readonly validFrom: Date;
  readonly validTo: Date | null;
}

export interface Rewriting<V, R extends TimelineRow<V>> {
  /** Rows that no longer say what is true. They stay, as what was believed. */
  readonly supersede: readonly R[];
  readonly insert: readonly TimelineRow<V>[];
}

const end = (row: TimelineRow<unknown>): number => row.validTo?.getTime() ?? Number.POSITIVE_INFINITY;

/**
 * What becomes of the timeline of one part when its authority says "from `from` on, it is `value`" (undefined: it is
 * no more). In: the rows held as true, without overlap; the instant may be before some of them (a correction back in
 * time), and then what they said from there on is replaced. Out: the rows to set aside and those to write; both are
 * empty when the timeline already says so.
 */
export function rewriteTimeline<V, R extends TimelineRow<V>>(
  current: readonly R[],
  value: V | undefined,
  from: Date,
  same: (a: V, b: V) => boolean,
): Rewriting<V, R> {
  const reached = current.filter((row) => end(row) > from.getTime());
  const covering = reached.find((row) => row.validFrom <= from);
  if (value === undefined) {
    return { supersede: reached, insert: covering ? before(covering, from) : [] };
  }
  const continues = covering !== undefined && same(covering.value, value);
  if (continues && reached.length === 1 && covering.validTo === null) return { supersede: [], insert: [] };
  if (continues)
    return { supersede: reached, insert: [{ value, validFrom: covering.validFrom, validTo: null }] };
  const kept = covering ? before(covering, from) : [];
  return { supersede: reached, insert: [...kept, { value, validFrom: from, validTo: null }] };
}

function before<V>(row: TimelineRow<V>, instant: Date): TimelineRow<V>[] {
  return row.validFrom < instant ? [{ value: row.value, validFrom: row.validFrom, validTo: instant }] : [];
}

import { type RawBuilder, sql } from 'kysely';
import type { Span } from './dates.js';

/** A column that lies in one of these spans. */
export function withinSpans(column: RawBuilder<unknown>, spans: readonly Span[]): RawBuilder<boolean> {
  const each = spans.map(({ from, to }) => {
    const bounds = [
      ...(from === undefined ? [] : [sql`${column} >= ${instant(from)}::timestamptz`]),
      ...(to === undefined ? [] : [sql`${column} < ${instant(to)}::timestamptz`]),
    ];
    return bounds.length === 0 ? sql`true` : sql`(${sql.join(bounds, sql` and `)})`;
  });
  return sql<boolean>`(${sql.join(each, sql` or `)})`;
}

/** A year beyond those of PostgreSQL or of ISO texts is as far as any. */
const instant = (ms: number): string =>
  new Date(Math.min(Math.max(ms, -62_135_596_800_000), 253_402_300_799_000)).toISOString();

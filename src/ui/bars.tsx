import type { Child } from 'hono/jsx';
import { Table } from './table.js';

/** One value and its length; `words` stand in for a number that is not told (no bar then). */
export type Bar = { label: Child; value: number } | { label: Child; words: string };

export type BarsProps = {
  caption: string;
  captionHidden?: boolean;
  /** What the rows are, and what is counted: heads of the columns. */
  heads: readonly [rows: string, counted: string];
  bars: readonly Bar[];
  /** The whole, for a column of shares; without it there is none. */
  total?: number | undefined;
  empty?: Child;
};

const french = new Intl.NumberFormat('fr-FR');
const percent = new Intl.NumberFormat('fr-FR', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/**
 * Numbers as a table and as horizontal bars at once: each bar stands beside its number, so that the table is the text
 * of the drawing. The longest bar fills its column.
 */
export function Bars({ caption, captionHidden = false, heads, bars, total, empty }: BarsProps) {
  const longest = Math.max(1, ...bars.map((bar) => ('value' in bar ? bar.value : 0)));
  const shares = total !== undefined && total > 0;
  return (
    <Table
      caption={caption}
      captionHidden={captionHidden}
      columns={[
        { label: heads[0] },
        { label: heads[1] },
        ...(shares ? [{ label: 'Part', align: 'end' as const }] : []),
      ]}
      rows={bars.map((bar) => [
        bar.label,
        'value' in bar ? <Measure value={bar.value} longest={longest} /> : bar.words,
        ...(shares ? ['value' in bar ? percent.format(bar.value / total) : '–'] : []),
      ])}
      empty={empty}
    />
  );
}

function Measure({ value, longest }: { value: number; longest: number }) {
  return (
    <span class="measure">
      <span class="measure-number">{french.format(value)}</span>
      <svg class="measure-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect width={String(Math.max(0.4, Math.round((value / longest) * 1000) / 10))} height="10" />
      </svg>
    </span>
  );
}

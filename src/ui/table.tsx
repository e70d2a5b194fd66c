// biome-ignore-all lint/a11y/noRedundantRoles: a browser forgets that a table is one when its display changes
import type { Child } from 'hono/jsx';
import { classes } from './classes.js';

/** One column; `end` aligns figures to the right. */
export type Column = { label: string; align?: 'start' | 'end'; labelHidden?: boolean };

export type TableProps = {
  caption: string;
  captionHidden?: boolean;
  columns: readonly Column[];
  /** One entry a row, one cell a column; the first cell names the row. */
  rows: readonly (readonly Child[])[];
  /** Shown in place of the rows when there is none. */
  empty?: Child;
};

/**
 * A table of data, stacked as blocks on a phone. Roles are written out because a browser forgets that a table
 * is one when its display changes.
 */
export function Table({ caption, captionHidden = false, columns, rows, empty }: TableProps) {
  if (rows.length === 0 && empty !== undefined) return <>{empty}</>;
  return (
    <table class="table" role="table">
      <caption class={captionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th role="columnheader" scope="col" class={classes(column.align === 'end' && 'align-end')}>
              {column.labelHidden ? <span class="visually-hidden">{column.label}</span> : column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((cells) => (
          <tr role="row">
            {cells.map((cell, index) => (
              <Cell column={columns[index]} first={index === 0}>
                {cell}
              </Cell>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ column, first, children }: { column: Column | undefined; first: boolean; children?: Child }) {
  const label = column?.labelHidden ? undefined : column?.label;
  const align = classes(column?.align === 'end' && 'align-end');
  return first ? (
    <th role="rowheader" scope="row" class={align}>
      {children}
    </th>
  ) : (
    <td role="cell" class={align} data-label={label}>
      {children}
    </td>
  );
}

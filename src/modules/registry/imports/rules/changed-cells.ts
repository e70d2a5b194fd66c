import type { FileKind } from '../../files/index.js';
import { cellReader, linesOf } from '../../rules/unfold-lines.js';
import { isRestricted, KEPT_FIELDS, type Kept } from './kept-fields.js';

/** A cell that a file writes otherwise than before; of a restricted one, only that it does. */
export type ChangedCell =
  | { readonly field: Kept; readonly before: string; readonly after: string }
  | { readonly field: Kept; readonly restricted: true };

/** One line that changes: `changed` has cells before and after, an added line has no before, a removed one no after. */
export interface ChangedLine {
  readonly what: 'changed' | 'added' | 'removed';
  readonly cells: readonly ChangedCell[];
}

/**
 * What changes between two states of the lines of one person: lines that are the same say nothing; a line that is gone
 * and a new one that looks most like it are one line that changed. In: the kind of file, the kept cells before and
 * after ('' for none). Out: the lines with the cells that differ, in the order of the file.
 */
export function changedLines(file: FileKind, before: string, after: string): ChangedLine[] {
  const key = (cells: readonly string[]) => cells.join('|');
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const [oldKeys, freshKeys] = [new Set(old.map(key)), new Set(fresh.map(key))];
  const gone = old.filter((cells) => !freshKeys.has(key(cells)));
  const come = fresh.filter((cells) => !oldKeys.has(key(cells)));
  const changed = come.map((cells): ChangedLine => {
    const place = likest(gone, cells);
    const [was] = place === undefined ? [] : gone.splice(place, 1);
    return { what: was ? 'changed' : 'added', cells: cellsOf(file, was ?? [], cells) };
  });
  return [
    ...changed,
    ...gone.map((cells) => ({ what: 'removed' as const, cells: cellsOf(file, cells, []) })),
  ];
}

function likest(lines: readonly (readonly string[])[], cells: readonly string[]): number | undefined {
  const alike = (line: readonly string[]) => line.filter((cell, i) => cell === cells[i]).length;
  return lines.length === 0
    ? undefined
    : lines.reduce((best, line, i) => (alike(line) > alike(lines[best] ?? []) ? i : best), 0);
}

function cellsOf(file: FileKind, before: readonly string[], after: readonly string[]): ChangedCell[] {
  const of = cellReader(file);
  return KEPT_FIELDS[file]
    .map((field) => ({ field, before: of(before, field), after: of(after, field) }))
    .filter((cell) => cell.before !== cell.after)
    .map((cell) => (isRestricted(file, cell.field) ? { field: cell.field, restricted: true } : cell));
}

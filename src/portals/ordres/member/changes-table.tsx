import type { Child } from 'hono/jsx';
import type { HistoryLine } from '../../../modules/authorities/index.js';
import { Table, Time } from '../../../ui/index.js';
import { type ShownChange, shownActor } from './shown.js';

interface ChangesTableProps {
  readonly history: readonly HistoryLine[];
  /** What to show of a version. */
  readonly changes: (line: HistoryLine) => readonly ShownChange[];
  /** Short name of the authority. */
  readonly authority: string;
  readonly caption: string;
  readonly empty: Child;
}

/** The changes of a file, the most recent first: when, by whom, from what to what. */
export function ChangesTable({ history, changes, authority, caption, empty }: ChangesTableProps) {
  const lines = history.flatMap((line) => changes(line).map((change) => ({ line, change }))).reverse();
  return (
    <Table
      caption={caption}
      columns={['Quand', 'Par qui', 'Donnée', 'Avant', 'Après'].map((label) => ({ label }))}
      rows={lines.map(({ line, change }) => [
        <Time value={line.recordedAt} />,
        shownActor(line.by, authority),
        change.field,
        change.from,
        change.to,
      ])}
      empty={empty}
    />
  );
}

import type { Context } from 'hono';
import type { Structure } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import type { JournalLine } from '../../platform/journal.js';
import { EmptyState, Table, Tag, Time } from '../../ui/index.js';
import { actedBy } from '../acted-by.js';
import { Frame } from './frame.js';
import { ACTS, refusalWord } from './words.js';

/** What was done for a structure, and what was refused. */
export function HistoryPage(props: {
  readonly c: Context<Env>;
  readonly structure: Structure;
  readonly lines: readonly JournalLine[];
}) {
  const { c, structure, lines } = props;
  return (
    <Frame c={c} of={structure} at="/historique" title="Historique">
      <Table
        caption="Les cent derniers actes"
        columns={['Acte', 'Date', 'Par', 'Issue'].map((label) => ({ label }))}
        rows={lines.map(({ at, act, actor, outcome, reason }) => [
          ACTS[act] ?? act,
          <Time value={at} precision="minute" />,
          actedBy(actor),
          outcome === 'done' ? (
            <Tag tone="success">Fait</Tag>
          ) : (
            <Tag tone="danger">{refusalWord(reason)}</Tag>
          ),
        ])}
        empty={<EmptyState title="Rien encore" />}
      />
    </Frame>
  );
}

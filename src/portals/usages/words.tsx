import { USAGE_CONDITIONS, type UsageRow } from '../../modules/guidance/index.js';
import { formatDate, Tag } from '../../ui/index.js';

/** Yes or no, with what a yes still asks for. */
export function AnswerTag({ row }: { row: UsageRow }) {
  if (row.answer === 'no') return <Tag tone="danger">Non</Tag>;
  return (
    <>
      <Tag tone="success">Oui</Tag>
      {row.condition ? ` ${USAGE_CONDITIONS[row.condition]}` : null}
    </>
  );
}

export const MODES: Readonly<Record<UsageRow['mode'], string>> = {
  direct: 'Direct',
  indirect: 'Indirect',
  air: 'Indirect renforcé',
};

/** From when to when a line holds, where it has ends. */
export function period({ from, to }: Pick<UsageRow, 'from' | 'to'>): string | undefined {
  if (from && to) return `du ${formatDate(from)} au ${formatDate(to)}`;
  if (from) return `depuis le ${formatDate(from)}`;
  return to && `jusqu’au ${formatDate(to)}`;
}

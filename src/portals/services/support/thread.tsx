import type { Ticket, TicketMessage } from '../../../modules/guidance/index.js';
import { Card, DescriptionList, formatDateTime, formatDuration, Tag } from '../../../ui/index.js';
import { CATEGORY_WORDS, TICKET_STATES } from './words.js';

/** How long the first answer took; words while it is awaited. */
export const answerTime = ({ openedAt, firstAnswerAt }: Ticket): string =>
  firstAnswerAt ? formatDuration(firstAnswerAt.getTime() - openedAt.getTime()) : 'pas encore';

export function TicketTag({ state }: Pick<Ticket, 'state'>) {
  const [words, tone] = TICKET_STATES[state];
  return <Tag tone={tone}>{words}</Tag>;
}

/** A ticket and what was said, oldest first, as its author and the support both read it. */
export function Thread({ ticket }: { ticket: Ticket & { readonly messages: readonly TicketMessage[] } }) {
  return (
    <>
      <DescriptionList
        items={[
          { term: 'État', value: <TicketTag state={ticket.state} /> },
          { term: 'Catégorie', value: CATEGORY_WORDS[ticket.category] },
          { term: 'Ouverte le', value: formatDateTime(ticket.openedAt) },
          { term: 'Première réponse après', value: answerTime(ticket) },
        ]}
      />
      {ticket.messages.map(({ bySupport, text, at }) => (
        <Card title={bySupport ? 'Le support' : 'L’intégrateur'} aside={formatDateTime(at)}>
          {text.split(/\n{2,}/).map((part) => (
            <p>{part}</p>
          ))}
        </Card>
      ))}
    </>
  );
}

import type { Child } from 'hono/jsx';
import type { cards } from '../../modules/credentials/index.js';
import { Card, type Description, DescriptionList, Tag, Time } from '../../ui/index.js';
import { STANDINGS } from './words.js';

/** One card: what it is, what it is worth, its letters; what can be done with it comes below. */
export function CardSummary({ card, children }: { card: cards.HeldCard; children?: Child }) {
  const [words, tone] = STANDINGS[card.standing];
  const named = card.nominative
    ? `${card.givenName} ${card.familyName}`.trim()
    : `${card.familyName} (de service)`;
  return (
    <Card level={3} title={`${card.type} n° ${card.number}`} aside={<Tag tone={tone}>{words}</Tag>}>
      <DescriptionList
        items={[
          { term: 'Titulaire', value: named },
          { term: 'Identifiant', value: card.idNat },
          { term: 'Puce', value: card.generation },
          { term: 'Valable jusqu’au', value: <Time value={card.expiresAt} precision="day" /> },
          ...happened(card),
        ]}
      />
      {children}
    </Card>
  );
}

function happened(card: cards.HeldCard): Description[] {
  const dates: readonly (readonly [string, Date | null])[] = [
    ['Carte envoyée le', card.cardSentAt],
    ['Codes envoyés le', card.codesSentAt],
    ['Première utilisation', card.activatedAt],
    ['Puce mise à jour le', card.contentAt],
    ['En opposition depuis le', card.opposedAt],
  ];
  return dates.flatMap(([term, at]) => (at ? [{ term, value: <Time value={at} precision="day" /> }] : []));
}

/** Whether something can still be asked for a card. */
export const isOver = ({ standing }: Pick<cards.HeldCard, 'standing'>): boolean =>
  standing === 'opposed' || standing === 'returned';

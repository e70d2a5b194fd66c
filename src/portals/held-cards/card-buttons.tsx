import type { cards } from '../../modules/credentials/index.js';
import { Button, ButtonRow, Card, Form } from '../../ui/index.js';
import { CardSummary, isOver } from './card-summary.js';
import { OrderTimeline } from './order-timeline.js';

/** A card and what can be done with it; forms, so that its number is in no address. */
export function CardWithActs(props: {
  card: cards.HeldCard;
  home: string;
  declares: boolean;
  renews: boolean;
  /** The holder has the card in hand: its chip may be brought up to date. */
  updates?: boolean;
}) {
  const { card, home, declares, renews, updates } = props;
  return (
    <CardSummary card={card}>
      {isOver(card) ? null : (
        <ButtonRow>
          {declares ? (
            <Act card={card} action={`${home}/incident`} label="Déclarer un incident" kind="danger" />
          ) : null}
          {updates && (card.standing === 'active' || card.standing === 'sent') ? (
            <Act card={card} action={`${home}/puce`} label="Mettre la puce à jour" kind="secondary" />
          ) : null}
          {renews ? (
            <Act card={card} action={`${home}/renouvellement`} label="Renouveler" kind="secondary" />
          ) : null}
        </ButtonRow>
      )}
    </CardSummary>
  );
}

function Act(props: { card: cards.HeldCard; action: string; label: string; kind: 'danger' | 'secondary' }) {
  const { card, action, label, kind } = props;
  return (
    <Form action={action} hidden={{ carte: card.number }} label={`${label}, carte ${card.number}`}>
      <Button kind={kind}>{label}</Button>
    </Form>
  );
}

/** An order on its way, and how to stop it while that is possible. */
export function OrderWithActs({ order, home }: { order: cards.CardOrder; home: string }) {
  const stoppable = order.state === 'ordered' || order.state === 'validated';
  const named = `${order.givenName} ${order.familyName}`.trim();
  return (
    <Card level={3} title={`${order.type} commandée pour ${named}`}>
      <OrderTimeline order={order} />
      {stoppable ? (
        <Form
          action={`${home}/annulation`}
          hidden={{ commande: order.orderId }}
          label={`Annuler la commande pour ${named}`}
        >
          <Button kind="quiet">Annuler cette commande</Button>
        </Form>
      ) : null}
    </Card>
  );
}

/** The orders that have still to be followed: no card yet, or one that nobody used. */
export const followed = (
  orders: readonly cards.CardOrder[],
  held: readonly cards.HeldCard[],
): cards.CardOrder[] =>
  orders.filter(
    ({ cardNumber, state }) =>
      (cardNumber === null && state !== 'cancelled') ||
      held.some(({ number, standing }) => number === cardNumber && standing === 'sent'),
  );

import type { Context } from 'hono';
import type { cards } from '../../modules/credentials/index.js';
import type { Env } from '../../platform/http/request.js';
import { CardWithActs, OrderWithActs } from '../held-cards/card-buttons.js';
import { OrderTimeline } from '../held-cards/order-timeline.js';
import { Frame, HOME } from './frame.js';

/** One card of the park with what may be done, or an order with where it stands. */
export function CardPage(props: {
  c: Context<Env>;
  card: cards.HeldCard | undefined;
  order: cards.CardOrder | undefined;
}) {
  const { c, card, order } = props;
  const title = card ? 'Une carte du parc' : 'Une commande';
  return (
    <Frame
      c={c}
      title={title}
      width="narrow"
      breadcrumbs={[{ label: 'Parc de cartes', href: HOME }, { label: title }]}
    >
      <h2 class="visually-hidden">{card ? 'Carte' : 'Commande'}</h2>
      {card ? <CardWithActs card={card} home={HOME} declares renews={card.via !== null} /> : null}
      {card && order ? <OrderTimeline order={order} /> : null}
      {!card && order ? <OrderWithActs order={order} home={HOME} /> : null}
    </Frame>
  );
}

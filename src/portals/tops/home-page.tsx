import type { Context } from 'hono';
import type { Structure } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import { Button, ButtonRow, EmptyState } from '../../ui/index.js';
import { CardWithActs, followed, OrderWithActs } from '../held-cards/card-buttons.js';
import { Done } from '../held-cards/done.js';
import { Frame, HOME } from './frame.js';
import { type Followed, mayRenewAt } from './staff.js';

/** The cards of a liberal professional and of his employees. */
export function HomePage(props: { c: Context<Env>; cards: Followed; practices: readonly Structure[] }) {
  const { c, practices } = props;
  const { own, staff, staffOrders } = props.cards;
  return (
    <Frame
      c={c}
      title="TOPS : mes cartes et celles de mes salariés"
      lead="Commander, suivre, renouveler, déclarer un incident, mettre en opposition à la fin d’un emploi."
    >
      <Done c={c} />
      <ButtonRow>
        <Button href={`${HOME}/commande`}>Commander une carte pour un salarié</Button>
      </ButtonRow>
      <h2>Cartes de mes salariés</h2>
      {followed(staffOrders, staff).map((order) => (
        <OrderWithActs order={order} home={HOME} />
      ))}
      {staff.map((card) => (
        <CardWithActs card={card} home={HOME} declares renews={mayRenewAt(practices, card)} />
      ))}
      {staff.length === 0 && staffOrders.length === 0 ? (
        <EmptyState
          level={3}
          title="Aucune carte commandée"
          help="Un salarié qui a un numéro RPPS active une e-CPS ; les autres reçoivent une CPE."
        />
      ) : null}
      <h2>Ma carte</h2>
      {own.map((card) => (
        <CardWithActs card={card} home={HOME} declares={card.nominative} renews={false} />
      ))}
      <p>
        Commander ou renouveler votre propre carte : <a href="/ma-carte">Ma Carte</a>.
      </p>
    </Frame>
  );
}

/** Said to a professional who practises nowhere on his own account. */
export const NotLiberalPage = ({ c }: { c: Context<Env> }) => (
  <Frame c={c} title="TOPS est fait pour les libéraux" width="narrow">
    <p>
      Aucun lieu d’exercice libéral ne vous est connu. Votre propre carte se commande et se suit sur Ma Carte
      ; celles du personnel d’une structure, sur TOM, par son mandataire.
    </p>
    <p>Vous exercez en libéral ? Faites ajouter votre cabinet par votre ordre ou votre ARS.</p>
    <ButtonRow>
      <Button href="/ma-carte">Ouvrir Ma Carte</Button>
      <Button kind="secondary" href="/tom">
        Ouvrir TOM
      </Button>
    </ButtonRow>
  </Frame>
);

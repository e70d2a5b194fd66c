import type { Context } from 'hono';
import type { Env } from '../../platform/http/request.js';
import { Alert, Button, ButtonRow, Card, EmptyState } from '../../ui/index.js';
import { CardWithActs, followed, OrderWithActs } from '../held-cards/card-buttons.js';
import { Done } from '../held-cards/done.js';
import { type Holdings, isFollowed, isOwn, type OwnRight } from './entitlements.js';
import { Frame, HOME } from './frame.js';

/** The holder's own cards and orders, and what can be done now. */
export function HomePage({ c, holdings }: { c: Context<Env>; holdings: Holdings }) {
  const { cards: held, orders, rights } = holdings;
  const waiting = followed(orders, held);
  return (
    <Frame c={c} title="Ma Carte" lead="Vos cartes, de la commande à la dernière opposition.">
      <Done c={c} />
      {rights.length === 0 ? <NoRight /> : rights.map((right) => <Right right={right} />)}
      {waiting.length > 0 ? <h2>Commandes en cours</h2> : null}
      {waiting.map((order) => (
        <OrderWithActs order={order} home={HOME} />
      ))}
      <h2>Mes cartes</h2>
      {held.length === 0 ? (
        <EmptyState level={3} title="Aucune carte" help="Elle apparaîtra ici dès qu’elle sera envoyée." />
      ) : (
        held.map((card) => (
          <CardWithActs
            card={card}
            home={HOME}
            declares={card.nominative}
            renews={isOwn(card) && !isFollowed(card.number, holdings)}
            updates={isOwn(card)}
          />
        ))
      )}
    </Frame>
  );
}

/** Somebody whom only a structure knows, or whose file is closed. */
const NoRight = () => (
  <Alert title="Rien à commander ici">
    Votre carte est commandée par votre employeur : sur TOPS s’il exerce en libéral, par le mandataire sur TOM
    sinon. Vous pouvez déclarer ici un incident sur une carte à votre nom.
  </Alert>
);

function Right({ right: { profession, entitlement, mayOrder } }: { right: OwnRight }) {
  const { card, way } = entitlement;
  if (!card)
    return (
      <Alert title={`${profession} : pas de carte`}>
        Inscrit au registre par un rôle, vous avez droit à l’e-CPS.{' '}
        <a href="/portail-psc/activation">Activer mon e-CPS</a>
      </Alert>
    );
  if (!mayOrder) return null;
  return (
    <Card title={`${profession} : votre ${card}`}>
      <p>
        {way === 'automatic'
          ? 'Elle part d’elle-même à l’inscription. Vous n’en avez pas, ou plus : vous pouvez la commander.'
          : 'Elle ne part pas d’elle-même : c’est à vous de la commander.'}{' '}
        Comptez cinq jours ouvrés, puis un jour pour la lettre des codes.
      </p>
      <ButtonRow>
        <Button href={`${HOME}/commande`}>Commander ma {card}</Button>
        <Button kind="quiet" href="/portail-psc/activation">
          Activer une e-CPS en attendant
        </Button>
      </ButtonRow>
    </Card>
  );
}

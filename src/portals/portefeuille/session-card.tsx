import type { wallet } from '../../modules/identity-provider/index.js';
import { Button, Card, Form, Tag, Time } from '../../ui/index.js';
import { meansName } from './words.js';

/** An open session, the services entered under it, and the way to close it. */
export function SessionCard({ session, here }: { session: wallet.OpenSession; here: boolean }) {
  return (
    <Card
      level={3}
      title={
        <>
          Session ouverte le <Time value={session.openedAt.toISOString()} />
        </>
      }
      aside={here ? <Tag tone="info">Cette session</Tag> : undefined}
    >
      <p>Par : {meansName(session.means)}.</p>
      <ServiceList services={session.services} />
      <Form
        action="/portefeuille/session"
        hidden={{ sid: session.sid }}
        label={`Fermer la session de ${session.services.map(({ name }) => name).join(', ')}`}
      >
        <Button kind="secondary">Fermer cette session</Button>
      </Form>
    </Card>
  );
}

/** Services and when each was last used. */
export const ServiceList = ({ services }: { services: readonly wallet.EnteredService[] }) => (
  <ul>
    {services.map(({ name, usedAt }) => (
      <li>
        {name}, dernière activité le <Time value={usedAt.toISOString()} />
      </li>
    ))}
  </ul>
);

import { Hono } from 'hono';
import { currentUser, shownUser } from '../../modules/access/index.js';
import type { App } from '../../platform/app.js';
import type { Env } from '../../platform/http/request.js';
import { Button, ButtonRow, Card, Grid, Page } from '../../ui/index.js';
import {
  CHAIN_DOORS,
  type Door,
  OPERATOR_DOORS,
  OWN_DOORS,
  PUBLIC_DOORS,
  STRUCTURE_DOORS,
  SUPPORT_DOORS,
} from './doors.js';

/** The front page: what this is, and every door. */
export function homePortal(app: App): Hono<Env> {
  const sandbox = app.config.profile === 'sandbox';
  return new Hono<Env>().get('/', (c) => {
    const user = currentUser(c);
    return c.html(
      <Page
        title="Esculape"
        heading="L’identité numérique des professionnels de santé"
        lead="De l’ordre au jeton : un professionnel inscrit, un numéro pour la vie, un annuaire public, une connexion pour tous les services."
        width="wide"
        banner={sandbox ? 'sandbox' : undefined}
        user={shownUser(user)}
      >
        <ButtonRow>
          {sandbox ? <Button href="/sandbox">Découvrir le bac à sable</Button> : null}
          {user ? null : (
            <Button href="/connexion" kind={sandbox ? 'secondary' : 'primary'}>
              Se connecter
            </Button>
          )}
        </ButtonRow>
        <h2>La chaîne, de l’ordre à la connexion</h2>
        <Doors doors={CHAIN_DOORS} />
        <h2>Pour un professionnel</h2>
        <Doors doors={OWN_DOORS} />
        <h2>Pour une structure</h2>
        <Doors doors={STRUCTURE_DOORS} />
        <h2>Pour tous</h2>
        <Doors doors={PUBLIC_DOORS} />
        {user?.kind === 'support' ? (
          <>
            <h2>Pour le support</h2>
            <Doors doors={SUPPORT_DOORS} />
          </>
        ) : null}
        {user?.kind === 'operator' ? (
          <>
            <h2>Pour l’exploitant</h2>
            <Doors doors={OPERATOR_DOORS} />
          </>
        ) : null}
      </Page>,
    );
  });
}

function Doors({ doors }: { doors: readonly Door[] }) {
  return (
    <Grid min="small">
      {doors.map((door) => (
        <Card title={door.title} href={door.href} level={3}>
          <p>{door.text}</p>
        </Card>
      ))}
    </Grid>
  );
}

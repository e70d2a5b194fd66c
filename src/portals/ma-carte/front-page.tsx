import type { Context } from 'hono';
import type { Env } from '../../platform/http/request.js';
import { Button, Card, ErrorSummary, errorFor, Field, type FieldError, Form, Grid } from '../../ui/index.js';
import { Frame, HOME } from './frame.js';

/** The door: with Pro Santé Connect, or, for who has no means yet, by a link sent to the known address. */
export function FrontPage(props: { c: Context<Env>; typed: string; errors: readonly FieldError[] }) {
  const { c, typed, errors } = props;
  const sandbox = c.get('ctx').config.profile === 'sandbox';
  return (
    <Frame
      c={c}
      title="Ma Carte"
      lead="Aussi appelée Ma CPS : commander votre carte, la suivre, déclarer un incident, la renouveler."
    >
      <ErrorSummary errors={errors} />
      <Grid min="large">
        <Card
          title="Avec Pro Santé Connect"
          footer={<Button href={`/connexion/psc?retour=${HOME}`}>Pro Santé Connect</Button>}
        >
          <p>Vous avez une e-CPS active, ou une carte et ses codes.</p>
        </Card>
        <Card title="Sans carte ni e-CPS">
          <p>Un lien part à l’adresse connue de votre ordre ou de votre ARS, puis un code par SMS.</p>
          <Form action={`${HOME}/connexion`} label="Connexion par courriel et SMS">
            <Field
              label="Numéro RPPS"
              name="identifiant"
              value={typed}
              error={errorFor(errors, 'identifiant')}
              hint="11 chiffres."
              autocomplete="username"
              inputmode="numeric"
              width="medium"
            />
            <Button kind="secondary">Recevoir un lien</Button>
          </Form>
          <p>
            Numéro oublié ? <a href="/annuaire">Le trouver dans l’annuaire</a>, avec votre nom.
          </p>
        </Card>
      </Grid>
      <p>
        Plus de codes, plus d’e-CPS, ou plus accès à vos courriels ?{' '}
        <a href="/incident">Déclarer un incident sans connexion</a>.{' '}
        {sandbox ? (
          <>
            Bac à sable : <a href={`/sandbox/connexion?retour=${HOME}`}>se connecter en tant que…</a>
          </>
        ) : null}
      </p>
    </Frame>
  );
}

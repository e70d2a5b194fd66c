import {
  Alert,
  Button,
  Card,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Form,
  Grid,
} from '../../../ui/index.js';
import { Frame, type View } from '../frame.js';

/** The front page of a portal: sign in by mail and SMS, or with Pro Santé Connect; the door of the agents. */
export function FrontPage(props: View & { returnTo: string; typed: string; errors: readonly FieldError[] }) {
  const { portal, errors } = props;
  const back = encodeURIComponent(props.returnTo);
  return (
    <Frame {...props} title={portal.tool} lead={`${portal.authority.name}. ${portal.texts.lead}`}>
      <SignedIn {...props} />
      <ErrorSummary errors={errors} />
      <Grid min="large">
        <Card title="Se connecter par courriel et SMS">
          <Form action={`${portal.path}/connexion`} label="Connexion par courriel et SMS">
            <Field
              label="Numéro RPPS ou identifiant national"
              name="identifiant"
              value={props.typed}
              error={errorFor(errors, 'identifiant')}
              hint="11 chiffres, ou 12 avec le 8 devant."
              autocomplete="username"
              inputmode="numeric"
              width="medium"
            />
            <Button>Recevoir un lien</Button>
          </Form>
        </Card>
        <Card
          title="Avec Pro Santé Connect"
          footer={
            <Button kind="secondary" href={`/connexion/psc?retour=${back}`}>
              Pro Santé Connect
            </Button>
          }
        >
          <p>Vous avez une e-CPS active : approuvez la connexion sur votre téléphone.</p>
        </Card>
      </Grid>
      {props.sandbox ? (
        <p>
          Bac à sable : <a href={`/sandbox/connexion?retour=${back}`}>se connecter en tant que…</a>
        </p>
      ) : null}
      <h2>Agents</h2>
      <p>
        <a href={`${portal.path}/agents`}>Ouvrir l’espace des agents</a> : demandes d’inscription et membres.
      </p>
    </Frame>
  );
}

function SignedIn({ user, portal }: View) {
  const [path, label] =
    user?.kind === 'agent' ? ['agents', 'les demandes'] : ['coordonnees', 'mes coordonnées'];
  return user ? (
    <Alert>
      Vous êtes connecté : {user.name}. <a href={`${portal.path}/${path}`}>Ouvrir {label}</a>
    </Alert>
  ) : null;
}

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
  Steps,
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

/** In the sandbox no message leaves: they are read in its inbox. */
function Inbox({ sandbox }: View) {
  return sandbox ? (
    <p>
      Bac à sable : <a href="/sandbox/messages">lire les courriels et les SMS envoyés</a>.
    </p>
  ) : null;
}

/** Said to everybody who asks for a link, known or not. */
export function LinkSentPage(props: View) {
  return (
    <Frame {...props} title="Regardez vos courriels" width="narrow">
      <Alert tone="info" live>
        Si ce numéro est celui d’une personne inscrite ici, avec un courriel et un mobile, un lien vient de
        lui être envoyé.
      </Alert>
      <Steps
        items={[
          'Ouvrez le lien reçu par courriel : il vaut 15 minutes et ne sert qu’une fois.',
          'Tapez le code de six chiffres reçu par SMS.',
        ]}
      />
      <Inbox {...props} />
      <p>
        Rien reçu ? Vérifiez le numéro, puis appelez votre conseil : il peut corriger vos coordonnées.{' '}
        <a href={props.portal.path}>Recommencer</a>
      </p>
    </Frame>
  );
}

/** Opened by the link of the mail. A button, because some mail programs open links by themselves. */
export function LinkPage(props: View & { token: string }) {
  return (
    <Frame {...props} title="Continuer la connexion" width="narrow">
      <p>Nous allons envoyer un code à six chiffres par SMS, au mobile que cet organisme connaît.</p>
      <Form action={`${props.portal.path}/lien/${props.token}`}>
        <Button>Recevoir le code par SMS</Button>
      </Form>
    </Frame>
  );
}

/** Where the SMS code is typed. */
export function CodePage(props: View & { errors: readonly FieldError[] }) {
  return (
    <Frame {...props} title="Code reçu par SMS" width="narrow">
      <ErrorSummary errors={props.errors} />
      <Form action={`${props.portal.path}/code`}>
        <Field
          label="Code à six chiffres"
          name="code"
          error={errorFor(props.errors, 'code')}
          hint="Le code vaut 10 minutes. Après trois essais, demandez un autre lien."
          autocomplete="one-time-code"
          inputmode="numeric"
          maxlength={6}
          width="short"
          code
        />
        <Button>Se connecter</Button>
      </Form>
      <Inbox {...props} />
      <p>
        <a href={props.portal.path}>Demander un autre lien</a>
      </p>
    </Frame>
  );
}

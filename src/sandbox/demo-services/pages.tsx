import type { Child } from 'hono/jsx';
import { Alert, Button, ButtonRow, Form } from '../../ui/index.js';
import { Frame } from './frame.js';
import { Identity, Situations } from './identity.js';
import { PscButton } from './psc-button.js';
import type { DemoService } from './service.js';
import type { DemoSession } from './sign-in.js';

const NOTICES = {
  'signed-out': 'Vous êtes déconnecté, ici et de Pro Santé Connect.',
  over: 'Votre session Pro Santé Connect est terminée. Identifiez-vous de nouveau pour continuer.',
} as const;

/** What just happened, on the front page. */
export type Notice = keyof typeof NOTICES;

/** Before anybody signed in. */
export function HomePage(props: { service: DemoService; notice?: Notice | undefined; more?: Child }) {
  const { service, notice, more } = props;
  return (
    <Frame service={service} title={service.name} lead={service.purpose}>
      {notice ? (
        <Alert tone={notice === 'over' ? 'warning' : 'success'} live>
          {NOTICES[notice]}
        </Alert>
      ) : null}
      <p>
        <PscButton href={`${service.path}/connexion`} />
      </p>
      <p>
        Ce service de démonstration ne garde aucun mot de passe et ne tient aucune liste de professionnels :
        il demande à Pro Santé Connect qui vous êtes.
      </p>
      <p>
        Pas encore d’e-CPS ? <a href={service.activation}>Activer mon e-CPS</a>
      </p>
      {more}
    </Frame>
  );
}

/** Who is signed in, with all situations and the raw answers. */
export function PersonPage(props: { service: DemoService; session: DemoSession; more?: Child }) {
  const { service, session, more } = props;
  const { userinfo, idTokenClaims } = session;
  return (
    <Frame
      service={service}
      title="Vous êtes connecté"
      lead={`Ce que Pro Santé Connect dit de vous à ${service.name}.`}
    >
      <Identity userinfo={userinfo} />
      <ButtonRow>
        <Form method="post" action={`${service.path}/actualiser`}>
          <Button>Actualiser l’identité</Button>
        </Form>
        <Button href={`${service.other.origin}/connexion`} kind="secondary">
          Aller vers {service.other.name}
        </Button>
        <Form method="post" action={`${service.path}/deconnexion`}>
          <Button kind="secondary">Se déconnecter partout</Button>
        </Form>
      </ButtonRow>
      {more}
      <h2>Exercices professionnels</h2>
      <Situations userinfo={userinfo} />
      <h2>Pour les développeurs</h2>
      <Raw title="Réponse de userinfo" value={userinfo} />
      <Raw title="Contenu du jeton d’identité" value={idTokenClaims} />
    </Frame>
  );
}

function Raw({ title, value }: { title: string; value: unknown }) {
  return (
    <details>
      <summary>{title}</summary>
      <pre tabindex={0}>
        <code>{JSON.stringify(value, null, 2)}</code>
      </pre>
    </details>
  );
}

/** A sign-in that did not end well, with the way to try again. `code` is for whoever is called for help. */
export function FailurePage(props: { service: DemoService; reason: string; code?: string | undefined }) {
  const { service, reason, code } = props;
  return (
    <Frame service={service} title="Connexion impossible">
      <Alert tone="warning" live>
        {reason}
      </Alert>
      <p>Vous n’êtes pas connecté à {service.name}.</p>
      {code === undefined ? null : (
        <p class="muted">
          Code donné par Pro Santé Connect : <code>{code}</code>
        </p>
      )}
      <ButtonRow>
        <Button href={`${service.path}/connexion`}>Réessayer</Button>
        <Button href={service.home} kind="secondary">
          Retour à l’accueil du service
        </Button>
      </ButtonRow>
    </Frame>
  );
}

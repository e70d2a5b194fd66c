import type { Child } from 'hono/jsx';
import { Alert, Button, ButtonRow, Form, Page } from '../../ui/index.js';
import { Identity, Situations } from './identity.js';
import type { DemoService } from './service.js';
import type { DemoSession } from './sign-in.js';

function Frame({ service, title, children }: { service: DemoService; title: string; children: Child }) {
  return (
    <Page title={title} banner="sandbox" brand={{ name: service.name, href: '/' }} width="normal">
      {children}
    </Page>
  );
}

/** Before anybody signed in. */
export function HomePage({ service }: { service: DemoService }) {
  return (
    <Frame service={service} title={service.name}>
      <p>{service.purpose}</p>
      <p>
        Ce service de démonstration ne garde aucun mot de passe et ne tient aucune liste de professionnels :
        il demande à Pro Santé Connect qui vous êtes.
      </p>
      <p>
        <Button href="/connexion">S’identifier avec Pro Santé Connect</Button>
      </p>
    </Frame>
  );
}

/** Who is signed in, with all situations and the raw answers. */
export function PersonPage({ service, session }: { service: DemoService; session: DemoSession }) {
  const { userinfo, idTokenClaims } = session;
  return (
    <Frame service={service} title="Vous êtes connecté">
      <Identity userinfo={userinfo} />
      <h2>Exercices professionnels</h2>
      <Situations userinfo={userinfo} />
      <ButtonRow>
        <Form method="post" action="/actualiser">
          <Button>Actualiser l’identité</Button>
        </Form>
        <Button href={`${service.other.origin}/connexion`} kind="secondary">
          Aller vers {service.other.name}
        </Button>
        <Form method="post" action="/deconnexion">
          <Button kind="secondary">Se déconnecter partout</Button>
        </Form>
      </ButtonRow>
      <details>
        <summary>Réponse de userinfo</summary>
        <pre>
          <code>{JSON.stringify(userinfo, null, 2)}</code>
        </pre>
      </details>
      <details>
        <summary>Contenu du jeton d’identité</summary>
        <pre>
          <code>{JSON.stringify(idTokenClaims, null, 2)}</code>
        </pre>
      </details>
    </Frame>
  );
}

/** A sign-in that did not end well, with the way to try again. */
export function FailurePage({ service, reason }: { service: DemoService; reason: string }) {
  return (
    <Frame service={service} title="Connexion impossible">
      <Alert tone="warning">{reason}</Alert>
      <p>Vous n’êtes pas connecté à {service.name}.</p>
      <ButtonRow>
        <Button href="/connexion">Réessayer</Button>
        <Button href="/" kind="secondary">
          Retour à l’accueil du service
        </Button>
      </ButtonRow>
    </Frame>
  );
}

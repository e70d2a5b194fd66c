import type { Context } from 'hono';
import type { Env } from '../../../platform/http/request.js';
import { Alert, Button, ErrorSummary, errorFor, Field, type FieldError, Form } from '../../../ui/index.js';
import { Frame } from '../frame.js';

/** Asks for the address to which a link is sent: it signs in, and the first time makes the account. */
export function AccountPage(props: { c: Context<Env>; mail?: string; errors?: readonly FieldError[] }) {
  const { c, mail = '', errors = [] } = props;
  return (
    <Frame
      c={c}
      title="Compte d’intégrateur"
      lead="Un lien par courriel, sans mot de passe. La première fois, il crée votre compte."
      width="narrow"
    >
      <ErrorSummary errors={errors} />
      <Form action="/services/compte">
        <Field
          label="Adresse de courriel professionnelle"
          name="mail"
          type="email"
          value={mail}
          autocomplete="email"
          maxlength={254}
          error={errorFor(errors, 'mail')}
          required
        />
        <Button>Recevoir le lien</Button>
      </Form>
      <p>
        Un compte suffit pour plusieurs services. Ce qu’un service peut faire en production, un exploitant le
        décide.
      </p>
    </Frame>
  );
}

/** Said whatever the address: it tells nobody who has an account. */
export function LinkSentPage({ c, mail, sandbox }: { c: Context<Env>; mail: string; sandbox: boolean }) {
  return (
    <Frame c={c} title="Un courriel est en route" width="narrow">
      <Alert tone="success" live>
        <p>
          Un lien part à <strong>{mail}</strong>. Il vaut quinze minutes et ne sert qu’une fois.
        </p>
      </Alert>
      {sandbox ? (
        <p>
          Bac à sable : <a href="/sandbox/messages">lire le courriel envoyé</a>.
        </p>
      ) : null}
    </Frame>
  );
}

/** Where the link of the mail leads; pressing is what spends it, so that no program that reads mail does. */
export function OpenLinkPage({ c, token }: { c: Context<Env>; token: string }) {
  return (
    <Frame c={c} title="Ouvrir votre compte" width="narrow">
      <Form action="/services/compte/lien" hidden={{ jeton: token }}>
        <p>Vous venez du courriel que nous vous avons envoyé.</p>
        <Button>Se connecter</Button>
      </Form>
    </Frame>
  );
}

import type { Context, Hono } from 'hono';
import { Refusal } from '../../platform/errors.js';
import { Alert, Button, Field, Form } from '../../ui/index.js';
import { MAIL_PASSWORD, type PasswordWay } from '../sectoral/password-way.js';
import { answered } from './api.js';
import { Frame } from './frame.js';
import { PscButton } from './psc-button.js';
import { Refused } from './refused.js';
import type { Parts } from './service.js';
import { Messages } from './webmail.js';

/** The former way into a mailbox, for as long as it opens. */
export function passwordRoutes(routes: Hono, parts: Parts, way: PasswordWay): void {
  routes.post('/mot-de-passe', async (c) => {
    const { adresse = '', secret = '' } = await c.req.parseBody();
    return orRefused(c, parts, async () => {
      await way.ask(String(adresse), String(secret));
      return c.html(<CodePage parts={parts} address={String(adresse)} />);
    });
  });
  routes.post('/code', async (c) => {
    const { adresse = '', code = '' } = await c.req.parseBody();
    return orRefused(c, parts, async () => {
      const messages = await way.open(String(adresse), String(code));
      return c.html(
        <Frame service={parts.service} title={String(adresse)} lead="Ouverte par mot de passe et code.">
          <Messages messages={messages} />
        </Frame>,
      );
    });
  });
}

async function orRefused(c: Context, parts: Parts, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { refusal } = answered(error.status, { title: error.message, ...error.data });
    const page = (
      <Frame service={parts.service} title="Connexion refusée">
        {refusal ? <Refused parts={parts} refusal={refusal} /> : null}
        <p>
          <PscButton href={`${parts.service.path}/connexion`} />
        </p>
      </Frame>
    );
    return c.html(page, 403);
  }
}

/** The form of the password, on the front page, as long as that way opens; then why it does not. */
export function PasswordForm({ parts, way }: { parts: Parts; way: PasswordWay }) {
  if (!way.isOpen)
    return <p>Depuis le 1er janvier 2026, cette messagerie ne s’ouvre plus par mot de passe et code.</p>;
  return (
    <>
      <h2>Ou par mot de passe et code</h2>
      <Form action={`${parts.service.path}/mot-de-passe`}>
        <Field label="Adresse de la BAL" name="adresse" type="email" width="full" />
        <Field
          label="Mot de passe"
          name="secret"
          type="password"
          hint={`Pour l’essai : ${MAIL_PASSWORD}`}
          width="medium"
        />
        <Button kind="secondary">Recevoir un code par SMS</Button>
      </Form>
      <p>Cet accès ferme le 31/12/2025.</p>
    </>
  );
}

function CodePage({ parts, address }: { parts: Parts; address: string }) {
  return (
    <Frame service={parts.service} title="Tapez le code reçu par SMS">
      <Alert>Le SMS est dans les messages du bac à sable.</Alert>
      <Form action={`${parts.service.path}/code`} hidden={{ adresse: address }}>
        <Field label="Code à six chiffres" name="code" inputmode="numeric" maxlength={6} width="medium" />
        <Button>Ouvrir la boîte</Button>
      </Form>
    </Frame>
  );
}

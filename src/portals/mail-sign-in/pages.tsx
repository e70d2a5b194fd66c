import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import type { Env } from '../../platform/http/request.js';
import {
  Alert,
  Button,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Form,
  Steps,
} from '../../ui/index.js';

/** How a portal draws a page of its own. */
export type DrawPage = (c: Context<Env>, page: { title: string; width: 'narrow' }, content: Child) => Child;

/** What these pages need to know of a portal. */
export interface MailDoorPages {
  /** Prefix of the portal's addresses. */
  readonly path: string;
  readonly draw: DrawPage;
  /** To whom the link goes: « une personne inscrite ici ». */
  readonly whom: string;
  /** Who corrects the contacts, when nothing came. */
  readonly advice: string;
}

type C = Context<Env>;

/** In the sandbox no message leaves: they are read in its inbox. */
const Inbox = ({ c }: { c: C }) =>
  c.get('ctx').config.profile === 'sandbox' ? (
    <p>
      Bac à sable : <a href="/sandbox/messages">lire les courriels et les SMS envoyés</a>.
    </p>
  ) : null;

/** Said to everybody who asks for a link, known or not. */
export const linkSentPage = (c: C, { draw, path, whom, advice }: MailDoorPages) =>
  draw(
    c,
    { title: 'Regardez vos courriels', width: 'narrow' },
    <>
      <Alert tone="info" live>
        Si ce numéro est celui {whom}, avec un courriel et un mobile, un lien vient de lui être envoyé.
      </Alert>
      <Steps
        items={[
          'Ouvrez le lien reçu par courriel : il vaut 15 minutes et ne sert qu’une fois.',
          'Tapez le code de six chiffres reçu par SMS.',
        ]}
      />
      <Inbox c={c} />
      <p>
        Rien reçu ? Vérifiez le numéro, puis {advice}. <a href={path}>Recommencer</a>
      </p>
    </>,
  );

/** Opened by the link of the mail. A button, because some mail programs open links by themselves. */
export const linkPage = (c: C, { draw, path }: MailDoorPages, token: string) =>
  draw(
    c,
    { title: 'Continuer la connexion', width: 'narrow' },
    <>
      <p>Nous allons envoyer un code à six chiffres par SMS, au mobile que cet organisme connaît.</p>
      <Form action={`${path}/lien/${token}`}>
        <Button>Recevoir le code par SMS</Button>
      </Form>
    </>,
  );

/** Where the SMS code is typed. */
export const codePage = (c: C, { draw, path }: MailDoorPages, errors: readonly FieldError[]) =>
  draw(
    c,
    { title: 'Code reçu par SMS', width: 'narrow' },
    <>
      <ErrorSummary errors={errors} />
      <Form action={`${path}/code`}>
        <Field
          label="Code à six chiffres"
          name="code"
          error={errorFor(errors, 'code')}
          hint="Le code vaut 10 minutes. Après trois essais, demandez un autre lien."
          autocomplete="one-time-code"
          inputmode="numeric"
          maxlength={6}
          width="short"
          code
        />
        <Button>Se connecter</Button>
      </Form>
      <Inbox c={c} />
      <p>
        <a href={path}>Demander un autre lien</a>
      </p>
    </>,
  );

import type { Context } from 'hono';
import type { Ticket, TicketMessage } from '../../../modules/guidance/index.js';
import type { Env } from '../../../platform/http/request.js';
import {
  Alert,
  Button,
  ErrorSummary,
  Field,
  type FieldError,
  Fieldset,
  Form,
  fieldsOf,
} from '../../../ui/index.js';
import { PortalPage, type PortalPageProps } from '../../portal-page.js';
import { PrintedForm } from '../../printed-form.js';
import { QUANTITIES, TEXTS, type Typed } from './fields.js';

export const F414 = '/formulaires/f414';

const Frame = (page: Omit<PortalPageProps, 'door' | 'breadcrumbs' | 'width'>) => (
  <PortalPage
    {...page}
    width="narrow"
    door={{ name: 'Formulaires', href: '/formulaires' }}
    breadcrumbs={[{ label: 'Formulaires', href: '/formulaires' }, { label: 'F414' }]}
  />
);

/** The order of test products, by an integrator. */
export function F414Page(props: { c: Context<Env>; typed: Typed; errors: readonly FieldError[] }) {
  const { c, typed, errors } = props;
  const field = fieldsOf(typed, errors);
  return (
    <Frame
      c={c}
      title="F414 : commande de produits de test"
      lead="Des cartes marquées TEST, pour essayer votre logiciel. Le support vous répond par courriel."
    >
      {c.get('ctx').config.profile === 'sandbox' ? (
        <Alert title="Dans ce bac à sable, rien à attendre">
          Une carte virtuelle se fait en quelques secondes : <a href="/sandbox">bac à sable</a>.
        </Alert>
      ) : null}
      <ErrorSummary errors={errors} />
      <Form action={F414} label="Commande de produits de test">
        {TEXTS.map(({ name, label, hint }) => (
          <Field {...field(name)} label={label} hint={hint} maxlength={150} required />
        ))}
        <Fieldset legend="Combien de cartes ?">
          {QUANTITIES.map(({ name, label }) => (
            <Field {...field(name)} label={label} inputmode="numeric" maxlength={3} width="short" optional />
          ))}
        </Fieldset>
        <Button>Envoyer la commande</Button>
      </Form>
    </Frame>
  );
}

/** What was asked for, to be kept or printed. */
export function F414CopyPage(props: {
  c: Context<Env>;
  ticket: Ticket & { readonly messages: readonly TicketMessage[] };
}) {
  const { c, ticket } = props;
  const lines = (ticket.messages[0]?.text ?? '').split('\n').map((line) => line.split(' : '));
  return (
    <Frame c={c} title="Votre commande est envoyée">
      <Alert tone="success" live>
        Elle porte le numéro {ticket.id}. <a href={`/services/support/${ticket.id}`}>La suivre</a>
      </Alert>
      <PrintedForm
        code="F414"
        reference={`F414-${ticket.id}`}
        at={ticket.openedAt}
        signedBy="le demandeur"
        sections={[
          {
            title: 'Commande',
            items: lines.map((parts) => ({ term: parts.slice(0, -1).join(' : '), value: parts.at(-1) })),
          },
        ]}
      />
    </Frame>
  );
}

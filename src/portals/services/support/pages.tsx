import type { Context } from 'hono';
import {
  CATEGORIES,
  LONGEST_TEXT,
  type Ticket,
  type TicketMessage,
} from '../../../modules/guidance/index.js';
import type { Env } from '../../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  EmptyState,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Form,
  fieldsOf,
  formatDate,
  Select,
  Table,
  TextArea,
} from '../../../ui/index.js';
import { Frame } from '../frame.js';
import { answerTime, Thread, TicketTag } from './thread.js';
import { CATEGORY_WORDS } from './words.js';

type C = Context<Env>;
export const SUPPORT = '/services/support';

/** One's own questions, and the form to ask another. */
export function TicketsPage(props: {
  c: C;
  tickets: readonly Ticket[];
  typed: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
}) {
  const { c, tickets, typed, errors } = props;
  const field = fieldsOf(typed, errors);
  return (
    <Frame
      c={c}
      current="/support"
      title="Support des intégrateurs"
      lead="Posez votre question : elle est suivie jusqu’à la réponse, qui vous est annoncée par courriel."
    >
      <ErrorSummary errors={errors} />
      <Form action={SUPPORT} label="Poser une question">
        <Select
          {...field('category')}
          label="Catégorie"
          options={CATEGORIES.map((value) => ({ value, label: CATEGORY_WORDS[value] }))}
        />
        <Field {...field('subject')} label="Sujet" maxlength={150} required />
        <TextArea
          {...field('text')}
          label="Votre message"
          hint="Sans donnée de patient ni secret. Le numéro d’une page d’erreur nous aide."
          maxlength={LONGEST_TEXT}
          rows={6}
          required
        />
        <Field {...field('contact')} label="Où annoncer la réponse" type="email" maxlength={254} required />
        <Button>Envoyer la question</Button>
      </Form>
      <h2>Mes demandes</h2>
      <Table
        caption="Demandes, la plus récente d’abord"
        captionHidden
        columns={[
          { label: 'Sujet' },
          { label: 'Numéro' },
          { label: 'État' },
          { label: 'Ouverte le' },
          { label: 'Réponse après' },
        ]}
        rows={tickets.map((ticket) => [
          <a href={`${SUPPORT}/${ticket.id}`}>{ticket.subject}</a>,
          String(ticket.id),
          <TicketTag state={ticket.state} />,
          formatDate(ticket.openedAt),
          answerTime(ticket),
        ])}
        empty={
          <EmptyState level={3} title="Aucune demande" help="Vos questions et leurs réponses seront ici." />
        }
      />
    </Frame>
  );
}

/** One question and its answers, and a way to go on or to end it. */
export function TicketPage(props: {
  c: C;
  ticket: Ticket & { readonly messages: readonly TicketMessage[] };
  done: string | undefined;
  errors: readonly FieldError[];
}) {
  const { c, ticket, done, errors } = props;
  return (
    <Frame
      c={c}
      current="/support"
      title={ticket.subject}
      above={{ label: 'Support des intégrateurs', href: SUPPORT }}
    >
      {done ? (
        <Alert tone="success" live>
          Votre demande porte le numéro {ticket.id}. La réponse vous sera annoncée par courriel.
        </Alert>
      ) : null}
      <ErrorSummary errors={errors} />
      <Thread ticket={ticket} />
      <Form action={`${SUPPORT}/${ticket.id}`} label="Continuer">
        <TextArea
          label="Ajouter un message"
          name="text"
          error={errorFor(errors, 'text')}
          maxlength={LONGEST_TEXT}
          required
        />
        <Button>Envoyer</Button>
      </Form>
      {ticket.state === 'closed' ? null : (
        <Form action={`${SUPPORT}/${ticket.id}/fermer`} label="Fermer">
          <ButtonRow>
            <Button kind="quiet">C’est réglé : fermer la demande</Button>
          </ButtonRow>
        </Form>
      )}
    </Frame>
  );
}

import {
  Button,
  ButtonRow,
  Card,
  EmptyState,
  Field,
  Form,
  formatPhone,
  Page,
  Tag,
  Time,
} from '../../ui/index.js';
import type { Message } from '../inbox.js';

const LINK = /(https?:\/\/\S+)/;

/** Every mail and SMS that the sandbox caught, newest first. */
export function InboxPage({ messages, to }: { messages: readonly Message[]; to: string }) {
  return (
    <Page
      title="Messages reçus"
      lead="Aucun message ne part du bac à sable : tous arrivent ici, le plus récent d’abord."
      banner="sandbox"
      breadcrumbs={[
        { label: 'Esculape', href: '/' },
        { label: 'Bac à sable', href: '/sandbox' },
        { label: 'Messages' },
      ]}
    >
      <Form method="get" action="/sandbox/messages" search label="Messages d’un destinataire" inline>
        <Field
          name="to"
          label="Destinataire"
          value={to}
          hint="Courriel, ou mobile en +33… Vide : tous les messages."
        />
        <ButtonRow>
          <Button kind="secondary">{to ? 'Filtrer' : 'Filtrer ou actualiser'}</Button>
        </ButtonRow>
      </Form>
      {messages.length === 0 ? <Nothing to={to} /> : messages.map((message) => <MessageCard {...message} />)}
    </Page>
  );
}

function Nothing({ to }: { to: string }) {
  return to ? (
    <EmptyState
      title={`Aucun message pour ${to}`}
      help="L’adresse ou le numéro doit être exact."
      action={<a href="/sandbox/messages">Voir tous les messages</a>}
    />
  ) : (
    <EmptyState
      title="Aucun message"
      help="Demandez une e-CPS ou une connexion par courriel : le message arrivera ici."
      action={<a href="/portail-psc/activation">Demander une e-CPS</a>}
    />
  );
}

function MessageCard(message: Message) {
  const mail = message.channel === 'mail';
  return (
    <Card
      title={mail ? (message.subject ?? 'Courriel') : `SMS au ${formatPhone(message.to)}`}
      aside={<Time value={message.at} precision="second" />}
    >
      {mail ? (
        <p>
          <Tag>Courriel</Tag> à {message.to}
        </p>
      ) : null}
      {message.text
        .split('\n')
        .filter(Boolean)
        .map((line) => (
          <p>{withLinks(line)}</p>
        ))}
    </Card>
  );
}

function withLinks(text: string) {
  return text.split(LINK).map((part) => (LINK.test(part) ? <a href={part}>{part}</a> : part));
}

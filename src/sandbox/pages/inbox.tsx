import { Button, Card, EmptyState, Field, Form, Page, Tag, Time } from '../../ui/index.js';
import type { Message } from '../inbox.js';

const LINK = /(https?:\/\/\S+)/;

/** Every mail and SMS that the sandbox caught, newest first. */
export function InboxPage({ messages, to }: { messages: readonly Message[]; to: string }) {
  return (
    <Page
      title="Messages reçus"
      lead="Aucun message ne part du bac à sable : tous arrivent ici."
      banner="sandbox"
      breadcrumbs={[
        { label: 'Esculape', href: '/' },
        { label: 'Bac à sable', href: '/sandbox' },
        { label: 'Messages' },
      ]}
    >
      <Form method="get" action="/sandbox/messages">
        <Field
          name="to"
          label="Adresse ou numéro du destinataire"
          value={to}
          hint="Laissez vide pour tout voir."
        />
        <Button kind="secondary">Filtrer</Button>
      </Form>
      {messages.length === 0 ? (
        <EmptyState
          title="Aucun message"
          help="Demandez une e-CPS ou une connexion par courriel : le message arrivera ici."
        />
      ) : null}
      {messages.map((message) => (
        <Card
          title={message.subject ?? 'SMS'}
          aside={<Tag>{message.channel === 'mail' ? 'courriel' : 'SMS'}</Tag>}
        >
          <p>
            À {message.to}, <Time value={message.at} precision="second" />
          </p>
          {message.text
            .split('\n')
            .filter(Boolean)
            .map((line) => (
              <p>{withLinks(line)}</p>
            ))}
        </Card>
      ))}
    </Page>
  );
}

function withLinks(text: string) {
  return text.split(LINK).map((part) => (LINK.test(part) ? <a href={part}>{part}</a> : part));
}

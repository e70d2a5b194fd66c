import type { Context } from 'hono';
import type { apiKeys } from '../../../modules/directory/index.js';
import type { Env } from '../../../platform/http/request.js';
import { Alert, Button, Card, CopyButton, EmptyState, Form, Table, Tag, Time } from '../../../ui/index.js';
import { Frame } from '../frame.js';
import { calls, keyHref } from './words.js';

interface ApplicationPageProps {
  readonly c: Context<Env>;
  readonly application: apiKeys.Application;
  readonly now: Date;
  /** A key that was just made, shown this once. */
  readonly key?: string;
}

/** One application: its keys, its use, another key. */
export function ApplicationPage({ c, application, now, key }: ApplicationPageProps) {
  const { id, name, eachMinute, closedAt, closedWhy } = application;
  return (
    <Frame
      c={c}
      here="keys"
      title={name}
      lead={`${calls(eachMinute)} appels par minute ; au-delà, l’API répond 429 et dit quand revenir.`}
      breadcrumbs={[{ label: 'Clés de l’API', href: '/annuaire/cles' }, { label: name }]}
    >
      {c.req.query('fait') ? (
        <Alert tone="success" live>
          La clé ne vaut plus : partout en quelques secondes.
        </Alert>
      ) : null}
      {key ? <NewKey value={key} /> : null}
      {closedAt ? (
        <Alert tone="warning" title="Application fermée">
          <p>
            L’exploitant l’a fermée le <Time value={closedAt} precision="day" /> : {closedWhy}
          </p>
        </Alert>
      ) : null}
      <Keys application={application} now={now} />
      {closedAt ? null : (
        <Card title="Changer de clé">
          <p>
            La nouvelle vaut tout de suite ; les précédentes valent encore sept jours, le temps de les
            remplacer.
          </p>
          <Form action={`${keyHref(id)}/renouvellement`} label="Changer de clé">
            <Button>Créer une nouvelle clé</Button>
          </Form>
        </Card>
      )}
      <Use application={application} />
    </Frame>
  );
}

const NewKey = ({ value }: { value: string }) => (
  <Alert tone="success" live title="Votre clé">
    <p>Elle n’est montrée que cette fois : gardez-la hors du code et des journaux.</p>
    <p>
      <code>{value}</code> <CopyButton value={value} />
    </p>
    <p>
      Envoyez-la dans l’en-tête <code>ESANTE-API-KEY</code>.
    </p>
  </Alert>
);

function Keys({
  application: { id, keys, closedAt },
  now,
}: Pick<ApplicationPageProps, 'application' | 'now'>) {
  const holds = ({ endsAt }: apiKeys.ShownKey): boolean =>
    closedAt === null && (endsAt === null || new Date(endsAt) > now);
  return (
    <Table
      caption="Clés"
      columns={[{ label: 'Commence par' }, { label: 'Créée' }, { label: 'Vaut' }, { label: 'Retirer' }]}
      rows={keys.map((key) => [
        <code>{key.beginning}…</code>,
        <Time value={key.createdAt} precision="minute" />,
        <Validity endsAt={key.endsAt} holds={holds(key)} />,
        holds(key) ? (
          <Form
            action={`${keyHref(id)}/revocation`}
            hidden={{ cle: key.id }}
            label={`Retirer la clé ${key.beginning}`}
          >
            <Button kind="danger">Retirer</Button>
          </Form>
        ) : (
          '–'
        ),
      ])}
    />
  );
}

function Validity({ endsAt, holds }: { endsAt: string | null; holds: boolean }) {
  if (!holds) return <Tag tone="warning">Ne vaut plus</Tag>;
  if (endsAt === null) return <Tag tone="success">En service</Tag>;
  return (
    <>
      Jusqu’au <Time value={endsAt} precision="minute" />
    </>
  );
}

const Use = ({ application: { use } }: Pick<ApplicationPageProps, 'application'>) => (
  <Card title="Usage">
    <p>Appels servis par jour, sur les trente derniers jours d’usage, à quelques secondes près.</p>
    <Table
      caption="Appels par jour"
      columns={[{ label: 'Jour' }, { label: 'Appels', align: 'end' }]}
      rows={use.map(({ day, calls: many }) => [<Time value={day} precision="day" />, calls(many)])}
      empty={<EmptyState title="Aucun appel encore" />}
    />
  </Card>
);

import type { Context } from 'hono';
import type { apiKeys } from '../../../modules/directory/index.js';
import type { Env } from '../../../platform/http/request.js';
import {
  Button,
  Card,
  EmptyState,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Form,
  Table,
  Tag,
  Time,
} from '../../../ui/index.js';
import { Frame } from '../frame.js';
import { calls, keyHref } from './words.js';

/** The applications of an account, and the form of another one. */
export function ApplicationsPage(props: {
  c: Context<Env>;
  applications: readonly apiKeys.Application[];
  name?: string;
  errors?: readonly FieldError[];
}) {
  const { c, applications, name, errors = [] } = props;
  return (
    <Frame
      c={c}
      here="keys"
      title="Clés de l’API"
      lead="Une clé par application ouvre l’API FHIR de l’annuaire : données en libre accès seulement."
    >
      <ErrorSummary errors={errors} />
      <Table
        caption="Vos applications"
        columns={[
          { label: 'Application' },
          { label: 'Appels par minute', align: 'end' },
          { label: 'Depuis' },
          { label: 'Dernier jour d’usage', align: 'end' },
          { label: 'État' },
        ]}
        rows={applications.map(({ id, name: named, eachMinute, createdAt, use, closedAt }) => [
          <a href={keyHref(id)}>{named}</a>,
          calls(eachMinute),
          <Time value={createdAt} precision="day" />,
          use[0] ? `${calls(use[0].calls)} appels` : 'Aucun',
          closedAt ? <Tag tone="warning">Fermée</Tag> : <Tag tone="success">Ouverte</Tag>,
        ])}
        empty={<EmptyState title="Aucune application" />}
      />
      <Card title="Nouvelle application">
        <Form action="/annuaire/cles" label="Nouvelle application">
          <Field
            label="Nom de l’application"
            name="nom"
            value={name}
            hint="Ce qui vous la fera reconnaître, par exemple « Agenda, recette »."
            error={errorFor(errors, 'nom')}
            maxlength={80}
            required
          />
          <Button>Créer la clé</Button>
        </Form>
      </Card>
    </Frame>
  );
}

import type { Context } from 'hono';
import type { acme } from '../../modules/credentials/index.js';
import type { Structure } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Alert,
  Button,
  Card,
  CopyButton,
  DescriptionList,
  Done,
  EmptyState,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Form,
  Table,
  Tag,
  TextArea,
  Time,
} from '../../ui/index.js';
import { Frame } from './frame.js';
import { DONE, structureHref } from './words.js';

interface AcmeProps {
  readonly c: Context<Env>;
  readonly structure: Structure;
  readonly keys: readonly acme.KeptKey[];
  /** The key that was just made, told once. */
  readonly made?: acme.ExternalKey;
  readonly typed?: Readonly<Record<string, string>>;
  readonly errors?: readonly FieldError[];
}

/** The external keys by which servers order their certificates themselves. */
export function AcmePage({ c, structure, keys, made, typed = {}, errors = [] }: AcmeProps) {
  const { origin } = c.get('ctx').config;
  const action = `${structureHref(structure.finess ?? '')}/acme`;
  return (
    <Frame
      c={c}
      of={structure}
      at="/acme"
      title="Serveurs par ACME"
      lead="Un serveur commande et renouvelle son certificat (SERV SSL) lui-même, par ACME (RFC 8555). Une clé externe le lie à la structure."
    >
      <Done words={DONE} code={c.req.query('fait')} />
      <ErrorSummary errors={errors} />
      {made ? <MadeKey made={made} directory={`${origin}/acme/directory`} /> : null}
      <Table
        caption="Clés externes"
        columns={['Serveur ou logiciel', 'Faite le', 'État', 'Fin'].map((label) => ({ label }))}
        rows={keys.map((key) => row(action, key))}
        empty={<EmptyState title="Aucune clé externe" help="Faites-en une par serveur ou par logiciel." />}
      />
      <Card title="Faire une clé externe">
        <Form action={action} label="Faire une clé externe">
          <Field
            label="Serveur ou logiciel"
            name="product"
            value={typed.product}
            error={errorFor(errors, 'commonName')}
            maxlength={60}
            required
          />
          <TextArea
            label="Contacts"
            name="contacts"
            value={typed.contacts}
            rows={2}
            hint="Une adresse par ligne, prévenue si un certificat arrive à sa fin."
            error={errorFor(errors, 'contacts')}
          />
          <Field
            label="Code de révocation"
            name="revocationCode"
            type="password"
            autocomplete="new-password"
            hint="8 signes au moins. Il vaut pour tous les certificats de cette clé."
            error={errorFor(errors, 'revocationCode')}
            width="medium"
            required
          />
          <Button>Faire la clé</Button>
        </Form>
      </Card>
    </Frame>
  );
}

function MadeKey({ made, directory }: { made: acme.ExternalKey; directory: string }) {
  const command = `lego --server ${directory} --eab --kid ${made.id} --hmac ${made.secret} --key-type rsa2048 --http …`;
  return (
    <Alert tone="success" live title="La clé externe est faite : elle n’est dite qu’une fois">
      <DescriptionList
        items={[
          { term: 'Annuaire ACME', value: <code>{directory}</code> },
          { term: 'Identifiant (kid)', value: <code>{made.id}</code> },
          { term: 'Clé (HMAC)', value: <code>{made.secret}</code> },
        ]}
      />
      <p>
        Par exemple : <code>{command}</code> <CopyButton value={command} />
      </p>
      <p>Le serveur prouve son nom en HTTP (http-01), avec une clé RSA.</p>
    </Alert>
  );
}

const row = (action: string, { id, product, madeAt, withdrawnAt, used }: acme.KeptKey) => [
  product,
  <Time value={madeAt} precision="day" />,
  withdrawnAt ? (
    <Tag>Retirée</Tag>
  ) : used ? (
    <Tag tone="success">En service</Tag>
  ) : (
    <Tag tone="info">À utiliser</Tag>
  ),
  withdrawnAt ? (
    <Time value={withdrawnAt} precision="day" />
  ) : (
    <Form action={`${action}/${id}/retirer`} inline label={`Retirer la clé de ${product}`}>
      <Button kind="secondary" label={`Retirer la clé de ${product}`}>
        Retirer
      </Button>
    </Form>
  ),
];

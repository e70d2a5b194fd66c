import type { Context } from 'hono';
import type { BulkReport, Operator, OwnMailbox } from '../../modules/messaging/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  Card,
  Checkbox,
  EmptyState,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Form,
  fieldsOf,
  Table,
  TextArea,
} from '../../ui/index.js';
import { Frame, mailboxHref } from './frame.js';
import { MailboxFields, type Typed } from './mailbox-form.js';

interface FormPageProps {
  readonly c: Context<Env>;
  readonly typed: Typed;
  readonly errors?: readonly FieldError[];
}

/** The form of a new mailbox. */
export function NewPage({ c, typed, errors = [] }: FormPageProps) {
  return (
    <Frame
      c={c}
      title="Publier une BAL"
      lead="Un numéro RPPS est nécessaire pour une BAL personnelle, et ne suffit jamais : la profession ou le rôle en décide."
      width="narrow"
      current="/nouvelle"
    >
      <ErrorSummary errors={errors} />
      <Form action="/mssante/nouvelle" label="Publier une BAL">
        <MailboxFields typed={typed} errors={errors} isNew />
        <Button>Publier</Button>
      </Form>
    </Frame>
  );
}

/** Asks before a withdrawal. */
export function WithdrawPage({ c, mailbox }: { c: Context<Env>; mailbox: OwnMailbox }) {
  const href = mailboxHref(mailbox.id);
  return (
    <Frame c={c} title="Retirer une BAL" width="narrow">
      <Alert tone="warning">
        <p>
          <strong>{mailbox.address}</strong> n’apparaîtra plus dans l’annuaire, l’API ni les fichiers.
          L’adresse restera celle de son titulaire : elle ne pourra pas être donnée à un autre.
        </p>
      </Alert>
      <Form action={`${href}/retrait`} hidden={{ version: String(mailbox.version) }} label="Retirer la BAL">
        <ButtonRow>
          <Button kind="danger">Retirer la BAL</Button>
          <Button kind="secondary" href={href}>
            Garder
          </Button>
        </ButtonRow>
      </Form>
    </Frame>
  );
}

/** Many mailboxes at once, pasted or as a file. */
export function BulkPage({
  c,
  report,
  errors = [],
}: {
  c: Context<Env>;
  report?: BulkReport;
  errors?: readonly FieldError[];
}) {
  return (
    <Frame
      c={c}
      title="Envoyer un fichier de BAL"
      lead="Un objet JSON par ligne, ou le fichier national de 31 colonnes avec son en-tête. Chaque ligne est prise en entier ou refusée en entier ; les autres continuent."
      current="/envoi"
    >
      <ErrorSummary errors={errors} />
      {report ? <Report {...report} /> : null}
      <Form action="/mssante/envoi" multipart label="Envoyer un fichier">
        <Field
          label="Fichier"
          name="fichier"
          type="file"
          accept=".txt,.ndjson,.json,.csv"
          hint="1 Mo au plus ; au-delà, l’API."
          error={errorFor(errors, 'fichier')}
          optional
        />
        <TextArea label="Ou les lignes" name="lignes" rows={6} optional />
        <Checkbox name="essai" label="Essai à blanc : dire ce qui changerait, ne rien écrire" checked />
        <Button>Envoyer</Button>
      </Form>
    </Frame>
  );
}

function Report({ dryRun, read, created, updated, unchanged, refused, refusedLines }: BulkReport) {
  return (
    <>
      <Alert
        tone={refused > 0 ? 'warning' : 'success'}
        live
        title={dryRun ? 'Essai à blanc : rien n’a été écrit' : 'Envoi traité'}
      >
        <p>
          {read} lignes lues : {created} créées, {updated} modifiées, {unchanged} inchangées, {refused}{' '}
          refusées.
        </p>
      </Alert>
      {refusedLines.length > 0 ? (
        <Table
          caption="Lignes refusées"
          columns={[{ label: 'Ligne' }, { label: 'Adresse' }, { label: 'Raison' }]}
          rows={refusedLines
            .slice(0, 200)
            .map(({ line, address, problems }) => [
              String(line),
              <span>{address}</span>,
              problems.map(({ message }) => message).join(' '),
            ])}
        />
      ) : null}
    </>
  );
}

interface OperatorsPageProps extends FormPageProps {
  readonly operators: readonly Operator[];
}

/** The operators of the trust space, for whoever keeps the platform. */
export function OperatorsPage({ c, operators, typed, errors = [] }: OperatorsPageProps) {
  const field = fieldsOf(typed, errors);
  return (
    <Frame
      c={c}
      title="Opérateurs de messagerie"
      lead="Chaque opérateur publie les BAL de ses domaines, et de ceux qui sont au-dessous, sauf si un autre les tient."
      width="wide"
    >
      {c.req.query('fait') === 'ferme' ? (
        <Alert tone="success" live>
          L’opérateur est fermé et ses BAL sont retirées : l’annuaire suit dans la seconde.
        </Alert>
      ) : null}
      {c.req.query('fait') === 'enregistre' ? (
        <Alert tone="success" live>
          L’opérateur est enregistré. Donnez-lui sa clé : <code>esculape mail-operator</code>.
        </Alert>
      ) : null}
      <ErrorSummary errors={errors} />
      <Table
        caption="Opérateurs enregistrés"
        columns={[
          { label: 'Code' },
          { label: 'Nom' },
          { label: 'Domaines' },
          { label: 'Contact' },
          { label: 'Fermer' },
        ]}
        rows={operators.map(({ code, name, domains, contact }) => [
          code,
          name,
          domains.join(', '),
          contact,
          <a href={`/mssante/operateurs/${code}/fermeture`} aria-label={`Fermer ${name}`}>
            Fermer…
          </a>,
        ])}
        empty={<EmptyState title="Aucun opérateur" />}
      />
      <Card title="Enregistrer un opérateur, ou changer ses domaines">
        <Form action="/mssante/operateurs" label="Enregistrer un opérateur">
          <Field
            {...field('code')}
            label="Code"
            hint="Lettres minuscules, chiffres et tirets."
            width="medium"
            required
          />
          <Field {...field('name')} label="Nom" required />
          <Field
            {...field('contact')}
            label="Adresse de contact"
            type="email"
            hint="Où un professionnel demande une correction."
            required
          />
          <Field {...field('domains')} label="Domaines" hint="Séparés par des espaces." required />
          <Button>Enregistrer</Button>
        </Form>
      </Card>
    </Frame>
  );
}

import type { Context } from 'hono';
import type { MailboxVersion, Member, OwnMailbox } from '../../modules/messaging/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  Card,
  DescriptionList,
  Done,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Form,
  Table,
  Time,
} from '../../ui/index.js';
import { actedBy } from '../acted-by.js';
import { Frame, mailboxHref } from './frame.js';
import { ShownTag } from './list-page.js';
import { MailboxFields, type Typed } from './mailbox-form.js';
import { ACT_WORDS, DONE, TYPE_WORDS, yes } from './words.js';

export interface MailboxPageProps {
  readonly c: Context<Env>;
  readonly mailbox: OwnMailbox;
  readonly members: readonly Member[];
  readonly versions: readonly MailboxVersion[];
  readonly typed: Typed;
  readonly errors?: readonly FieldError[];
  /** A key that was just made, shown this once. */
  readonly key?: string;
}

/** One mailbox: what is held, its form, its members or its program, every version. */
export function MailboxPage(props: MailboxPageProps) {
  const { c, mailbox, errors = [], key } = props;
  const href = mailboxHref(mailbox.id);
  return (
    <Frame
      c={c}
      title="Une boîte aux lettres"
      heading={mailbox.address}
      breadcrumbs={[{ label: 'Boîtes aux lettres', href: '/mssante' }, { label: mailbox.address }]}
    >
      <Done words={DONE} code={c.req.query('fait')} />
      {key ? (
        <Alert tone="success" live title="Nouvelle clé du compte de service">
          <p>Elle n’est montrée que cette fois ; la précédente ne vaut plus.</p>
          <p>
            <code>{key}</code>
          </p>
        </Alert>
      ) : null}
      <ErrorSummary errors={errors} />
      <Held {...mailbox} />
      {mailbox.withdrawnAt === undefined ? (
        <>
          <Card title="Modifier">
            <Form action={href} hidden={{ version: String(mailbox.version) }} label="Modifier la BAL">
              <MailboxFields typed={props.typed} errors={errors} isNew={false} />
              <ButtonRow>
                <Button>Enregistrer</Button>
                <Button kind="danger" href={`${href}/retrait`}>
                  Retirer la BAL
                </Button>
              </ButtonRow>
            </Form>
          </Card>
          {mailbox.type === 'ORG' || mailbox.type === 'CAB' ? (
            <Members {...props} errors={errors} href={href} />
          ) : null}
          {mailbox.type === 'APP' ? <ServiceAccount href={href} /> : null}
        </>
      ) : null}
      <History versions={props.versions} />
    </Frame>
  );
}

function Held(mailbox: OwnMailbox) {
  const { declared } = mailbox;
  return (
    <DescriptionList
      items={[
        { term: 'Type', value: TYPE_WORDS[mailbox.type] },
        { term: 'Annuaire', value: <ShownTag {...mailbox} /> },
        ...(mailbox.idNat ? [{ term: 'Titulaire', value: mailbox.idNat }] : []),
        ...(declared
          ? [
              {
                term: 'Titulaire déclaré',
                value: `${declared.givenName} ${declared.name}, rôle ${declared.role}`,
              },
            ]
          : []),
        ...(mailbox.structureId ? [{ term: 'Structure', value: mailbox.structureId }] : []),
        { term: 'Dématérialisation', value: yes(mailbox.dematerialisation) },
        { term: 'Version', value: String(mailbox.version), note: <Time value={mailbox.updatedAt} /> },
      ]}
    />
  );
}

function Members({ members, errors = [], href }: MailboxPageProps & { href: string }) {
  return (
    <Card title="Membres">
      <Table
        caption="Personnes qui lisent cette BAL"
        captionHidden
        columns={[{ label: 'Personne' }, { label: 'Depuis' }, { label: 'Fin', labelHidden: true }]}
        rows={members.map(({ idNat, since }) => [
          idNat,
          <Time value={since} precision="day" />,
          <Form
            action={`${href}/membres/fin`}
            hidden={{ membre: idNat }}
            label={`Fin de l’accès de ${idNat}`}
          >
            <Button kind="secondary" label={`Retirer ${idNat}`}>
              Retirer
            </Button>
          </Form>,
        ])}
        empty={
          <p>
            Personne pour le moment. Un numéro du répertoire suffit, quelle que soit la profession ou le rôle.
          </p>
        }
      />
      <Form action={`${href}/membres`} inline label="Ajouter un membre">
        <Field
          label="Identifiant national du membre"
          name="membre"
          error={errorFor(errors, 'membre')}
          width="medium"
        />
        <Button kind="secondary">Ajouter</Button>
      </Form>
    </Card>
  );
}

function ServiceAccount({ href }: { href: string }) {
  return (
    <Card title="Compte de service">
      <p>
        Cette BAL s’ouvre par la clé de son programme. Aucune personne ne s’y connecte, pas même avec une
        e-CPS.
      </p>
      <Form action={`${href}/cle`} label="Compte de service">
        <Button kind="secondary">Donner une nouvelle clé</Button>
      </Form>
    </Card>
  );
}

function History({ versions }: { versions: readonly MailboxVersion[] }) {
  return (
    <>
      <h2>Historique</h2>
      <Table
        caption="Versions de la BAL"
        captionHidden
        columns={[{ label: 'Version' }, { label: 'Acte' }, { label: 'Date' }, { label: 'Par' }]}
        rows={versions.map(({ version, act, at, actor }) => [
          String(version),
          ACT_WORDS[act] ?? act,
          <Time value={at} />,
          actedBy(actor),
        ])}
      />
    </>
  );
}

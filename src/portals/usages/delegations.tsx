import type { DeclaredMailbox, Delegation } from '../../modules/messaging/index.js';
import {
  Button,
  EmptyState,
  ErrorSummary,
  Field,
  type FieldError,
  Form,
  fieldsOf,
  formatDate,
  Table,
} from '../../ui/index.js';

/** A form about delegations that was sent and refused: of which mailbox, what was typed, what is wrong. */
export interface RefusedDelegation {
  readonly id: string;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

interface DelegationsProps {
  readonly mailboxes: readonly DeclaredMailbox[];
  readonly delegations: readonly Delegation[];
  readonly idNat: string;
  readonly refused?: RefusedDelegation | undefined;
}

const ACTION = '/usages/moi/delegations';

/** Who may open one's own mailboxes, the way to give and to end that; and the mailboxes that others delegated. */
export function Delegations({ mailboxes, delegations, idNat, refused }: DelegationsProps) {
  const own = mailboxes.filter(({ type, as }) => as === 'holder' && (type === 'PER' || type === 'CAB'));
  const received = delegations.filter(({ delegate }) => delegate === idNat);
  return (
    <>
      {own.map(({ id, address }) => (
        <section>
          <h3>Qui peut ouvrir {address}</h3>
          <Given id={id} given={delegations.filter((one) => one.id === id)} />
          <DelegateForm id={id} refused={refused?.id === id ? refused : undefined} />
        </section>
      ))}
      {received.length > 0 ? (
        <>
          <h3>Boîtes que l’on vous a déléguées</h3>
          <ul>
            {received.map(({ address, holder, until }) => (
              <li>
                {address}, de {holder}
                {until ? `, jusqu’au ${formatDate(until)}` : ''}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}

function Given({ id, given }: { id: string; given: readonly Delegation[] }) {
  return (
    <Table
      caption="Personnes désignées"
      captionHidden
      columns={[{ label: 'Personne' }, { label: 'Dernier jour' }, { label: 'Finir', labelHidden: true }]}
      rows={given.map(({ delegate, until }) => [
        delegate,
        until ? formatDate(until) : 'sans fin',
        <Form action={`${ACTION}/fin`} hidden={{ bal: id, idNat: delegate }}>
          <Button kind="quiet" label={`Finir la délégation de ${delegate}`}>
            Finir
          </Button>
        </Form>,
      ])}
      empty={
        <EmptyState
          level={3}
          title="Vous seul"
          help="Vous pouvez désigner une personne, qui l’ouvrira sous son nom."
        />
      }
    />
  );
}

function DelegateForm({ id, refused }: { id: string; refused: RefusedDelegation | undefined }) {
  const { errors = [], typed = {} } = refused ?? {};
  const field = fieldsOf(typed, errors);
  return (
    <>
      <ErrorSummary errors={errors} level={4} />
      <Form action={ACTION} hidden={{ bal: id }} label="Désigner une personne">
        <Field
          {...field('idNat')}
          label="Identifiant national de la personne"
          id={`idNat-${id}`}
          hint="12 chiffres, le premier est un 8. Elle ouvrira votre boîte par son e-CPS ou sa carte."
          width="medium"
        />
        <Field
          {...field('until')}
          label="Dernier jour (facultatif)"
          id={`until-${id}`}
          type="date"
          width="medium"
        />
        <Button>Désigner cette personne</Button>
      </Form>
    </>
  );
}

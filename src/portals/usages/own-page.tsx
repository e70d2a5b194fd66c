import type { Context } from 'hono';
import { cards } from '../../modules/credentials/index.js';
import { USAGE_ACTS, USAGE_MEANS, type UsageMeans, type UsageRow } from '../../modules/guidance/index.js';
import type {
  DeclaredMailbox,
  Delegation,
  NominativeAnswer,
  Operator,
} from '../../modules/messaging/index.js';
import type { Env } from '../../platform/http/request.js';
import { Alert, Card, Done, EmptyState, Table } from '../../ui/index.js';
import { Delegations, type RefusedDelegation } from './delegations.js';
import { UsagesFrame } from './frame.js';
import { usageCells } from './page.js';

/** A means that somebody has now, and what it opens today. */
export interface OwnMeans {
  readonly name: string;
  readonly means: UsageMeans;
  readonly rows: readonly UsageRow[];
}

interface OwnProps {
  readonly c: Context<Env>;
  readonly held: readonly OwnMeans[];
  readonly right: NominativeAnswer;
  readonly mailboxes: readonly DeclaredMailbox[];
  readonly operators: readonly Operator[];
  readonly delegations: readonly Delegation[];
  readonly idNat: string;
  readonly done?: string | undefined;
  readonly refused?: RefusedDelegation | undefined;
}

/** What the means of whoever is signed in open today, and whether a personal mailbox is offered. */
export function OwnUsagesPage(props: OwnProps) {
  const { c, held, right, mailboxes, operators, done } = props;
  return (
    <UsagesFrame
      c={c}
      tab="/usages/moi"
      title="Ce que mes moyens permettent"
      lead="Vos cartes et votre e-CPS d’aujourd’hui, et ce que chacun ouvre."
    >
      <Done words={SAID} code={done} />
      {held.length === 0 ? (
        <EmptyState
          title="Vous n’avez pas de moyen actif"
          help={
            isStaff(props)
              ? 'Votre carte se commande par votre employeur ; avec elle, vous activez l’e-CPS.'
              : 'Commandez une carte, ou activez l’e-CPS sur votre téléphone.'
          }
          action={<a href="/portail-psc/activation">Activer mon e-CPS</a>}
        />
      ) : null}
      {held.map(({ name, means, rows }) => (
        <section>
          <h2>{name}</h2>
          <Table
            caption={USAGE_MEANS[means]}
            captionHidden
            columns={[
              { label: 'Usage' },
              { label: 'Réponse' },
              { label: 'Accès' },
              { label: 'Pourquoi, et d’après quel texte' },
            ]}
            rows={rows.map((row) => usageCells(row, USAGE_ACTS[row.act].label))}
          />
        </section>
      ))}
      <h2>Ma BAL nominative</h2>
      <Mailbox {...{ right, mailboxes, operators }} staff={isStaff(props)} />
      <Delegations {...props} />
    </UsagesFrame>
  );
}

const SAID: Readonly<Record<string, string>> = {
  delegation: 'La personne peut ouvrir votre boîte, sous son nom.',
  fin: 'La délégation est finie : la personne n’ouvre plus votre boîte.',
};

/** Whom only a structure numbers. */
const isStaff = ({ idNat }: Pick<OwnProps, 'idNat'>): boolean => !cards.kindsFor(idNat).includes('CPS');

const NO_RIGHT: Readonly<Record<string, string>> = {
  'no-exercise': 'Vous n’exercez pas aujourd’hui.',
  staff: 'Elle demande un numéro RPPS : demandez à rejoindre une BAL de votre organisation.',
  student: 'Pendant vos études, utilisez une BAL de votre organisation.',
  role: 'Votre rôle n’y donne pas droit : demandez à rejoindre une BAL de votre organisation.',
  profession: 'Votre profession n’y donne pas droit.',
};

function Mailbox(props: Pick<OwnProps, 'right' | 'mailboxes' | 'operators'> & { readonly staff: boolean }) {
  const { right, mailboxes, operators } = props;
  const own = mailboxes.filter(({ type, as }) => type === 'PER' && as === 'holder');
  if (own.length > 0) return <p>Vous avez {own.map(({ address }) => address).join(', ')}.</p>;
  if (!right.open) {
    const why = NO_RIGHT[props.staff ? 'staff' : right.why];
    return <Alert title="Pas de BAL nominative">{why ?? 'Vous n’y avez pas droit.'}</Alert>;
  }
  return (
    <Card title="Vous pouvez activer une BAL nominative" level={3}>
      <p>Demandez-la à l’un des opérateurs MSSanté ; elle paraît ensuite dans l’Annuaire Santé.</p>
      <ul>
        {operators.map(({ name, contact }) => (
          <li>
            {name} : {contact}
          </li>
        ))}
      </ul>
      <p class="muted">{right.by.source}</p>
    </Card>
  );
}

import type { Context } from 'hono';
import type { Env } from '../../platform/http/request.js';
import { Button, ButtonRow, EmptyState, Field, Form, Select, Table, Tag, Time } from '../../ui/index.js';
import { Done } from '../held-cards/done.js';
import { Frame, HOME, NoContract, named } from './frame.js';
import type { Own } from './own.js';
import type { ParkFilter, ParkLine } from './park.js';
import { STATE_CHOICES, STATE_WORDS } from './words.js';

const SHOWN = 200;

/** The cards of a structure, with filters: the one page from which everything else is reached. */
export function ParkPage(props: {
  c: Context<Env>;
  own: Own;
  lines: readonly ParkLine[];
  asked: ParkFilter;
}) {
  const { c, own, lines, asked } = props;
  const [structure] = own.covered;
  return (
    <Frame
      c={c}
      title="Cartes de la structure"
      lead={structure ? named(structure) : ''}
      width="wide"
      current=""
    >
      <Done c={c} />
      {own.contract ? null : <NoContract />}
      <ButtonRow>
        <Button href={`${HOME}/commande`}>Commander une carte</Button>
        <Button href={`${HOME}/parc.csv`} kind="secondary">
          Enregistrer le parc (CSV)
        </Button>
      </ButtonRow>
      <FilterForm own={own} asked={asked} />
      <Table
        caption={
          lines.length > SHOWN ? `Les ${SHOWN} premières cartes sur ${lines.length}` : 'Cartes et commandes'
        }
        columns={['Porteur', 'Carte', 'Structure', 'État', 'Fin', 'Action'].map((label) => ({ label }))}
        rows={lines.slice(0, SHOWN).map(row)}
        empty={
          <EmptyState
            title="Aucune carte ne correspond"
            help="Commandez la première, ou changez les filtres."
          />
        }
      />
    </Frame>
  );
}

const FilterForm = ({ own, asked }: { own: Own; asked: ParkFilter }) => (
  <Form action={HOME} search inline label="Chercher une carte">
    <Field label="Nom, identifiant ou numéro de carte" name="q" value={asked.text} maxlength={100} />
    <Select label="État" name="etat" options={STATE_CHOICES} value={asked.state} blank="Tous" />
    {own.covered.length > 1 ? (
      <Select
        label="Structure"
        name="structure"
        options={own.covered.map((one) => ({ value: one.id, label: named(one) }))}
        value={asked.structure}
        blank="Toutes"
      />
    ) : null}
    <ButtonRow>
      <Button kind="secondary">Chercher</Button>
    </ButtonRow>
  </Form>
);

function row(one: ParkLine) {
  const [state, tone] = STATE_WORDS[one.standing];
  const over = one.standing === 'opposed' || one.standing === 'returned';
  return [
    <>
      {one.name} <span class="muted">{one.idNat}</span>
    </>,
    `${one.type}${one.number ? ` ${one.number}` : ''}`,
    one.structure.name,
    <>
      <Tag tone={tone}>{state}</Tag> {one.soon ? <Tag tone="warning">À renouveler</Tag> : null}
    </>,
    one.until ? <Time value={one.until} /> : '–',
    <Form action={`${HOME}/fiche`} hidden={{ carte: one.number, commande: one.orderId }} label={one.name}>
      <Button kind="quiet" label={`${ACTION[over ? 'over' : one.number ? 'card' : 'order']} : ${one.name}`}>
        {ACTION[over ? 'over' : one.number ? 'card' : 'order']}
      </Button>
    </Form>,
  ];
}

const ACTION = { over: 'Voir', card: 'Incident, renouvellement, départ', order: 'Suivre' } as const;

import type { Context } from 'hono';
import type { Env } from '../../platform/http/request.js';
import { Button, Done, EmptyState, ErrorSummary, type FieldError, Form, Table } from '../../ui/index.js';
import { Frame, HOME, NoContract } from './frame.js';
import type { Own } from './own.js';

/** Somebody of the structure who has no means that works. */
export interface Unequipped {
  readonly idNat: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly occupation: string;
  readonly structureId: string;
  /** A card of the structure may be ordered for him. */
  readonly card: boolean;
  /** One is already ordered. */
  readonly ordered: boolean;
}

const DONE: Readonly<Record<string, string>> = {
  carte: 'La carte est commandée.',
  ecps: 'Un message d’information est parti au courriel que l’Annuaire connaît : la personne active l’e-CPS elle-même.',
};

/** « Moyens à commander »: the registered people of the structure who have nothing to identify themselves with. */
export function MeansPage(props: {
  c: Context<Env>;
  own: Own;
  people: readonly Unequipped[];
  total: number;
  errors: readonly FieldError[];
}) {
  const { c, own, people, total, errors } = props;
  return (
    <Frame
      c={c}
      title="Moyens à commander"
      lead="Les personnes enregistrées chez vous qui n’ont ni e-CPS active, ni carte en service."
      width="wide"
      current="/a-equiper"
    >
      <Done words={DONE} code={c.req.query('fait')} />
      {own.contract ? null : <NoContract />}
      <ErrorSummary errors={errors} />
      <p>{`${total} personne${total > 1 ? 's' : ''} regardée${total > 1 ? 's' : ''}, ${people.length} sans moyen.`}</p>
      <Table
        caption="Personnes sans moyen"
        columns={['Personne', 'Profession ou rôle', 'Carte', 'e-CPS'].map((label) => ({ label }))}
        rows={people.map(row)}
        empty={
          <EmptyState
            title="Tout le monde est équipé"
            help="Chacun a une e-CPS active ou une carte en service."
          />
        }
      />
    </Frame>
  );
}

const row = (one: Unequipped) => [
  <>
    {one.familyName} {one.givenName} <span class="muted">{one.idNat}</span>
  </>,
  one.occupation,
  one.ordered ? (
    'Déjà commandée'
  ) : one.card ? (
    <OneStep one={one} action="carte" label="Commander une carte" />
  ) : (
    'Sa propre carte : Ma Carte'
  ),
  <OneStep one={one} action="ecps" label="Informer sur l’e-CPS" />,
];

const OneStep = ({ one, action, label }: { one: Unequipped; action: string; label: string }) => (
  <Form
    action={`${HOME}/a-equiper/${action}`}
    hidden={{ idNat: one.idNat }}
    label={`${label} : ${one.givenName} ${one.familyName}`}
  >
    <Button kind="secondary" label={`${label} : ${one.givenName} ${one.familyName}`}>
      {label}
    </Button>
  </Form>
);

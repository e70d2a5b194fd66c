import type { Context } from 'hono';
import { habilitations, may, type habilitations as model, type User } from '../../modules/access/index.js';
import type { Structure } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Button,
  ButtonRow,
  Done,
  EmptyState,
  Field,
  Form,
  Select,
  Table,
  Tag,
  Time,
} from '../../ui/index.js';
import { Frame, named } from './frame.js';
import { ProcedureSteps, type Progress } from './procedure.js';
import { DONE, KIND_CHOICES, STATE_CHOICES, STATE_TONES, STRUCTURE } from './words.js';

export interface StructurePageProps {
  readonly c: Context<Env>;
  readonly user: User;
  readonly structure: Structure;
  /** The structure and those that it answers for. */
  readonly covered: readonly Structure[];
  /** Names of every structure of the list, clients included. */
  readonly names: ReadonlyMap<string, Structure>;
  readonly found: readonly model.Habilitation[];
  readonly asked: Readonly<Record<string, string>>;
  readonly progress: Progress;
}

/** Who may act for a structure, with filters; the steps that lead to its certificates. */
export function StructurePage(props: StructurePageProps) {
  const { c, structure, covered, asked, found, names, user } = props;
  return (
    <Frame
      c={c}
      title={structure.name}
      lead={`Identifiant national ${structure.nationalId ?? structure.id}`}
      width="wide"
      current={STRUCTURE}
    >
      <Done words={DONE} code={c.req.query('fait')} />
      {user.kind === 'delegate' ? null : <ProcedureSteps {...props.progress} />}
      <ButtonRow>
        <Button href={`${STRUCTURE}/ajout`}>Donner une habilitation</Button>
        {user.kind === 'delegate' ? null : (
          <Button href="/tom" kind="secondary">
            Commander des cartes
          </Button>
        )}
      </ButtonRow>
      <Form action={STRUCTURE} search inline label="Chercher une habilitation">
        <Field label="Nom ou identifiant national" name="q" value={asked.q} maxlength={100} />
        <Select label="Habilitation" name="type" options={KIND_CHOICES} value={asked.type} blank="Toutes" />
        <Select label="État" name="etat" options={STATE_CHOICES} value={asked.etat} blank="Tous" />
        {covered.length > 1 ? (
          <Select
            label="Structure"
            name="structure"
            options={covered.map((one) => ({ value: one.id, label: named(one) }))}
            value={asked.structure}
            blank="Toutes"
          />
        ) : null}
        <ButtonRow>
          <Button kind="secondary">Chercher</Button>
        </ButtonRow>
      </Form>
      <Table
        caption="Habilitations"
        columns={['Personne', 'Habilitation', 'Structure', 'Du', 'Au', 'État', 'Action'].map((label) => ({
          label,
        }))}
        rows={found.map((one) => row(one, names, user))}
        empty={
          <EmptyState
            title="Aucune habilitation ne correspond"
            help="Changez les filtres, ou donnez la première."
          />
        }
      />
    </Frame>
  );
}

const row = (one: model.Habilitation, names: ReadonlyMap<string, Structure>, user: User) => [
  <>
    {one.name} <span class="muted">{one.idNat}</span>
  </>,
  habilitations.KIND_RULES[one.kind].label + (one.interim ? ' par intérim' : ''),
  [one.structureId, ...(one.via ? [one.via] : [])]
    .map((id) => names.get(id)?.name ?? id)
    .join(', servie par '),
  <Time value={one.from} />,
  one.to ? <Time value={one.to} /> : 'sans fin',
  <Tag {...toneOf(one)}>{habilitations.STATE_LABELS[one.state]}</Tag>,
  mayEnd(one, user) ? <a href={`${STRUCTURE}/retrait/${one.id}`}>Retirer</a> : (one.withdrawalReason ?? '–'),
];

function toneOf({ state }: model.Habilitation) {
  const tone = STATE_TONES[state];
  return tone ? { tone } : {};
}

function mayEnd(one: model.Habilitation, user: User): boolean {
  if (one.withdrawnAt || one.state === 'closed') return false;
  if (one.via !== undefined && may(user, 'habilitation.assign-third-admin', { scope: one.via })) return true;
  return may(user, habilitations.KIND_RULES[one.kind].act, { scope: user.scope[0] ?? '' });
}

import type { Context } from 'hono';
import { may, type User } from '../../modules/access/index.js';
import type { Structure } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Button,
  Card,
  Done,
  EmptyState,
  ErrorSummary,
  errorFor,
  type FieldError,
  Form,
  Select,
  Table,
} from '../../ui/index.js';
import { Frame, named } from './frame.js';
import { DONE, STRUCTURE } from './words.js';

export interface ThirdPageProps {
  readonly c: Context<Env>;
  readonly user: User;
  readonly structure: Structure;
  readonly isThird: boolean;
  readonly clients: readonly Structure[];
  readonly chosen: readonly Structure[];
  readonly choices: readonly Structure[];
  readonly errors: readonly FieldError[];
}

const ACTION = `${STRUCTURE}/tierces`;

/** Those who act for this structure, and those for whom it acts. */
export function ThirdPage(props: ThirdPageProps) {
  const { c, user, structure, chosen, choices, errors } = props;
  const chooses = may(user, 'third-structure.choose', { scope: user.scope[0] ?? '' });
  return (
    <Frame
      c={c}
      title="Structures tierces"
      lead="Un éditeur ou un GRADeS peut obtenir et tenir les certificats à votre place. Ils restent ceux de votre structure."
      current={ACTION}
    >
      <Done words={DONE} code={c.req.query('fait')} />
      <ErrorSummary errors={errors} />
      <Table
        caption="Qui agit pour nous"
        columns={[{ label: 'Structure tierce' }, { label: 'Action' }]}
        rows={chosen.map((one) => [
          named(one),
          chooses ? (
            <Form action={`${ACTION}/quitter`} hidden={{ tierce: one.id }} label={`Quitter ${one.name}`}>
              <Button kind="danger">Quitter</Button>
            </Form>
          ) : (
            '–'
          ),
        ])}
        empty={<EmptyState title="Personne n’agit pour nous" help="Vos propres administrateurs suffisent." />}
      />
      {chooses && choices.length > 0 ? (
        <Form action={`${ACTION}/choisir`} label="Choisir une structure tierce">
          <Select
            label="Structure tierce"
            name="tierce"
            options={choices.map((one) => ({ value: one.id, label: named(one) }))}
            hint="Seules celles que leur propre représentant légal a activées paraissent ici."
            error={errorFor(errors, 'tierce')}
          />
          <Button>La laisser agir pour nous</Button>
        </Form>
      ) : null}
      <OwnActivity {...props} structure={structure} />
    </Frame>
  );
}

function OwnActivity({ user, isThird, clients }: ThirdPageProps) {
  const activates = may(user, 'third-structure.activate', { scope: user.scope[0] ?? '' });
  return (
    <Card title="Agir pour d’autres">
      {isThird ? (
        <p>
          Votre structure est activée.{' '}
          {clients.length > 0
            ? `Ses clients : ${clients.map(named).join(', ')}.`
            : 'Aucun client ne l’a choisie.'}
        </p>
      ) : (
        <p>Votre structure n’est pas activée : aucun client ne peut la choisir.</p>
      )}
      {activates ? (
        <Form action={`${ACTION}/${isThird ? 'arreter' : 'activer'}`} label="Activité de structure tierce">
          <Button kind={isThird ? 'danger' : 'secondary'}>
            {isThird ? 'Ne plus agir pour personne' : 'Activer notre structure'}
          </Button>
        </Form>
      ) : null}
    </Card>
  );
}

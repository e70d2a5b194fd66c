import type { Context } from 'hono';
import { habilitations, may, type User } from '../../modules/access/index.js';
import type { Structure } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  ErrorSummary,
  Field,
  type FieldError,
  Form,
  fieldsOf,
  RadioGroup,
  Select,
} from '../../ui/index.js';
import { Frame, named } from './frame.js';
import { STRUCTURE } from './words.js';

export interface GrantPageProps {
  readonly c: Context<Env>;
  readonly user: User;
  readonly covered: readonly Structure[];
  readonly clients: readonly Structure[];
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

const HINTS: Readonly<Record<string, string>> = {
  mandataire: 'Commande les cartes et tient le parc, sur TOM.',
  'technical-admin': 'Commande et tient les certificats de la structure.',
  'rpps-manager': 'Enregistre le personnel au RPPS+.',
  delegate: 'Pour une structure tierce : désigne les administrateurs qui servent ses clients.',
};

/** The form of a new habilitation, with the kinds that whoever is signed in may give. */
export function GrantPage({ c, user, covered, clients, typed, errors }: GrantPageProps) {
  const scope = user.scope[0] ?? '';
  const kinds = habilitations.KINDS.filter((kind) =>
    may(user, habilitations.KIND_RULES[kind].act, { scope }),
  ).map((kind) => ({
    ...{ value: kind, label: habilitations.KIND_RULES[kind].label },
    hint: HINTS[kind],
  }));
  const own = covered.map((one) => ({ value: one.id, label: named(one) }));
  const served = clients.map((one) => ({ value: `via:${one.id}`, label: `Pour notre client ${named(one)}` }));
  const targets = [...(kinds.length > 0 ? own : []), ...served];
  const field = fieldsOf(typed, errors);
  return (
    <Frame c={c} title="Donner une habilitation" width="narrow" current={STRUCTURE}>
      <ErrorSummary errors={errors} />
      {targets.length === 0 ? (
        <Alert tone="warning">
          Aucun client n’a choisi votre structure pour l’instant : il n’y a personne à servir.
        </Alert>
      ) : (
        <Form action={`${STRUCTURE}/ajout`} label="Donner une habilitation">
          {kinds.length > 0 ? (
            <RadioGroup {...field('type')} label="Habilitation" options={kinds} required />
          ) : null}
          <Select
            {...field('structure')}
            label="Structure"
            options={targets}
            hint={
              served.length > 0 ? 'Pour un client : un administrateur technique, et rien d’autre.' : undefined
            }
          />
          <Field
            {...field('idNat')}
            label="Identifiant national de la personne"
            hint="Le numéro de sa carte ou de son e-CPS, chiffre de type compris : 8 et le numéro RPPS, ou 3, le FINESS, une barre et son numéro."
            required
          />
          <Field {...field('name')} label="Prénom et nom" maxlength={150} required />
          <Field
            {...field('from')}
            label="Du"
            type="date"
            hint="Vide : aujourd’hui."
            width="short"
            optional
          />
          <Field {...field('to')} label="Au" type="date" hint="Vide : sans fin." width="short" optional />
          <ButtonRow>
            <Button>Donner l’habilitation</Button>
            <Button kind="quiet" href={STRUCTURE}>
              Ne rien changer
            </Button>
          </ButtonRow>
        </Form>
      )}
    </Frame>
  );
}

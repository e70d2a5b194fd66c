import type { Context } from 'hono';
import { cards } from '../../modules/credentials/index.js';
import type { Env } from '../../platform/http/request.js';
import {
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
import { NamesakeBox } from '../namesake.js';
import { Frame, HOME, NoContract, named } from './frame.js';
import type { Own } from './own.js';

/** The form of a new card of an employee, or of a service. */
export function OrderPage(props: {
  c: Context<Env>;
  own: Own;
  typed: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
  submission: string;
}) {
  const { c, own, typed, errors, submission } = props;
  const [structure] = own.covered;
  const type = structure ? cards.staffCardOf(structure, false) : 'CPE';
  const field = fieldsOf(typed, errors);
  return (
    <Frame
      c={c}
      title="Commander une carte"
      lead={`Une carte ${type}, envoyée à l’adresse de la structure en cinq jours ouvrés ; ses codes suivent un jour après.`}
      width="narrow"
      current="/commande"
    >
      {own.contract ? null : <NoContract />}
      <ErrorSummary errors={errors} />
      <Form action={`${HOME}/commande`} hidden={{ submission }} label="Commander une carte">
        {own.covered.length > 1 ? (
          <Select
            label="Structure"
            name="structure"
            options={own.covered.map((one) => ({ value: one.id, label: named(one) }))}
            value={typed.structure}
          />
        ) : null}
        <RadioGroup
          label="Pour qui"
          name="pour"
          value={typed.pour ?? 'personne'}
          options={[
            { value: 'personne', label: 'Une personne', hint: 'La carte porte son nom.' },
            {
              value: 'service',
              label: 'Un service',
              hint: 'Une CPE sans nom de personne, remise et suivie par vous.',
            },
          ]}
        />
        <Field {...field('prenom')} label="Prénom" hint="À laisser vide pour un service." optional />
        <Field {...field('nom')} label="Nom, ou nom du service" maxlength={80} required />
        <Field
          {...field('idNat')}
          label="Identifiant national, s’il en a un"
          hint="8 et le numéro RPPS d’une personne enregistrée par un rôle. Sans lui, un numéro de la structure est donné."
          optional
        />
        <NamesakeBox errors={errors} />
        <ButtonRow>
          <Button>Commander la carte</Button>
          <Button kind="quiet" href={HOME}>
            Ne rien commander
          </Button>
        </ButtonRow>
      </Form>
      <p>
        La carte du directeur (CDE ou CDA) se demande par le <a href="/formulaires/f101">formulaire F101</a>.
        Un professionnel de santé garde sa propre carte : il n’en reçoit pas d’autre ici.
      </p>
    </Frame>
  );
}

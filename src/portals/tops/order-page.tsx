import type { Context } from 'hono';
import type { Structure } from '../../modules/structures/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  ErrorSummary,
  Field,
  type FieldError,
  Fieldset,
  Form,
  fieldsOf,
  RadioGroup,
  Select,
} from '../../ui/index.js';
import { NamesakeBox } from '../namesake.js';
import { Below, HOME } from './frame.js';

/** The order of a CPE: for an employee by name, or for a service of the practice. */
export function OrderPage(props: {
  c: Context<Env>;
  practices: readonly Structure[];
  typed: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
  /** What this form is known by, should it be sent twice. */
  submission: string;
}) {
  const { c, practices, typed, errors, submission } = props;
  const field = fieldsOf(typed, errors);
  return (
    <Below
      c={c}
      title="Commander une carte CPE"
      lead="Pour un salarié sans numéro RPPS : secrétaire, assistant, personnel administratif."
    >
      <ErrorSummary errors={errors} />
      <Form action={`${HOME}/commande`} hidden={{ submission }} label="Commande d’une CPE">
        <Select
          {...field('cabinet')}
          label="Lieu de travail"
          options={practices.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <RadioGroup
          {...field('nom')}
          value={typed.nom ?? 'oui'}
          label="Au nom de qui ?"
          options={[
            { value: 'oui', label: 'D’un salarié', hint: 'Elle permet aussi d’activer une e-CPS.' },
            {
              value: 'non',
              label: 'D’un service, sans nom de personne',
              hint: 'Pour l’accueil, par exemple : ni e-CPS, ni INSi.',
            },
          ]}
        />
        <Fieldset legend="Le salarié, ou le service">
          <Field {...field('familyName')} label="Nom, ou nom du service" maxlength={80} required />
          <Field {...field('givenName')} label="Prénom" maxlength={80} optional />
          <Field
            {...field('birthDate')}
            label="Date de naissance"
            hint="Pour savoir si le salarié a déjà un numéro RPPS. Elle n’est pas gardée."
            type="date"
            width="medium"
            optional
          />
          <Field
            {...field('number')}
            label="Numéro RPPS, s’il en a un"
            inputmode="numeric"
            maxlength={20}
            width="medium"
            optional
          />
        </Fieldset>
        <NamesakeBox errors={errors} />
        <ButtonRow>
          <Button>Commander la carte</Button>
          <Button kind="quiet" href={HOME}>
            Ne rien commander
          </Button>
        </ButtonRow>
      </Form>
    </Below>
  );
}

/** Said in place of an order for somebody whom the register knows: no card, another means. */
export const OtherMeansPage = ({ c, why, role }: { c: Context<Env>; why: string; role: boolean }) => (
  <Below c={c} title={role ? 'Pas de carte : une e-CPS' : 'Pas de CPE pour cette personne'}>
    <Alert tone="info" live>
      {why}
    </Alert>
    {role ? (
      <p>
        Votre salarié télécharge l’application et active son e-CPS lui-même, avec son courriel et son mobile,
        à cette adresse : <a href="/portail-psc/activation">activer une e-CPS</a>.
      </p>
    ) : (
      <p>
        Cette personne commande et suit sa propre carte sur <a href="/ma-carte">Ma Carte</a>, ou active une
        e-CPS.
      </p>
    )}
    <ButtonRow>
      <Button href={HOME}>Revenir à mes cartes</Button>
    </ButtonRow>
  </Below>
);

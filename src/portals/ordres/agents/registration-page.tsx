import { codes } from '../../../modules/nomenclatures/index.js';
import {
  Button,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Fieldset,
  Form,
  RadioGroup,
  Select,
} from '../../../ui/index.js';
import { Frame, type View } from '../frame.js';
import { type JobChoice, jobValue } from './registration-form.js';

export interface RegistrationPageProps extends View {
  readonly jobs: readonly JobChoice[];
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

type Bind = (name: string) => { name: string; value: string | undefined; error: string | undefined };

/** The form by which an agent writes an application on behalf of somebody who came with papers. */
export function RegistrationPage(props: RegistrationPageProps) {
  const bind: Bind = (name) => ({ name, value: props.typed[name], error: errorFor(props.errors, name) });
  return (
    <Frame
      {...props}
      title="Nouvelle inscription"
      lead={`Pour ${props.portal.texts.aMember} qui s’est présenté avec ses pièces. Le numéro RPPS n’est donné qu’après validation.`}
      current="agents/inscription"
    >
      <ErrorSummary errors={props.errors} />
      <Form action={`${props.portal.path}/agents/inscription`} label="Nouvelle inscription">
        <Identity bind={bind} />
        <Practice bind={bind} jobs={props.jobs} />
        <Fieldset legend="Coordonnées" hint="Elles servent à se connecter et à activer l’e-CPS.">
          <Field {...bind('mail')} label="Courriel" type="email" width="medium" />
          <Field
            {...bind('mobile')}
            label="Téléphone mobile"
            type="tel"
            hint="Exemple : 06 39 98 00 12."
            width="medium"
          />
        </Fieldset>
        <Button>Déposer la demande</Button>
      </Form>
    </Frame>
  );
}

function Identity({ bind }: { bind: Bind }) {
  const countries = codes('TRE_R20').map(({ code, label }) => ({ value: code, label }));
  const country = bind('birthCountry');
  return (
    <Fieldset legend="État civil" hint="Comme sur la pièce d’identité.">
      <Field {...bind('birthName')} label="Nom de naissance" width="medium" />
      <Field {...bind('givenNames')} label="Prénoms" hint="Tous, dans l’ordre, séparés par des virgules." />
      <Field {...bind('usedName')} label="Nom d’usage" optional width="medium" />
      <RadioGroup
        {...bind('sex')}
        label="Sexe"
        inline
        options={[
          { value: 'F', label: 'Féminin' },
          { value: 'M', label: 'Masculin' },
        ]}
      />
      <Field {...bind('birthDate')} label="Date de naissance" type="date" width="short" />
      <Select
        {...country}
        value={country.value ?? '99100'}
        label="Pays de naissance"
        options={countries}
        width="medium"
      />
      <Field
        {...bind('birthTown')}
        label="Commune de naissance"
        hint="À l’étranger : la ville."
        width="medium"
      />
      <Field
        {...bind('birthPostcode')}
        label="Code postal de cette commune"
        hint="En France seulement."
        inputmode="numeric"
        width="short"
      />
    </Fieldset>
  );
}

function Practice({ bind, jobs }: { bind: Bind; jobs: readonly JobChoice[] }) {
  const category = new Map(codes('TRE_R09').map(({ code, label }) => [code, label]));
  const choices = jobs.map((job) => ({
    value: jobValue(job),
    label: `${job.profession.label}, ${(category.get(job.category) ?? '').toLowerCase()}`,
  }));
  const civilities = codes('TRE_R11').map(({ code, label }) => ({ value: code, label }));
  return (
    <Fieldset legend="Exercice">
      <Select {...bind('job')} label="Profession" blank="Choisir" options={choices} />
      <Select
        {...bind('civility')}
        label="Civilité d’exercice"
        optional
        blank="Aucune"
        options={civilities}
        width="medium"
      />
      <Field
        {...bind('exerciseName')}
        label="Nom d’exercice"
        optional
        hint="Vide : le nom d’usage, sinon de naissance."
        width="medium"
      />
      <Field
        {...bind('exerciseGivenName')}
        label="Prénom d’exercice"
        optional
        hint="Vide : le premier prénom."
        width="medium"
      />
      <Field {...bind('orderNumber')} label="Numéro d’inscription au tableau" optional width="medium" />
      <Field {...bind('since')} label="Date d’inscription" type="date" optional width="short" />
      <Field
        {...bind('idNat')}
        label="Numéro RPPS déjà attribué"
        optional
        hint="Pour qui exerce déjà une autre profession, ou vient d’une autre autorité."
        width="medium"
      />
    </Fieldset>
  );
}

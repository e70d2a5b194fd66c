import { LEVELS, OTHER_MEANS, SERVICE_KINDS } from '../../../modules/identity-provider/index.js';
import { Checkbox, errorFor, Field, Fieldset, RadioGroup, Select, TextArea } from '../../../ui/index.js';
import { KIND_WORDS, LEVEL_WORDS, OTHER_MEANS_WORDS } from '../words.js';
import { type FieldsProps, fieldOf } from './fields.js';
import { OTHER_FIELD } from './option-names.js';
import { OptionFields } from './options-form.js';

/** Every field of a declaration. What lacks may be given later: only handing it in needs all. */
export function DeclarationFields(props: FieldsProps) {
  const field = fieldOf(props);
  return (
    <>
      <Fieldset legend="Le service">
        <Field
          {...field('name')}
          label="Nom du service"
          hint="Comme il est affiché à la connexion."
          maxlength={100}
          required
        />
        <TextArea
          {...field('purpose')}
          label="À quoi il sert, en une phrase"
          rows={2}
          maxlength={500}
          required
        />
        <Field {...field('website')} label="Site" type="url" hint="https://…" maxlength={500} optional />
        <Select
          {...field('kind')}
          label="Type"
          hint="Un service national est, par exemple, le DMP. Un dossier patient ou usager l’intègre."
          options={SERVICE_KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))}
        />
      </Fieldset>
      <Fieldset legend="Qui en répond">
        <Field
          {...field('organisation')}
          label="Organisation"
          maxlength={150}
          autocomplete="organization"
          required
        />
        <Field {...field('responsible')} label="Responsable du service" maxlength={150} required />
        <Field
          {...field('technicalContact')}
          label="Contact technique"
          type="email"
          maxlength={254}
          required
        />
        <Field
          {...field('functionalContact')}
          label="Contact fonctionnel"
          type="email"
          maxlength={254}
          required
        />
        <Field
          {...field('supportContact')}
          label="Aide aux utilisateurs"
          hint="La seule adresse que montre le catalogue."
          type="email"
          maxlength={254}
          optional
        />
      </Fieldset>
      <AddressFields {...props} />
      <AccessFields {...props} />
      <OptionFields {...props} />
    </>
  );
}

function AddressFields(props: FieldsProps) {
  const field = fieldOf(props);
  const hint =
    'Une par ligne. Elles sont comparées exactement : ni joker, ni fragment ; en https en production.';
  return (
    <Fieldset legend="Adresses">
      <TextArea {...field('redirectUris')} label="Adresses de retour" hint={hint} rows={3} required />
      <TextArea
        {...field('postLogoutRedirectUris')}
        label="Adresses après déconnexion"
        hint={hint}
        rows={2}
      />
      <p class="hint" role="status" data-uri-verdict hidden />
    </Fieldset>
  );
}

function AccessFields(props: FieldsProps) {
  const { typed, errors } = props;
  const field = fieldOf(props);
  return (
    <Fieldset legend="Accès">
      <RadioGroup
        {...field('requiredLevel')}
        value={typed.requiredLevel ?? 'substantial'}
        label="Niveau d’identification exigé par le service"
        options={LEVELS.map((value) => ({ value, label: LEVEL_WORDS[value] }))}
        inline
      />
      <Fieldset
        legend="Autres moyens d’entrer, hors Pro Santé Connect"
        hint="Aucun coché : Pro Santé Connect seul."
        error={errorFor(errors, 'otherMeans')}
        id="f-otherMeans"
      >
        {OTHER_MEANS.map((means) => (
          <Checkbox
            name={OTHER_FIELD + means}
            label={OTHER_MEANS_WORDS[means]}
            checked={Boolean(typed[OTHER_FIELD + means])}
          />
        ))}
      </Fieldset>
      <RadioGroup
        {...field('acrPolicy')}
        value={typed.acrPolicy ?? 'strict'}
        label="Une demande sans acr_values=eidas1"
        options={[
          { value: 'strict', label: 'est refusée' },
          { value: 'tolerant', label: 'est servie, avec un avertissement' },
        ]}
        inline
      />
      <Checkbox
        name="requirePkce"
        label="PKCE est obligatoire"
        hint="Toute bibliothèque récente l’envoie."
        checked={typed.requirePkce === 'oui'}
      />
    </Fieldset>
  );
}

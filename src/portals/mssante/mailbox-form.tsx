import type { MailboxDraft } from '../../modules/messaging/index.js';
import {
  Checkbox,
  errorFor,
  Field,
  type FieldError,
  Fieldset,
  fieldsOf,
  RadioGroup,
  Select,
} from '../../ui/index.js';
import { TYPE_OPTIONS } from './words.js';

export type Typed = Readonly<Record<string, string>>;

interface FieldsProps {
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
  /** The address and the type of a mailbox that exists never change. */
  readonly isNew: boolean;
}

const SHOWN = [
  { value: '', label: 'Selon l’usage', hint: 'Affichée, sauf une BAL applicative.' },
  { value: 'oui', label: 'Affichée dans l’annuaire' },
  { value: 'non', label: 'Pas affichée' },
];

/** The fields of a mailbox; those that its type does not have are left empty. */
export function MailboxFields({ typed, errors, isNew }: FieldsProps) {
  const field = fieldsOf(typed, errors);
  const has = (...types: readonly string[]) => isNew || types.includes(typed.type ?? '');
  return (
    <>
      {isNew ? (
        <>
          <Select {...field('type')} label="Type" options={TYPE_OPTIONS} width="medium" />
          <Field
            {...field('address')}
            label="Adresse"
            type="email"
            autocomplete="off"
            maxlength={254}
            required
          />
        </>
      ) : null}
      <Fieldset
        legend="Titulaire"
        hint="Une personne pour une BAL personnelle ou de cabinet, une structure pour les autres."
      >
        {has('PER', 'CAB') ? (
          <Field
            {...field('idNat')}
            label="Identifiant national"
            hint="8 suivi du numéro RPPS."
            optional
            width="medium"
          />
        ) : null}
        <Field
          {...field('structure')}
          label="Structure"
          hint="Numéro FINESS, SIRET, ou identifiant technique."
          optional
          width="medium"
        />
      </Fieldset>
      {has('ORG', 'APP', 'CAB') ? (
        <Fieldset legend="Usage">
          {has('ORG', 'APP') ? <ServiceFields field={field} /> : null}
          <Field {...field('description')} label="Description" optional maxlength={300} />
        </Fieldset>
      ) : null}
      <Checkbox
        name="dematerialisation"
        label="Accepte de recevoir à la place du papier"
        checked={typed.dematerialisation === 'oui'}
      />
      <Checkbox
        name="redList"
        label="Liste rouge"
        hint="L’adresse n’apparaît par aucune porte ouverte."
        checked={typed.redList === 'oui'}
      />
      <RadioGroup {...field('published')} label="Affichage" options={isNew ? SHOWN : SHOWN.slice(1)} />
      {errorFor(errors, 'published') ? (
        <Checkbox name="confirmed" label="Je confirme l’affichage de cette BAL applicative" />
      ) : null}
    </>
  );
}

type FieldOf = (name: string) => { name: string; value: string; error: string | undefined };

/** Of organisational and applicative mailboxes. */
function ServiceFields({ field }: { field: FieldOf }) {
  return (
    <>
      <Field
        {...field('service')}
        label="Service de rattachement"
        hint="Pour une BAL organisationnelle ou applicative."
        optional
        maxlength={100}
      />
      <Field
        {...field('responsible')}
        label="Responsable"
        hint="Jamais montré au public."
        optional
        maxlength={100}
      />
      <Field
        {...field('phone')}
        label="Téléphone"
        hint="Jamais montré au public."
        type="tel"
        optional
        width="medium"
      />
    </>
  );
}

const TEXTS = ['idNat', 'structure', 'service', 'responsible', 'phone', 'description'] as const;

/** The draft that a form stands for. */
export function draftOf(typed: Typed): MailboxDraft {
  const texts = TEXTS.flatMap((name) => {
    const value = typed[name]?.trim();
    return value ? [[name, value] as const] : [];
  });
  return {
    address: typed.address ?? '',
    type: typed.type ?? '',
    ...Object.fromEntries(texts),
    dematerialisation: typed.dematerialisation === 'oui',
    redList: typed.redList === 'oui',
    ...(typed.published && { published: typed.published === 'oui' }),
    ...(typed.confirmed && { confirmed: true }),
  };
}

/** What the form of a mailbox that exists shows first. */
export const typedOf = (held: Partial<Record<string, unknown>>): Typed => ({
  ...Object.fromEntries(TEXTS.map((name) => [name, String(held[name] ?? '')])),
  type: String(held.type ?? ''),
  structure: String(held.structureId ?? ''),
  dematerialisation: held.dematerialisation ? 'oui' : '',
  redList: held.redList ? 'oui' : '',
  published: held.published ? 'oui' : 'non',
});

/** The problems of a draft at the fields of the form. */
export const formErrors = (fields: readonly { field: string; message: string }[]): FieldError[] =>
  fields.map(({ field, message }) => ({ field: field.split('/')[0], message }));

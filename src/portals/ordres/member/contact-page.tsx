import type { HistoryLine, Member } from '../../../modules/authorities/index.js';
import { codes } from '../../../modules/nomenclatures/index.js';
import {
  Alert,
  Button,
  EmptyState,
  ErrorSummary,
  Field,
  type FieldError,
  Fieldset,
  Form,
  fieldsOf,
  Select,
} from '../../../ui/index.js';
import { Frame, type View } from '../frame.js';
import { ChangesTable } from './changes-table.js';
import type { ContactForm } from './contact-form.js';
import { contactChanges } from './shown.js';

export interface ContactPageProps extends View {
  readonly own: Member;
  readonly history: readonly HistoryLine[];
  readonly form: ContactForm;
  readonly errors: readonly FieldError[];
  /** What was just done: saved, restored, or nothing to change. */
  readonly done: string | undefined;
  /** When it reaches the steps after the ordre. */
  readonly departure: string;
}

/** «Mes coordonnées»: the form, and the history of every change. */
export function ContactPage(props: ContactPageProps) {
  const { portal, own, form, errors } = props;
  return (
    <Frame
      {...props}
      title="Mes coordonnées"
      lead="Elles servent à vous écrire et à activer votre e-CPS. Elles ne sont jamais publiques."
      current="coordonnees"
    >
      <Done {...props} />
      <ErrorSummary errors={errors} />
      <Form
        action={`${portal.path}/coordonnees`}
        hidden={{ version: String(own.version) }}
        label="Mes coordonnées"
      >
        <ContactFields form={form} errors={errors} />
        <Button>Enregistrer</Button>
      </Form>
      <h2 id="historique">Historique</h2>
      <History {...props} />
    </Frame>
  );
}

function Done({ done, own, departure }: Pick<ContactPageProps, 'done' | 'own' | 'departure'>) {
  if (done === 'inchange')
    return <Alert live>Rien n’a changé : ces coordonnées étaient déjà les vôtres.</Alert>;
  if (done !== 'enregistre' && done !== 'annule') return null;
  return (
    <Alert
      tone="success"
      title={done === 'annule' ? 'Modification annulée' : 'Coordonnées enregistrées'}
      live
    >
      <p>
        {departure} <a href={`/suivi/${encodeURIComponent(own.idNat ?? '')}`}>Suivre leur trajet</a>
      </p>
      {done === 'enregistre' ? (
        <p>
          Une erreur ? <a href="#historique">Annulez la dernière modification</a> dans l’historique.
        </p>
      ) : null}
    </Alert>
  );
}

/** The fields of the contact data, for the member and for the agent alike. */
export function ContactFields({ form, errors }: { form: ContactForm; errors: readonly FieldError[] }) {
  const field = fieldsOf(form, errors);
  const types = codes('TRE_R35').map(({ code, label }) => ({ value: code, label }));
  return (
    <>
      <Field {...field('mail')} label="Courriel" type="email" autocomplete="email" width="medium" />
      <Field
        {...field('mobile')}
        label="Téléphone mobile"
        type="tel"
        autocomplete="tel"
        hint="Il reçoit les codes par SMS. Exemple : 06 39 98 00 12."
        width="medium"
      />
      <Fieldset
        legend="Adresse de correspondance"
        hint="Facultative. Avec une adresse, indiquez le code postal et la commune."
      >
        <Field {...field('streetNumber')} label="Numéro" width="short" />
        <Select {...field('streetType')} label="Type de voie" blank="Aucun" options={types} width="medium" />
        <Field {...field('street')} label="Voie" autocomplete="address-line1" />
        <Field {...field('mention')} label="Complément" autocomplete="address-line2" />
        <Field {...field('postcode')} label="Code postal" inputmode="numeric" width="short" />
        <Field {...field('communeName')} label="Commune" width="medium" />
      </Fieldset>
    </>
  );
}

function History({ portal, own, history }: ContactPageProps) {
  const last = history.findLast((line) => contactChanges(line).length > 0);
  return (
    <>
      {last && last.version === own.version && last.act !== 'undo-contacts' ? (
        <Form action={`${portal.path}/coordonnees/annuler`} hidden={{ version: String(own.version) }}>
          <Button kind="secondary">Annuler la dernière modification</Button>
        </Form>
      ) : null}
      <ChangesTable
        history={history}
        changes={contactChanges}
        authority={portal.authority.shortName}
        caption="Modifications de mes coordonnées, la plus récente d’abord"
        empty={
          <EmptyState
            level={3}
            title="Aucune modification"
            help="Vos coordonnées sont celles de votre inscription."
          />
        }
      />
    </>
  );
}

import type { Context } from 'hono';
import { incidents } from '../../modules/credentials/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Fieldset,
  Form,
  fieldsOf,
  RadioGroup,
  TextArea,
} from '../../ui/index.js';
import { Frame } from './frame.js';

export interface ReportPageProps {
  readonly c: Context<Env>;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
  /** The one-time mark of this form. */
  readonly submission: string;
}

/** The declaration of somebody who can sign in nowhere (form F501). */
export function ReportPage({ c, typed, errors, submission }: ReportPageProps) {
  const field = fieldsOf(typed, errors);
  return (
    <Frame
      c={c}
      title="Déclarer un incident sans me connecter"
      lead="Formulaire F501. Le support compare votre pièce d’identité à ce que vous déclarez, puis agit et vous répond par courriel."
      breadcrumbs={[{ label: 'Incident', href: '/incident' }, { label: 'Déclaration' }]}
      width="narrow"
    >
      <ErrorSummary errors={errors} />
      <Form action="/incident/declaration" label="Déclaration d’incident" hidden={{ submission }} multipart>
        <RadioGroup
          {...field('problem')}
          label="Qu’est-il arrivé ?"
          options={incidents.PROBLEMS.map((value) => ({ value, label: incidents.PROBLEM_WORDS[value] }))}
          required
        />
        <Fieldset legend="Qui êtes-vous ?">
          <Field {...field('familyName')} label="Nom" autocomplete="family-name" maxlength={80} required />
          <Field {...field('givenName')} label="Prénom" autocomplete="given-name" maxlength={80} required />
          <Field
            {...field('birthDate')}
            label="Date de naissance"
            type="date"
            autocomplete="bday"
            width="medium"
            required
          />
          <Field
            {...field('contact')}
            label="Courriel où vous répondre"
            type="email"
            autocomplete="email"
            maxlength={254}
            required
          />
        </Fieldset>
        <Fieldset legend="Quelle carte ?" hint="L’un des deux numéros suffit.">
          <Field
            {...field('idNat')}
            label="Numéro RPPS ou identifiant national"
            hint="11 chiffres, ou 12 avec le 8 devant. Il se trouve dans l’annuaire, avec votre nom."
            maxlength={80}
            width="medium"
          />
          <Field
            {...field('cardNumber')}
            label="Numéro de la carte"
            hint="Dix chiffres, imprimés sur la carte et sur sa lettre."
            inputmode="numeric"
            maxlength={10}
            width="medium"
          />
        </Fieldset>
        <Field
          name="proof"
          error={errorFor(errors, 'proof')}
          label="Pièce d’identité"
          hint="Carte d’identité, passeport ou titre de séjour : PDF, JPEG ou PNG, 3 Mo au plus. Chiffrée dès sa réception, effacée dès la décision."
          type="file"
          accept="application/pdf,image/jpeg,image/png"
          required
        />
        <TextArea
          {...field('words')}
          label="Quelque chose à ajouter"
          hint="Où, quand… Sans donnée de patient, sans code."
          maxlength={2000}
          optional
        />
        <ButtonRow>
          <Button>Envoyer la déclaration</Button>
          <Button kind="quiet" href="/incident">
            Annuler
          </Button>
        </ButtonRow>
      </Form>
    </Frame>
  );
}

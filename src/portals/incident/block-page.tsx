import type { Context } from 'hono';
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
} from '../../ui/index.js';
import { Frame } from './frame.js';

const crumbs = (label: string) => [{ label: 'Incident', href: '/incident' }, { label }];

/** Asks for what an emergency block needs; it is asked again before it is done. */
export function BlockPage(props: {
  c: Context<Env>;
  typed: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
}) {
  const { c, typed, errors } = props;
  const field = fieldsOf(typed, errors);
  return (
    <Frame
      c={c}
      title="Bloquer mes cartes maintenant"
      lead="Pour une carte perdue ou volée, quand vous ne pouvez plus vous connecter."
      breadcrumbs={crumbs('Blocage')}
      width="narrow"
    >
      <Alert tone="warning" title="Ce que cela fait">
        Toutes vos cartes cessent d’identifier. Personne ne peut les débloquer à distance, le support non plus
        : seul votre code de déblocage de huit chiffres le peut.
      </Alert>
      <ErrorSummary errors={errors} />
      <Form action="/incident/blocage" label="Blocage d’urgence">
        <Field
          {...field('idNat')}
          label="Numéro RPPS ou identifiant national"
          hint="11 chiffres, ou 12 avec le 8 devant."
          maxlength={80}
          width="medium"
          required
        />
        <Field {...field('familyName')} label="Nom" autocomplete="family-name" maxlength={80} required />
        <Field
          {...field('birthDate')}
          label="Date de naissance"
          type="date"
          autocomplete="bday"
          width="medium"
          required
        />
        <ButtonRow>
          <Button kind="danger">Bloquer mes cartes</Button>
          <Button kind="quiet" href="/incident">
            Ne rien bloquer
          </Button>
        </ButtonRow>
      </Form>
    </Frame>
  );
}

/** Said to everybody who asked, whether the identity was right or not. */
export const BlockAskedPage = ({ c }: { c: Context<Env> }) => (
  <Frame c={c} title="Demande de blocage reçue" breadcrumbs={crumbs('Blocage')} width="narrow">
    <Alert tone="info" live>
      Si ces informations sont celles d’un titulaire, ses cartes sont bloquées dès maintenant, et un courriel
      vient de le lui dire.
    </Alert>
    <p>
      Rien reçu ? Vérifiez le numéro et le nom, puis recommencez. Un blocage n’est pas une opposition : pour
      remplacer la carte, envoyez la déclaration avec votre pièce d’identité.
    </p>
    <ButtonRow>
      <Button href="/incident/declaration">Remplir la déclaration</Button>
      <Button kind="quiet" href="/incident/blocage">
        Recommencer
      </Button>
    </ButtonRow>
  </Frame>
);

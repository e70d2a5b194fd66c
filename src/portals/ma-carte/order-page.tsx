import type { Context } from 'hono';
import type { Env } from '../../platform/http/request.js';
import { Button, ButtonRow, ErrorSummary, errorFor, Field, type FieldError, Form } from '../../ui/index.js';
import type { OwnRight } from './entitlements.js';
import { Below, HOME } from './frame.js';

/** The order of one's own card: the RPPS number is asked, and where to find it is said. */
export function OrderPage(props: {
  c: Context<Env>;
  right: OwnRight;
  typed: string;
  errors: readonly FieldError[];
}) {
  const { c, right, typed, errors } = props;
  const { card } = right.entitlement;
  return (
    <Below c={c} title={`Commander ma ${card}`} lead={right.profession}>
      <ErrorSummary errors={errors} />
      <p>
        Elle part à l’adresse de correspondance que connaît votre autorité : la carte d’abord, ses codes le
        lendemain, dans une autre lettre.
      </p>
      <Form action={`${HOME}/commande`} label="Commande">
        <Field
          label="Votre numéro RPPS"
          name="numero"
          value={typed}
          error={errorFor(errors, 'numero')}
          hint="11 chiffres. Vous le trouvez dans l’annuaire, avec votre nom."
          inputmode="numeric"
          width="medium"
          required
        />
        <p>
          <a href="/annuaire">Chercher mon numéro dans l’annuaire</a>
        </p>
        <ButtonRow>
          <Button>Commander ma {card}</Button>
          <Button kind="quiet" href={HOME}>
            Ne rien commander
          </Button>
        </ButtonRow>
      </Form>
    </Below>
  );
}

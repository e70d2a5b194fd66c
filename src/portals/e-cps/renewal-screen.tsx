import { Button, ButtonRow, Field, Form } from '../../ui/index.js';
import { FormError } from './form-error.js';

/** Three years more: the code of the SMS, and the personal code, which stays. */
export function RenewalScreen() {
  return (
    <section data-screen="renewal" hidden>
      <h2 tabindex={-1}>Renouveler mon e-CPS</h2>
      <p>
        Un SMS est parti au <span data-text="renewal-mobile" />.
      </p>
      <Form action="/e-cps" id="renewal-form" label="Fin du renouvellement">
        <FormError />
        <Field
          label="Code du SMS"
          name="smsCode"
          id="renewal-sms"
          code
          width="medium"
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength={7}
          hint="Six chiffres."
          required
        />
        <Field
          label="Votre code personnel"
          name="pin"
          id="renewal-pin"
          type="password"
          code
          width="short"
          inputmode="numeric"
          autocomplete="current-password"
          maxlength={4}
          hint="Celui de tous les jours : il ne change pas."
          required
        />
        <ButtonRow>
          <Button wide>Renouveler</Button>
          <Button kind="quiet" type="button" id="renewal-back" wide>
            Plus tard
          </Button>
        </ButtonRow>
      </Form>
    </section>
  );
}

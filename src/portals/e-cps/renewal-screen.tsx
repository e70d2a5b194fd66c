import { Button, ButtonRow, Field, Form } from '../../ui/index.js';
import { FormError } from './form-error.js';
import { SmsCodeField } from './sms-code-field.js';

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
        <SmsCodeField label="Code du SMS" id="renewal-sms" />
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

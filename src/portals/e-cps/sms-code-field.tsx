import { Field } from '../../ui/index.js';

/** Where the six digits of an SMS are typed, or offered by the telephone. `id` where the page has two of them. */
export function SmsCodeField({ label, id }: { label: string; id?: string }) {
  return (
    <Field
      label={label}
      name="smsCode"
      {...(id !== undefined && { id })}
      code
      width="medium"
      inputmode="numeric"
      autocomplete="one-time-code"
      maxlength={7}
      hint="Six chiffres."
      required
    />
  );
}

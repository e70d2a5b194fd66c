import { idNatMessages, parsePscId } from '../../modules/nomenclatures/index.js';
import { Button, ErrorSummary, Field, Form } from '../../ui/index.js';

/** What a person typed: an identifier, or what is wrong with it and, where that is sure, how to write it. */
export type Typed =
  | { readonly idNat: string; readonly fault?: never }
  | { readonly idNat?: never; readonly fault: Fault };

export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly suggestion?: string | undefined;
}

/** Reads an identifier as typed. Eleven digits, or a wrong prefix, are refused with the correction. */
export function readTyped(text: string): Typed {
  const read = parsePscId(text);
  if (read.ok) return { idNat: read.idNat.value };
  return {
    fault: { code: read.problem, message: idNatMessages[read.problem], suggestion: read.suggestion },
  };
}

/** The form that asks for an identifier, with what was wrong and a one-click correction. */
export function IdentifierForm(props: {
  action: string;
  submit: string;
  value?: string;
  fault?: Fault | undefined;
}) {
  const { action, submit, value = '', fault } = props;
  return (
    <>
      <ErrorSummary errors={fault ? [{ field: 'idNat', message: fault.message }] : []} />
      {fault?.suggestion ? (
        <Form action={action} hidden={{ idNat: fault.suggestion }} label="Correction proposée">
          <Button kind="secondary">Continuer avec {fault.suggestion}</Button>
        </Form>
      ) : null}
      <Form action={action} label={submit}>
        <Field
          label="Identifiant national"
          name="idNat"
          value={value}
          hint="Le plus souvent, 8 suivi des onze chiffres du numéro RPPS. Sans numéro RPPS : 0 et le numéro ADELI, ou 3 (FINESS) ou 5 (SIRET), le numéro de la structure, « / » et le numéro interne."
          error={fault?.message}
          maxlength={80}
          autocomplete="username"
          required
        />
        <Button>{submit}</Button>
      </Form>
    </>
  );
}

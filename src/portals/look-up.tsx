import { idNatMessages, parseIdNat } from '../modules/nomenclatures/index.js';
import { Button, errorFor, Field, type FieldError, Form } from '../ui/index.js';

/** What somebody typed to open the file of another person. */
export interface LookUp {
  /** As typed. */
  readonly typed: string;
  /** As it should have been written, where that is sure. */
  readonly idNat: string;
  readonly reason: string;
}

/** Reads the fields of `LookUpForm`. */
export function readLookUp({ idNat: typed = '', motif = '' }: Record<string, string>): LookUp {
  const read = parseIdNat(typed);
  return {
    typed,
    idNat: read.ok ? read.idNat.value : (read.suggestion ?? typed.trim()),
    reason: motif.trim(),
  };
}

/** What is wrong with it: an identifier that cannot be one, no reason (`why` asks for it, unless the file is one's own). */
export function lookUpErrors({ typed, reason }: LookUp, own: boolean, why: string): FieldError[] {
  const read = parseIdNat(typed);
  return [
    ...(read.ok || read.suggestion ? [] : [{ field: 'idNat', message: idNatMessages[read.problem] }]),
    ...(own || reason ? [] : [{ field: 'motif', message: why }]),
  ];
}

/** Names a person and says why. Posted: nothing personal in an address. */
export function LookUpForm(props: {
  action: string;
  submit: string;
  idNat?: string;
  reason?: string;
  errors?: readonly FieldError[];
}) {
  const { action, submit, idNat, reason, errors = [] } = props;
  return (
    <Form action={action}>
      <Field
        label="Identifiant national"
        name="idNat"
        value={idNat}
        error={errorFor(errors, 'idNat')}
        required
      />
      <Field
        label="Motif"
        name="motif"
        value={reason}
        error={errorFor(errors, 'motif')}
        maxlength={200}
        required
      />
      <Button>{submit}</Button>
    </Form>
  );
}

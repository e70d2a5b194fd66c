import type { Child } from 'hono/jsx';

/** What every form control takes. `error` and `hint` are tied to the control for assistive technology. */
export type ControlProps = {
  label: string;
  name: string;
  hint?: string | undefined;
  error?: string | undefined;
  required?: boolean;
  /** Adds «facultatif» to the label. */
  optional?: boolean;
  disabled?: boolean;
  /** The id of the control; `fieldId(name)` when left out, which is what ErrorSummary links to. */
  id?: string | undefined;
};

/** The id of the control of that name, and the anchor of its message in ErrorSummary. */
export function fieldId(name: string): string {
  return `f-${name.replace(/[^\w-]+/g, '-')}`;
}

/** The aria attributes that tie a control to its hint and its error; `id` is that of the control. */
export function describedBy(id: string, hint: string | undefined, error: string | undefined) {
  const ids = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return { 'aria-describedby': ids || undefined, 'aria-invalid': error ? ('true' as const) : undefined };
}

/** The hint and the error of a control, with the ids that `describedBy` names. */
export function FieldNotes({
  id,
  hint,
  error,
}: {
  id: string;
  hint?: string | undefined;
  error?: string | undefined;
}) {
  return (
    <>
      {hint ? (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p class="field-error" id={`${id}-error`}>
          <span class="visually-hidden">Erreur : </span>
          {error}
        </p>
      ) : null}
    </>
  );
}

/** A label, its notes and the control given as child. */
export function LabelledControl(props: ControlProps & { controlId: string; children?: Child }) {
  const { controlId, label, hint, error, optional, children } = props;
  return (
    <div class={error ? 'field field-wrong' : 'field'}>
      <label for={controlId}>
        {label}
        {optional ? <span class="optional"> (facultatif)</span> : null}
      </label>
      <FieldNotes id={controlId} hint={hint} error={error} />
      {children}
    </div>
  );
}

import { classes } from './classes.js';
import { type ControlProps, describedBy, fieldId, LabelledControl } from './field-parts.js';

export type FieldProps = ControlProps & {
  type?:
    | 'text'
    | 'email'
    | 'tel'
    | 'password'
    | 'search'
    | 'url'
    | 'date'
    | 'datetime-local'
    | 'number'
    | 'file';
  value?: string | undefined;
  autocomplete?: string | undefined;
  inputmode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'search' | 'url' | undefined;
  maxlength?: number | undefined;
  pattern?: string | undefined;
  accept?: string | undefined;
  readonly?: boolean;
  /** The width says how much is expected: a code, a date, a name. */
  width?: 'short' | 'medium' | 'full';
  /** Wide letter-spacing, for codes that are typed from a message. */
  code?: boolean;
};

/** A one-line input with its label, hint and error. */
export function Field(props: FieldProps) {
  const id = props.id ?? fieldId(props.name);
  return (
    <LabelledControl {...props} controlId={id}>
      <input
        class={classes('input', `input-${props.width ?? 'full'}`, props.code && 'input-code')}
        id={id}
        name={props.name}
        type={props.type ?? 'text'}
        value={props.value}
        autocomplete={props.autocomplete}
        inputmode={props.inputmode}
        maxlength={props.maxlength}
        pattern={props.pattern}
        accept={props.accept}
        readonly={props.readonly ? true : undefined}
        disabled={props.disabled ? true : undefined}
        required={props.required ? true : undefined}
        {...describedBy(id, props.hint, props.error)}
      />
    </LabelledControl>
  );
}

/** An input of several lines. `rows` is its height in lines. */
export function TextArea(
  props: ControlProps & { value?: string | undefined; rows?: number; maxlength?: number },
) {
  const id = props.id ?? fieldId(props.name);
  return (
    <LabelledControl {...props} controlId={id}>
      <textarea
        class="input input-full"
        id={id}
        name={props.name}
        rows={props.rows ?? 4}
        maxlength={props.maxlength}
        disabled={props.disabled ? true : undefined}
        required={props.required ? true : undefined}
        {...describedBy(id, props.hint, props.error)}
      >
        {props.value ?? ''}
      </textarea>
    </LabelledControl>
  );
}

/** One entry of a list of choices. */
export type Choice = { value: string; label: string; hint?: string | undefined; disabled?: boolean };

export type SelectProps = ControlProps & {
  options: readonly Choice[];
  value?: string | undefined;
  /** A first entry of empty value, e.g. «Toutes les professions». */
  blank?: string | undefined;
  width?: 'short' | 'medium' | 'full';
};

/** A list to choose one entry from. */
export function Select(props: SelectProps) {
  const id = props.id ?? fieldId(props.name);
  return (
    <LabelledControl {...props} controlId={id}>
      <select
        class={classes('input', 'select', `input-${props.width ?? 'full'}`)}
        id={id}
        name={props.name}
        disabled={props.disabled ? true : undefined}
        required={props.required ? true : undefined}
        {...describedBy(id, props.hint, props.error)}
      >
        {props.blank === undefined ? null : <option value="">{props.blank}</option>}
        {props.options.map((option) => (
          <option
            value={option.value}
            selected={option.value === props.value ? true : undefined}
            disabled={option.disabled ? true : undefined}
          >
            {option.label}
          </option>
        ))}
      </select>
    </LabelledControl>
  );
}

import type { Child } from 'hono/jsx';
import type { Choice } from './field.js';
import { type ControlProps, describedBy, FieldNotes, fieldId } from './field-parts.js';

/** One box to tick. Sends `value` (default `oui`) when ticked, nothing otherwise. */
export function Checkbox(props: ControlProps & { value?: string; checked?: boolean }) {
  const id = props.id ?? fieldId(props.name);
  return (
    <div class={props.error ? 'field field-wrong' : 'field'}>
      <div class="choice">
        <input
          type="checkbox"
          id={id}
          name={props.name}
          value={props.value ?? 'oui'}
          checked={props.checked ? true : undefined}
          disabled={props.disabled ? true : undefined}
          required={props.required ? true : undefined}
          {...describedBy(id, props.hint, props.error)}
        />
        <label for={id}>{props.label}</label>
        <FieldNotes id={id} hint={props.hint} error={props.error} />
      </div>
    </div>
  );
}

/** Controls that belong together, under one legend. */
export function Fieldset(props: {
  legend: string;
  hint?: string | undefined;
  error?: string | undefined;
  id?: string | undefined;
  children?: Child;
}) {
  const id = props.id ?? `g-${props.legend.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')}`;
  const described = describedBy(id, props.hint, props.error)['aria-describedby'];
  return (
    <fieldset class={props.error ? 'fieldset field-wrong' : 'fieldset'} id={id} aria-describedby={described}>
      <legend>{props.legend}</legend>
      <FieldNotes id={id} hint={props.hint} error={props.error} />
      {props.children}
    </fieldset>
  );
}

export type RadioGroupProps = ControlProps & {
  options: readonly Choice[];
  value?: string | undefined;
  /** Side by side where there is room; for two or three short answers. */
  inline?: boolean;
};

/** One answer among a few. `label` is the question; the first answer carries the anchor of the error. */
export function RadioGroup(props: RadioGroupProps) {
  const id = props.id ?? fieldId(props.name);
  const group = { legend: props.label, hint: props.hint, error: props.error, id: `${id}-group` };
  return (
    <Fieldset {...group}>
      <div class={props.inline ? 'choices choices-inline' : 'choices'}>
        {props.options.map((option, index) => (
          <RadioChoice group={props} option={option} id={index === 0 ? id : `${id}-${index}`} />
        ))}
      </div>
    </Fieldset>
  );
}

function RadioChoice({ group, option, id }: { group: RadioGroupProps; option: Choice; id: string }) {
  return (
    <div class="choice">
      <input
        type="radio"
        id={id}
        name={group.name}
        value={option.value}
        checked={option.value === group.value ? true : undefined}
        disabled={group.disabled || option.disabled ? true : undefined}
        required={group.required ? true : undefined}
        aria-describedby={option.hint ? `${id}-hint` : undefined}
      />
      <label for={id}>{option.label}</label>
      {option.hint ? (
        <p class="hint" id={`${id}-hint`}>
          {option.hint}
        </p>
      ) : null}
    </div>
  );
}

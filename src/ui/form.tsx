import type { Child } from 'hono/jsx';
import { fieldId } from './field-parts.js';
import { safeHref } from './safe-href.js';

export type FormProps = {
  action: string;
  method?: 'get' | 'post';
  /** Hidden values to send back. */
  hidden?: Record<string, string | undefined>;
  multipart?: boolean;
  /** A form that only searches: shown as a search landmark. */
  search?: boolean;
  id?: string | undefined;
  /** The name of the form for assistive technology, needed where a page has several. */
  label?: string | undefined;
  /** Fields side by side where there is room. */
  inline?: boolean;
  children?: Child;
};

/**
 * A form. The browser's own checks are off: the server answers in French, in the page. It carries no anti-forgery
 * token: every post is checked by where it comes from (platform/http/security).
 */
export function Form({ action, method = 'post', hidden = {}, ...rest }: FormProps) {
  return (
    <form
      class={rest.inline ? 'form form-inline' : 'form'}
      action={safeHref(action)}
      method={method}
      enctype={rest.multipart ? 'multipart/form-data' : undefined}
      role={rest.search ? 'search' : undefined}
      id={rest.id}
      aria-label={rest.label}
      novalidate
    >
      {Object.entries(hidden).map(([name, value]) =>
        value === undefined ? null : <input type="hidden" name={name} value={value} />,
      )}
      {rest.children}
    </form>
  );
}

/** What is wrong, and in which field (its name); without a field it concerns the whole form. */
export type FieldError = { field?: string | undefined; message: string };

/** The first message about that field, for its `error` prop. */
export function errorFor(errors: readonly FieldError[], name: string): string | undefined {
  return errors.find((error) => error.field === name)?.message;
}

/**
 * What the fields of a form that comes back have in common. In: what was typed and what is wrong with it, by name of field.
 * Out: for a name, the props `name`, `value` and `error` of its field.
 */
export const fieldsOf =
  <Name extends string>(typed: Readonly<Partial<Record<Name, string>>>, errors: readonly FieldError[]) =>
  (name: Name) => ({ name, value: typed[name] ?? '', error: errorFor(errors, name) });

/** `level` is that of the heading, 2 unless the form is inside a titled part. */
export type ErrorSummaryProps = { errors: readonly FieldError[]; title?: string; level?: 2 | 3 | 4 };

/** Every error of the form, with a link to each field. Nothing when there is none. Put it before the form. */
export function ErrorSummary({ errors, title, level = 2 }: ErrorSummaryProps) {
  if (errors.length === 0) return null;
  const Heading = `h${level}` as const;
  const several = errors.length > 1;
  return (
    <div class="alert alert-error error-summary" role="alert" tabindex={-1} data-error-summary>
      <Heading class="alert-title">
        {title ?? (several ? 'Il reste des points à corriger' : 'Il reste un point à corriger')}
      </Heading>
      <ul>
        {errors.map((error) => (
          <li>{error.field ? <a href={`#${fieldId(error.field)}`}>{error.message}</a> : error.message}</li>
        ))}
      </ul>
    </div>
  );
}

import type { Child } from 'hono/jsx';
import { classes } from './classes.js';
import { safeHref } from './safe-href.js';

/** What a button looks like: one primary a page; danger for what cannot be undone. */
export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'quiet';

export type ButtonProps = {
  kind?: ButtonKind;
  /** With an address the button is a link; without, it submits its form. */
  href?: string | undefined;
  type?: 'submit' | 'button';
  name?: string | undefined;
  value?: string | undefined;
  /** Fills the width of its container. */
  wide?: boolean;
  disabled?: boolean;
  id?: string | undefined;
  /** The id of the form to submit, when the button is outside of it. */
  form?: string | undefined;
  /** A longer name for assistive technology; must begin with the text shown. */
  label?: string | undefined;
  children?: Child;
};

/** A button, or a link that looks like one when `href` is given. */
export function Button({ kind = 'primary', href, type = 'submit', wide = false, ...rest }: ButtonProps) {
  const look = classes('button', `button-${kind}`, wide && 'button-wide');
  if (href !== undefined) {
    return (
      <a class={look} href={safeHref(href)} id={rest.id} aria-label={rest.label}>
        {rest.children}
      </a>
    );
  }
  return (
    <button
      class={look}
      type={type}
      name={rest.name}
      value={rest.value}
      id={rest.id}
      form={rest.form}
      disabled={rest.disabled ? true : undefined}
      aria-label={rest.label}
    >
      {rest.children}
    </button>
  );
}

/** Buttons side by side, one below the other on a phone. */
export function ButtonRow({ children }: { children?: Child }) {
  return <div class="button-row">{children}</div>;
}

import type { Child } from 'hono/jsx';
import { type AlertTone, Icon } from './icon.js';

const ALERT_NAMES: Record<AlertTone, string> = {
  info: 'Information',
  success: 'Succès',
  warning: 'Attention',
  error: 'Erreur',
};

export type AlertProps = {
  tone?: AlertTone;
  title?: string | undefined;
  /** True when the message answers what the person just did: it is then read out at once. */
  live?: boolean;
  children?: Child;
};

/** A message in the page. Errors and warnings that are `live` interrupt; the others wait their turn. */
export function Alert({ tone = 'info', title, live = false, children }: AlertProps) {
  const role = tone === 'error' || tone === 'warning' ? 'alert' : 'status';
  return (
    <div class={`alert alert-${tone}`} role={live ? role : undefined}>
      <Icon name={tone} />
      <div class="alert-body">
        <span class="visually-hidden">{ALERT_NAMES[tone]} : </span>
        {title ? <p class="alert-title">{title}</p> : null}
        {children}
      </div>
    </div>
  );
}

/**
 * What was just done, read out once. In: the words of a portal by their codes; the code that stands in the address after a
 * form, where anybody may have written another.
 */
export function Done({
  words,
  code = '',
}: {
  words: Readonly<Record<string, string>>;
  code: string | undefined;
}) {
  return Object.hasOwn(words, code) ? (
    <Alert tone="success" live>
      {words[code]}
    </Alert>
  ) : null;
}

/** What a tag says by its colour; its words must say it too. */
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';

/** A short state or category: «Publié», «En attente». */
export function Tag({ tone = 'neutral', children }: { tone?: Tone; children?: Child }) {
  return <span class={`tag tag-${tone}`}>{children}</span>;
}

/** What to say where there is nothing to show: why, and what can be done. */
export function EmptyState(props: { title: string; help?: Child; action?: Child; level?: 2 | 3 }) {
  const Heading = props.level === 3 ? 'h3' : 'h2';
  return (
    <div class="empty">
      <Heading class="empty-title">{props.title}</Heading>
      {props.help === undefined ? null : <div class="empty-help">{props.help}</div>}
      {props.action === undefined ? null : <div class="button-row">{props.action}</div>}
    </div>
  );
}

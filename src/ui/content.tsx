import type { Child } from 'hono/jsx';
import { classes } from './classes.js';
import { safeHref } from './safe-href.js';

export type CardProps = {
  title?: Child;
  /** Makes the title a link and the whole card its target. */
  href?: string | undefined;
  /** Beside the title: a Tag, a date. */
  aside?: Child;
  level?: 2 | 3;
  /** Lines up at the bottom: links, buttons. */
  footer?: Child;
  id?: string | undefined;
  children?: Child;
};

/** A block of content on its own ground. */
export function Card({ title, href, aside, level = 2, footer, id, children }: CardProps) {
  const Heading = level === 3 ? 'h3' : 'h2';
  return (
    <section class={classes('card', href !== undefined && 'card-link')} id={id}>
      {title === undefined ? null : (
        <div class="card-head">
          <Heading class="card-title">
            {href === undefined ? title : <a href={safeHref(href)}>{title}</a>}
          </Heading>
          {aside === undefined ? null : <div class="card-aside">{aside}</div>}
        </div>
      )}
      {children}
      {footer === undefined ? null : <div class="card-foot">{footer}</div>}
    </section>
  );
}

/** Cards (or anything) in columns, as many as fit. `min` is the least width of a column. */
export function Grid({ min = 'medium', children }: { min?: 'small' | 'medium' | 'large'; children?: Child }) {
  return <div class={`grid grid-${min}`}>{children}</div>;
}

/** One datum of a DescriptionList; `note` says where it comes from, or since when. */
export type Description = { term: Child; value: Child; note?: Child };

/** Names and values. An empty value is said («Non renseigné») rather than left blank. */
export function DescriptionList({ items }: { items: readonly Description[] }) {
  return (
    <dl class="descriptions">
      {items.map(({ term, value, note }) => (
        <div class="description">
          <dt>{term}</dt>
          <dd>
            {value === undefined || value === null || value === '' ? (
              <span class="muted">Non renseigné</span>
            ) : (
              value
            )}
            {note === undefined ? null : <span class="description-note">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Numbered instructions, in order. */
export function Steps({ items }: { items: readonly (Child | { title: string; body?: Child })[] }) {
  return (
    <ol class="steps">
      {items.map((item) => (
        <li class="step">
          {isTitled(item) ? <TitledStep {...item} /> : <div class="step-body">{item}</div>}
        </li>
      ))}
    </ol>
  );
}

function TitledStep({ title, body }: { title: string; body?: Child }) {
  return (
    <div class="step-body">
      <p class="step-title">{title}</p>
      {body}
    </div>
  );
}

function isTitled(item: unknown): item is { title: string; body?: Child } {
  return typeof item === 'object' && item !== null && 'title' in item;
}

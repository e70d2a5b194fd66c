import { safeHref } from './safe-href.js';

/** A link of a menu; `current` is the page shown. */
export type NavLink = { label: string; href: string; current?: boolean };

/** A row of links that look like tabs. `label` names the row for assistive technology. */
export function Tabs({ label, items }: { label: string; items: readonly (NavLink & { count?: number })[] }) {
  return (
    <nav class="tabs" aria-label={label}>
      <ul>
        {items.map((item) => (
          <li>
            <a href={safeHref(item.href)} aria-current={item.current ? 'page' : undefined}>
              {item.label}
              {item.count === undefined ? null : <span class="tab-count"> ({item.count})</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The way back, from the largest to the page shown (which has no address). */
export function Breadcrumbs({ items }: { items: readonly { label: string; href?: string | undefined }[] }) {
  return (
    <nav class="breadcrumbs" aria-label="Fil d’Ariane">
      <ol>
        {items.map((item) => (
          <li>
            {item.href === undefined ? (
              <span aria-current="page">{item.label}</span>
            ) : (
              <a href={safeHref(item.href)}>{item.label}</a>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

export type PagerProps = {
  previousHref?: string | undefined;
  nextHref?: string | undefined;
  /** What the page shows: «1 à 20 sur 134». */
  position?: string | undefined;
};

/** Links to the pages before and after. Nothing when there is neither. */
export function Pager({ previousHref, nextHref, position }: PagerProps) {
  if (previousHref === undefined && nextHref === undefined) return null;
  return (
    <nav class="pager" aria-label="Pagination">
      {previousHref === undefined ? (
        <span />
      ) : (
        <a class="button button-secondary" rel="prev" href={safeHref(previousHref)}>
          ← Page précédente
        </a>
      )}
      {position === undefined ? null : <p class="pager-position">{position}</p>}
      {nextHref === undefined ? (
        <span />
      ) : (
        <a class="button button-secondary" rel="next" href={safeHref(nextHref)}>
          Page suivante →
        </a>
      )}
    </nav>
  );
}

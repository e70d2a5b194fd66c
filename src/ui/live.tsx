import type { Child } from 'hono/jsx';
import { safeHref } from './safe-href.js';

export type LiveProps = {
  /** Unique in the page; the answer's element of that id replaces the content of this one. */
  id: string;
  /** The page to read again. */
  href: string;
  everyMs?: number;
  children?: Child;
};

/**
 * A part of the page that keeps itself up to date by reading its page again. Without JavaScript a link to
 * refresh is shown. A part sent with `everyMs` 0 is final: the script stops there.
 */
export function Live({ id, href, everyMs = 2_000, children }: LiveProps) {
  return (
    <div class="live" id={id} data-live={safeHref(href)} data-every={String(everyMs)} aria-live="polite">
      {children}
      {everyMs === 0 ? null : (
        <noscript>
          <p>
            <a href={safeHref(href)}>Actualiser</a>
          </p>
        </noscript>
      )}
    </div>
  );
}

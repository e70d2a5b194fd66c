import { forms } from '../kit/http-browser.js';

/** A way out of a page: a link, or a form with a button. */
export interface Way {
  readonly kind: 'link' | 'form';
  /** As written in the page. */
  readonly address: string;
  /** What people read. */
  readonly label: string;
}

const text = (html: string): string =>
  html
    .replaceAll(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
    // A picture says its alternative text.
    .replaceAll(/<img\b[^>]*\balt="([^"]*)"[^>]*>/gi, ' $1 ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** The links and forms of a page, in its order. */
export function waysOut(html: string): Way[] {
  const links = [...html.matchAll(/<a\b([^>]*)>([\s\S]*?)<\/a>/gi)].flatMap(
    ([, attributes = '', inside = '']) => {
      const address = /\bhref="([^"]*)"/i.exec(attributes)?.[1]?.replaceAll('&amp;', '&');
      const said = /\b(?:aria-label|title)="([^"]*)"/i.exec(attributes)?.[1] ?? '';
      return address ? [{ kind: 'link' as const, address, label: text(`${inside} ${said}`) }] : [];
    },
  );
  const bodies = html.match(/<form\b[^>]*>[\s\S]*?<\/form>/gi) ?? [];
  const sent = forms(html).map(({ action }, index) => ({
    kind: 'form' as const,
    address: action,
    label: text(bodies[index] ?? ''),
  }));
  return [...sent, ...links];
}

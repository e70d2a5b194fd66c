const ALLOWED_SCHEME = /^(https?|mailto|tel):/i;
const ANY_SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/**
 * The address when a page may link to it (relative, http, https, mailto, tel), `#` otherwise: HTML escaping
 * does not disarm `javascript:`. Control characters and spaces, which browsers skip, are ignored when judging.
 */
export function safeHref(href: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop these before reading the scheme
  const read = href.replace(/[\u0000-\u0020\u007f]/g, '');
  return ANY_SCHEME.test(read) && !ALLOWED_SCHEME.test(read) ? '#' : href;
}

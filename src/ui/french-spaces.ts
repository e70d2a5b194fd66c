const NBSP = '\u00a0';

/** What is shown letter for letter, or is no text; its spaces stay as they are. */
const KEPT = /<(pre|code|kbd|samp|textarea|option|script|style)\b[\s\S]*?<\/\1>/;

/** A space before a high mark or within guillemets, in a text and not in a tag. */
const SPACE = /(?: (?=[:;!?»])|(?<=«) )(?![^<>]*>)/;

const SEARCHED = new RegExp(`${KEPT.source}|${SPACE.source}`, 'g');

/**
 * Keeps French marks on the line of their word (Lexique de l’Imprimerie nationale): the ordinary space that is typed before
 * `: ; ! ? »` and after `«` becomes a no-break one (U+00A0). In and out: HTML whose texts and attributes are escaped.
 */
export function frenchSpaces(html: string): string {
  return html.replace(SEARCHED, (found) => (found === ' ' ? NBSP : found));
}

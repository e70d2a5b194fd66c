/** Nothing that identifies a person or a structure is longer; longer input is refused before it is looked at. */
export const LONGEST_IDENTIFIER = 80;

const PLAIN = /^[!-~]{0,80}$/;

/**
 * What a person typed or pasted, without the spaces (any kind, also inside) that forms and documents add.
 * In: any text. Out: the text without white space, in Unicode composed form.
 */
export function withoutSpaces(text: string): string {
  // Nearly all are so, millions in a file.
  if (PLAIN.test(text)) return text;
  return text
    .slice(0, 4 * LONGEST_IDENTIFIER)
    .normalize('NFKC')
    .replace(/[\s\u200B-\u200D\u2060\uFEFF]+/g, '');
}

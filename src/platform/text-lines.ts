/** What takes two bytes a sign in memory: œ, Ÿ, ’. */
const WIDE = /[^\0-\xff]/;
const LINE_FEED = 10;

/**
 * The lines of a text, without their ends. In: its bytes, which end no line. A text that holds one wide sign is wide as a whole,
 * and so is all that is cut out of it and joined with it: twice the memory, and slower in all that is done with it. Where
 * there is one, each line is read by itself.
 */
export function textLines(bytes: Buffer, encoding: 'utf8' | 'latin1' = 'utf8'): string[] {
  const text = bytes.toString(encoding);
  if (!WIDE.test(text)) return text.split('\n');
  const lines: string[] = [];
  for (let from = 0; from <= bytes.length; ) {
    const next = bytes.indexOf(LINE_FEED, from);
    const to = next < 0 ? bytes.length : next;
    lines.push(bytes.toString(encoding, from, to));
    from = to + 1;
  }
  return lines;
}

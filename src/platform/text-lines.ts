/** What takes two bytes a sign in memory: œ, Ÿ, ’. */
const WIDE = /[^\0-\xff]/;
const LINE_FEED = 10;

/**
 * The lines of a text, without their ends. In: its bytes, which end no line; what decodes a part of them. A text that holds one
 * wide sign is wide as a whole, and so is all that is cut out of it or joined with it: twice the memory, and slower in all
 * that is done with it. Where there is one, each line is decoded by itself.
 */
export function textLines(
  bytes: Buffer,
  decode: (part: Buffer) => string = (part) => part.toString(),
): string[] {
  const text = decode(bytes);
  if (!WIDE.test(text)) return text.split('\n');
  const lines: string[] = [];
  for (let from = 0; from <= bytes.length; ) {
    const next = bytes.indexOf(LINE_FEED, from);
    const to = next < 0 ? bytes.length : next;
    lines.push(decode(bytes.subarray(from, to)));
    from = to + 1;
  }
  return lines;
}

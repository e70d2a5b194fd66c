const PRIME = 0x01000193;
const STARTS = [0x811c9dc5, 0x9747b28c] as const;

/**
 * A name of fixed length for a text, the same every time: sixteen hexadecimal digits (two rounds of FNV-1a, 32 bits
 * each). It tells the few activities of one person apart; it protects nothing.
 */
export function shortName(text: string): string {
  let [one, other]: readonly [number, number] = STARTS;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    one = Math.imul(one ^ unit, PRIME);
    other = Math.imul(other ^ unit, PRIME);
  }
  return digits(one) + digits(other);
}

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

// A load makes one for each activity: `toString(16)` takes four times as long.
const digits = (sum: number): string =>
  `${BYTES[sum >>> 24]}${BYTES[(sum >>> 16) & 255]}${BYTES[(sum >>> 8) & 255]}${BYTES[sum & 255]}`;

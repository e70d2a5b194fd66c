/**
 * A serial number of 16 bytes, hex: eight that all certificates of one authority share, eight drawn at random.
 * In: eight bytes of each. The first bit is cleared, because DER integers are signed, and the next one set.
 */
export function serialNumber(authority: Uint8Array, random: Uint8Array): string {
  const first = ((authority[0] ?? 0) & 0x3f) | 0x40;
  const bytes = [first, ...authority.slice(1, 8), ...random.slice(0, 8)];
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

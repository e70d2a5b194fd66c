/** Writes values in DER (X.690 §8 and §10), each as the bytes of one whole element. */

const CONSTRUCTED = 0x20;

/** One element: tag byte, length, content. */
export function element(tag: number, ...content: readonly Uint8Array[]): Buffer<ArrayBuffer> {
  return nested(content, [{ tag }]);
}

/** One element around others: its tag, and what stands in it before what it is put around. */
export interface Layer {
  readonly tag: number;
  readonly before?: readonly Uint8Array[];
}

/** Some bytes in elements that hold each other, the inmost first; written once, however many there are. */
export function nested(content: readonly Uint8Array[], layers: readonly Layer[]): Buffer<ArrayBuffer> {
  let parts = content;
  let size = sizeOf(content);
  for (const { tag, before = [] } of layers) {
    const inside = size + sizeOf(before);
    parts = [lengthOf(tag, inside), ...before, ...parts];
    size = inside + headSize(inside);
  }
  return Buffer.concat(parts, size);
}

const sizeOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, part) => sum + part.length, 0);

const headSize = (size: number): number => (size < 0x80 ? 2 : size < 0x100 ? 3 : size < 0x1_0000 ? 4 : 6);

function lengthOf(tag: number, size: number): Buffer {
  if (size < 0x80) return Buffer.from([tag, size]);
  if (size < 0x100) return Buffer.from([tag, 0x81, size]);
  if (size < 0x1_0000) return Buffer.from([tag, 0x82, size >> 8, size & 0xff]);
  const head = Buffer.from([tag, 0x84, 0, 0, 0, 0]);
  head.writeUInt32BE(size, 2);
  return head;
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer<ArrayBuffer> => element(0x30, ...parts);

/** A set: its members in the order of their bytes (X.690 §11.6). */
export const set = (...parts: readonly Uint8Array[]): Buffer =>
  element(0x31, ...parts.toSorted(Buffer.compare));

/** `[n]` around whole elements. */
export const explicit = (n: number, ...parts: readonly Uint8Array[]): Buffer =>
  element(0x80 | CONSTRUCTED | n, ...parts);

/** `[n]` in place of the tag of a primitive value. */
export const implicit = (n: number, content: Uint8Array): Buffer => element(0x80 | n, content);

/** A whole number that is not negative: a JavaScript one, or hexadecimal of any length. */
export function integer(value: number | string): Buffer {
  const hex = typeof value === 'number' ? value.toString(16) : value;
  const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  return (bytes[0] ?? 0) & 0x80 ? element(0x02, Buffer.from([0]), bytes) : element(0x02, bytes);
}

export const boolean = (value: boolean): Buffer => Buffer.from([0x01, 0x01, value ? 0xff : 0x00]);
export const nothing = (): Buffer => Buffer.from([0x05, 0x00]);
export const enumerated = (value: number): Buffer => Buffer.from([0x0a, 0x01, value]);
export const octets = (content: Uint8Array): Buffer => element(0x04, content);
export const bits = (content: Uint8Array, unused = 0): Buffer =>
  element(0x03, Buffer.from([unused]), content);
export const utf8 = (text: string): Buffer => element(0x0c, Buffer.from(text, 'utf8'));
export const printable = (text: string): Buffer => element(0x13, Buffer.from(text, 'latin1'));
export const ascii = (text: string): Buffer => element(0x16, Buffer.from(text, 'latin1'));

/** An object identifier, dotted: one of those that stand in the program, so that each is written once in its life. */
export function objectId(dotted: string): Buffer {
  const known = objectIds.get(dotted) ?? writtenId(dotted);
  objectIds.set(dotted, known);
  return known;
}

const objectIds = new Map<string, Buffer>();

function writtenId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128))
    bytes.unshift((left & 0x7f) | 0x80);
  return bytes;
}

const stamp = (at: Date): string => at.toISOString().replace(/[-:T]|\.\d+/g, '');

/** An instant to the second; UTCTime until 2049 (RFC 5280 §4.1.2.5). */
export const time = (at: Date): Buffer =>
  at.getUTCFullYear() < 2050 ? element(0x17, Buffer.from(stamp(at).slice(2), 'latin1')) : generalizedTime(at);

/** The same with four digits of the year, as OCSP and some extensions want it. */
export const generalizedTime = (at: Date): Buffer => implicitTime(0x18, at);

/** Digits of a time under another tag. */
export const implicitTime = (tag: number, at: Date): Buffer => element(tag, Buffer.from(stamp(at), 'latin1'));

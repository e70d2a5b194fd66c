/** What is read is not DER, or not what was expected there. */
export class NotDer extends Error {}

/** One element of DER, with what is inside when its tag says so. */
export interface Element {
  readonly tag: number;
  /** Tag, length and content. */
  readonly whole: Buffer;
  readonly content: Buffer;
}

/** The one element that `bytes` is. @throws NotDer, also when something follows */
export function read(bytes: Uint8Array): Element {
  const found = elementAt(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0);
  if (found.whole.length !== bytes.length) throw new NotDer('something follows');
  return found;
}

/** The elements inside a constructed one. @throws NotDer when it has another tag or its content is no DER */
export function children(of: Element | undefined, tag = 0x30): Element[] {
  if (of?.tag !== tag) throw new NotDer(`tag ${tag} expected`);
  const found: Element[] = [];
  for (let at = 0; at < of.content.length; ) {
    const next = elementAt(of.content, at);
    found.push(next);
    at += next.whole.length;
  }
  return found;
}

/** The content of a primitive element. @throws NotDer when it has another tag */
export function contentOf(of: Element | undefined, tag: number): Buffer {
  if (of?.tag !== tag) throw new NotDer(`tag ${tag} expected`);
  return of.content;
}

/** An object identifier as dotted text. @throws NotDer */
export function dotted(of: Element | undefined): string {
  const content = contentOf(of, 0x06);
  if (content.length === 0 || (content.at(-1) ?? 0) & 0x80) throw new NotDer('identifier cut short');
  const numbers: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER) throw new NotDer('identifier too large');
    if (byte & 0x80) continue;
    numbers.push(value);
    value = 0;
  }
  const [first = 0, ...rest] = numbers;
  const arc = Math.min(2, Math.floor(first / 40));
  return [arc, first - arc * 40, ...rest].join('.');
}

/** A whole number that is not negative, as hexadecimal without leading zero bytes. @throws NotDer */
export function hexInteger(of: Element | undefined): string {
  const content = contentOf(of, 0x02);
  if (content.length === 0 || (content[0] ?? 0) & 0x80) throw new NotDer('a positive number is expected');
  if (content.length > 1 && content[0] === 0 && !((content[1] ?? 0) & 0x80))
    throw new NotDer('padded number');
  return content.subarray(content[0] === 0 && content.length > 1 ? 1 : 0).toString('hex');
}

function elementAt(bytes: Buffer, at: number): Element {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new NotDer('cut short');
  const more = first & 0x80 ? first & 0x7f : 0;
  if (first === 0x80 || more > 4 || at + 2 + more > bytes.length) throw new NotDer('length not readable');
  const size = more === 0 ? first : bytes.readUIntBE(at + 2, more);
  if (more > 0 && (size < 0x80 || bytes[at + 2] === 0)) throw new NotDer('length too long');
  const begin = at + 2 + more;
  const end = begin + size;
  if (end > bytes.length) throw new NotDer('cut short');
  return { tag, whole: bytes.subarray(at, end), content: bytes.subarray(begin, end) };
}

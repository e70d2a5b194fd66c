/**
 * A distinguished name written as text (RFC 4514 §3), in a form in which two writings of the same name are equal: types
 * in upper case, values without escapes, the order inside a multi-valued part set aside. Undefined when it is not one.
 */
export function readName(text: string): readonly string[] | undefined {
  const parts = split(text, ',').map((rdn) => split(rdn, '+').map(readPair));
  if (parts.some((pairs) => pairs.some((pair) => pair === undefined))) return undefined;
  return parts.map((pairs) => pairs.toSorted().join('\0'));
}

/** Whether two texts name the same subject; a text that is no name names nobody. */
export function isSameName(a: string, b: string): boolean {
  const [one, other] = [readName(a), readName(b)];
  return one !== undefined && other !== undefined && one.join('\u0001') === other.join('\u0001');
}

/** At the signs that are not escaped; spaces around do not count. */
function split(text: string, sign: ',' | '+'): string[] {
  const parts = [''];
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '\\') parts.push((parts.pop() ?? '') + text.slice(i, ++i + 1));
    else if (text[i] === sign) parts.push('');
    else parts.push((parts.pop() ?? '') + text[i]);
  }
  return parts;
}

/** RFC 4514 §2.4: octets of UTF-8 as pairs of digits, or a sign that stands for itself. */
const ESCAPED = /((?:\\[\da-f]{2})+)|\\(.)/gis;
const unescaped = (_whole: string, octets: string | undefined, sign: string): string =>
  octets ? Buffer.from(octets.replaceAll('\\', ''), 'hex').toString() : sign;

const PAIR = /^\s*([a-z][a-z\d-]*|\d+(?:\.\d+)+)\s*=\s*(.*)$/is;

function readPair(text: string): string | undefined {
  const [, type, value] = PAIR.exec(text) ?? [];
  if (!type || !value) return undefined;
  const bare = value.replace(/(?<!\\)\s+$/, '').replace(ESCAPED, unescaped);
  // Among them are the signs that part the pieces of a name in its form here.
  return bare && !/\p{Cc}/u.test(bare) ? `${type.toUpperCase()}=${bare}` : undefined;
}

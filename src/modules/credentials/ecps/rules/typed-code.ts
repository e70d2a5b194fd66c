/** Signs that nobody takes for one another: no 0 O, 1 I L, U V. Ten of them make 48 bits. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTWXYZ';

export const TYPED_LENGTH = 10;

/** Ten signs; `draw(below)` gives a uniform integer in [0, below). */
export const makeTypedCode = (draw: (below: number) => number): string =>
  Array.from({ length: TYPED_LENGTH }, () => ALPHABET[draw(ALPHABET.length)]).join('');

/** Two groups of five, as shown in the mail. */
export const showTypedCode = (code: string): string => `${code.slice(0, 5)} ${code.slice(5)}`;

/** The code as stored, from what a person typed (case, spaces, dashes); undefined when it is no such code. */
export function readTypedCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replace(/[\s-]/g, '');
  return code.length === TYPED_LENGTH && [...code].every((sign) => ALPHABET.includes(sign))
    ? code
    : undefined;
}

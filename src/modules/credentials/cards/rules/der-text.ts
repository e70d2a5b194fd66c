import { children, type Element, read } from '../../ca/rules/read-der.js';

const SEQUENCE = 0x30;
const [INTEGER, OCTETS] = [0x02, 0x04];

/** The values inside an object of a chip, in order, as people read them: words as they are, the rest in hexadecimal. */
export const derText = (der: Uint8Array): string[] => valuesOf(read(der));

function valuesOf(element: Element): string[] {
  if (element.tag === SEQUENCE) return children(element).flatMap(valuesOf);
  if (element.tag === INTEGER || element.tag === OCTETS) return [element.content.toString('hex')];
  return [element.content.toString('utf8')];
}

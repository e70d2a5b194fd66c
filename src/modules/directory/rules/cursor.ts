import { z } from 'zod';

/** A place in the list of results: the line next to the page, and which way the page lies from it. */
export interface Cursor {
  readonly way: 'after' | 'before';
  readonly rank: number;
  readonly sortName: string;
  readonly idNat: string;
}

const shape = z.tuple([z.enum(['after', 'before']), z.int(), z.string(), z.string()]);

/** Writes a cursor as text, to be sealed by the caller: it holds a name and travels in an address. */
export const writeCursor = ({ way, rank, sortName, idNat }: Cursor): string =>
  JSON.stringify([way, rank, sortName, idNat]);

/** Reads what `writeCursor` wrote; undefined for anything else. */
export function readCursor(text: string): Cursor | undefined {
  try {
    const [way, rank, sortName, idNat] = shape.parse(JSON.parse(text));
    return { way, rank, sortName, idNat };
  } catch {
    return undefined;
  }
}

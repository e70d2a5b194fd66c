/** Part of a file, first and last byte included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The part that a Range header asks for (RFC 9110 §14). In: the header, the size of the file.
 * Out: the part; undefined when the whole is to be sent (no header, another unit, several parts: all allowed by §14.2);
 * `unsatisfiable` for one outside of the file.
 */
export function byteRange(header: string | undefined, size: number): ByteRange | undefined | 'unsatisfiable' {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '')
    return Number(to) > 0 && size > 0 ? part(Math.max(0, size - Number(to)), size - 1) : 'unsatisfiable';
  if (to !== '' && Number(to) < Number(from)) return undefined;
  return Number(from) < size
    ? part(Number(from), to === '' ? size - 1 : Math.min(Number(to), size - 1))
    : 'unsatisfiable';
}

const part = (start: number, end: number): ByteRange => ({ start, end });

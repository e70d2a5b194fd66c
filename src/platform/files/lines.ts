import { isAscii, isUtf8 } from 'node:buffer';
import { textLines } from '../text-lines.js';

/** A line of a file: its text without its end, or what keeps it from being read. */
export type RawLine = string | { readonly fault: 'too-long' | 'encoding' };

export interface LineBlock {
  readonly lines: readonly RawLine[];
  /** True when the last line of the block is the last of the file and nothing ends it: perhaps it was cut. */
  readonly unfinished: boolean;
}

/** In characters; a character takes four bytes at most. */
const LONGEST_LINE = 65_536;
const MOST_BYTES = 4 * LONGEST_LINE;
const LINE_FEED = 10;
const BYTE_ORDER_MARK = /^\uFEFF/;
// What Windows calls Latin-1 has œ, Ÿ and ’ where Latin-1 itself has nothing to print.
const LATIN = new TextDecoder('windows-1252');

/**
 * Cuts bytes into lines, in bounded memory whatever they hold. Ends are LF or CR LF, mixed as they come. The encoding
 * is that of the first line that has an accent (the header, in all published files): UTF-8, or Latin-1 where it is none,
 * with the letters that Windows adds to it.
 */
export async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<LineBlock> {
  const cutter = new Cutter();
  for await (const chunk of bytes) {
    const lines = cutter.take(chunk);
    if (lines.length > 0) yield { lines, unfinished: false };
  }
  const last = cutter.end();
  if (last !== undefined) yield { lines: [last], unfinished: true };
}

class Cutter {
  private rest: Buffer = Buffer.alloc(0);
  private skipping = false;
  private encoding: 'utf8' | 'latin' | undefined;

  take(chunk: Buffer): RawLine[] {
    const end = chunk.lastIndexOf(LINE_FEED);
    if (end < 0) {
      this.keep(Buffer.concat([this.rest, chunk]));
      return [];
    }
    const first = chunk.indexOf(LINE_FEED);
    const head = this.skipping ? undefined : Buffer.concat([this.rest, chunk.subarray(0, first)]);
    const lines: RawLine[] = [head === undefined ? { fault: 'too-long' } : this.text(head)];
    this.skipping = false;
    this.rest = Buffer.alloc(0);
    if (end > first) lines.push(...this.texts(chunk.subarray(first + 1, end)));
    this.keep(chunk.subarray(end + 1));
    return lines;
  }

  end(): RawLine | undefined {
    if (this.skipping) return { fault: 'too-long' };
    return this.rest.length > 0 ? this.text(this.rest) : undefined;
  }

  private keep(rest: Buffer): void {
    this.skipping ||= rest.length > MOST_BYTES;
    // A chunk is big and its end is small: a copy lets the chunk go.
    this.rest = this.skipping ? Buffer.alloc(0) : Buffer.from(rest);
  }

  private texts(block: Buffer): RawLine[] {
    if (this.encoding === 'latin' || (this.encoding === 'utf8' && isUtf8(block))) {
      return textLines(block, (part) => this.decoded(part)).map(bounded);
    }
    const lines: RawLine[] = [];
    for (let from = 0; from <= block.length; ) {
      const next = block.indexOf(LINE_FEED, from);
      const to = next < 0 ? block.length : next;
      lines.push(this.text(block.subarray(from, to)));
      from = to + 1;
    }
    return lines;
  }

  private text(line: Buffer): RawLine {
    if (line.length > MOST_BYTES) return { fault: 'too-long' };
    if (!isAscii(line)) this.encoding ??= isUtf8(line) ? 'utf8' : 'latin';
    if (this.encoding === 'utf8' && !isUtf8(line)) return { fault: 'encoding' };
    return bounded(this.decoded(line).replace(BYTE_ORDER_MARK, ''));
  }

  private decoded(bytes: Buffer): string {
    return this.encoding === 'latin' ? LATIN.decode(bytes) : bytes.toString();
  }
}

function bounded(text: string): RawLine {
  const line = text.endsWith('\r') ? text.slice(0, -1) : text;
  return line.length > LONGEST_LINE ? { fault: 'too-long' } : line;
}

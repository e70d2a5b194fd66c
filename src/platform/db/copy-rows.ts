import type { ClientBase } from 'pg';
import { type CopySink, openCopy } from './copy.js';

/** Bytes sent together. */
const ENOUGH = 64 * 1024;
/** Where a piece is made: with the row that goes beyond. */
const PIECE = ENOUGH + 16 * 1024;
/** Milliseconds from 1970 to 2000, from which the server counts. */
const EPOCH = 946_684_800_000;
/** UTF-8 needs at most three bytes for a unit of a JavaScript text. */
const WIDEST = 3;
/** Number of the type `text`. */
const TEXT = 25;
/** What the upper half of eight bytes counts. */
const HIGH = 2 ** 32;
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');

const END = Buffer.from([0xff, 0xff]);

/** Where rows go that `CopyRows` makes. */
export interface RowsInto {
  readonly table: string;
  /** In the order of the cells. */
  readonly columns: readonly string[];
  /** As if the rows had always been there: only in a table that began anew in the same transaction. */
  readonly frozen: boolean;
}

/** Begins a copy of rows made by `CopyRows`, whose pieces may come from several. */
export function openRows(client: ClientBase, { table, columns, frozen }: RowsInto): CopySink {
  const how = `(format binary${frozen ? ', freeze' : ''})`;
  const sink = openCopy(client, `copy ${table} (${columns.join(', ')}) from stdin with ${how}`);
  const begun = sink.send(SIGNATURE);
  // Told to who sends the first rows.
  begun.catch(() => undefined);
  return {
    ...sink,
    async end() {
      await sink.send(END);
      await sink.end();
    },
  };
}

/**
 * Rows in the binary format of COPY (PostgreSQL, chapter COPY), which the server takes in half the time of a text. Cells are
 * written one by one, each by the type of its column: nothing checks them.
 */
export class CopyRows {
  private buffer: Buffer;
  private used = 0;

  /**
   * In: how many cells a row has; what takes the bytes, each piece whole rows in memory of its own; what gives the memory
   * of a piece that is no longer needed, where there is some.
   */
  constructor(
    private readonly cells: number,
    private readonly take: (piece: Buffer) => Promise<void>,
    private readonly spare: () => Buffer | undefined = () => undefined,
  ) {
    this.buffer = this.fresh();
  }

  /** Begins a row. */
  row(): this {
    this.room(2);
    this.used = this.buffer.writeInt16BE(this.cells, this.used);
    return this;
  }

  /** A text, also one that is JSON into a column of type `json`. */
  text(value: string | undefined): this {
    if (value === undefined) return this.none();
    return this.sized(value.length * WIDEST, () => this.put(value));
  }

  /** A text that is JSON, into a column of type `jsonb`. */
  jsonb(value: string): this {
    return this.sized(value.length * WIDEST + 1, () => {
      this.used = this.buffer.writeInt8(1, this.used);
      this.put(value);
    });
  }

  /** Into a column of type `text[]`. */
  texts(values: readonly string[]): this {
    const most = values.reduce((sum, value) => sum + value.length * WIDEST + 4, 20);
    return this.sized(most, () => {
      // Dimensions, no nulls inside, what the elements are; then how many they are, counted from one.
      for (const word of values.length === 0 ? [0, 0, TEXT] : [1, 0, TEXT, values.length, 1])
        this.used = this.buffer.writeInt32BE(word, this.used);
      for (const value of values) this.sized(value.length * WIDEST, () => this.put(value));
    });
  }

  int4(value: number): this {
    this.room(8);
    this.used = this.buffer.writeInt32BE(4, this.used);
    this.used = this.buffer.writeInt32BE(value, this.used);
    return this;
  }

  int8(value: number): this {
    this.room(12);
    this.used = this.buffer.writeInt32BE(8, this.used);
    return this.long(value);
  }

  bool(value: boolean): this {
    this.room(5);
    this.used = this.buffer.writeInt32BE(1, this.used);
    this.used = this.buffer.writeInt8(value ? 1 : 0, this.used);
    return this;
  }

  timestamptz(value: Date | null): this {
    if (value === null) return this.none();
    this.room(12);
    this.used = this.buffer.writeInt32BE(8, this.used);
    return this.long((value.getTime() - EPOCH) * 1000);
  }

  /** Terms, each once, into a column of type `tsvector`: no dictionary touches them. */
  tsvector(terms: readonly string[]): this {
    // After each the end of the term, and that it has no positions. One text costs less to write than many.
    const text = terms.length === 0 ? '' : `${terms.join('\0\0\0')}\0\0\0`;
    return this.sized(text.length * WIDEST + 4, () => {
      this.used = this.buffer.writeInt32BE(terms.length, this.used);
      this.put(text);
    });
  }

  /** Ends a row. Waits when who takes the bytes is behind. */
  done(): Promise<void> | undefined {
    return this.used < ENOUGH ? undefined : this.send();
  }

  /** Hands on the last rows. */
  async end(): Promise<void> {
    if (this.used > 0) await this.send();
  }

  // A whole number that a double holds exactly: microseconds do until the year 2255.
  private long(value: number): this {
    this.used = this.buffer.writeInt32BE(Math.floor(value / HIGH), this.used);
    this.used = this.buffer.writeInt32BE(value | 0, this.used);
    return this;
  }

  private none(): this {
    this.room(4);
    this.used = this.buffer.writeInt32BE(-1, this.used);
    return this;
  }

  private send(): Promise<void> {
    const piece = this.buffer.subarray(0, this.used);
    this.buffer = this.fresh();
    this.used = 0;
    return this.take(piece);
  }

  private fresh(): Buffer {
    return this.spare() ?? Buffer.allocUnsafeSlow(PIECE);
  }

  private sized(most: number, write: () => void): this {
    this.room(most + 4);
    const at = this.used;
    this.used += 4;
    write();
    this.buffer.writeInt32BE(this.used - at - 4, at);
    return this;
  }

  private put(value: string): void {
    this.used += this.buffer.write(value, this.used, 'utf8');
  }

  private room(bytes: number): void {
    if (this.used + bytes <= this.buffer.length) return;
    const wider = Buffer.allocUnsafeSlow(2 * (this.used + bytes));
    this.buffer.copy(wider, 0, 0, this.used);
    this.buffer = wider;
  }
}

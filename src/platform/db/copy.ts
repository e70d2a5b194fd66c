import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { ClientBase } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { textLines } from '../text-lines.js';

/**
 * How rows are copied: CSV whose delimiter, quote and mark of null no text here holds, so that quotes, backslashes and
 * bars are plain text.
 */
const FORMAT = `(format csv, delimiter E'\\x02', quote E'\\x01', null E'\\x03')`;
const DELIMITER = '\x02';
const LINE_FEED = 10;

/** Rows read together. */
const LOT = 128;

/** Copies rows out as they are found. In: a query whose texts hold no line end. Out: the cells of each row, in lots. */
export async function* copyOut(client: ClientBase, query: string): AsyncGenerator<string[][]> {
  const stream = client.query(copyTo(`copy (${query}) to stdout with ${FORMAT}`)) as Readable;
  let rest: Buffer = Buffer.alloc(0);
  let lot: string[][] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const [first, end] = [chunk.indexOf(LINE_FEED), chunk.lastIndexOf(LINE_FEED)];
    if (end < 0) {
      rest = Buffer.concat([rest, chunk]);
      continue;
    }
    const lines = [Buffer.concat([rest, chunk.subarray(0, first)]).toString()];
    if (end > first) lines.push(...textLines(chunk.subarray(first + 1, end)));
    rest = Buffer.from(chunk.subarray(end + 1));
    for (const line of lines) {
      lot.push(line.split(DELIMITER));
      if (lot.length < LOT) continue;
      yield lot;
      lot = [];
    }
  }
  if (lot.length > 0) yield lot;
}

/** What takes the bytes of a copy. */
export interface CopySink {
  /** Waits when the server is behind. @throws what the server refused */
  send(piece: string | Buffer): Promise<void>;
  /** Waits until what was sent has left this process: its memory may be written again. */
  left(): Promise<void>;
  end(): Promise<void>;
  /** Gives the copy up: nothing of it stays, and the connection may be used again. */
  drop(why: Error): Promise<void>;
}

/** What the driver knows of a connection and its types do not tell. */
const socketOf = (client: ClientBase): Writable =>
  (client as unknown as { readonly connection: { readonly stream: Writable } }).connection.stream;

/** Begins a copy to the server. In: the statement. */
export function openCopy(client: ClientBase, statement: string): CopySink {
  const stream = client.query(copyFrom(statement)) as Writable;
  const socket = socketOf(client);
  let failure: Error | undefined;
  let wake: () => void = () => undefined;
  stream.on('error', (error) => {
    failure = error;
    wake();
  });
  stream.on('drain', () => wake());
  return {
    async send(piece) {
      if (failure) throw failure;
      const room = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (!stream.write(piece)) await room;
      if (failure) throw failure;
    },
    async left() {
      // A write of nothing passes after those before it.
      if (socket.writableLength > 0) await new Promise<void>((resolve) => socket.write('', () => resolve()));
      if (failure) throw failure;
    },
    async end() {
      const done = once(stream, 'finish');
      stream.end();
      await done;
    },
    async drop(why) {
      if (failure || stream.closed) return;
      const gone = new Promise<void>((resolve) => stream.once('close', resolve));
      stream.destroy(why);
      await gone;
    },
  };
}

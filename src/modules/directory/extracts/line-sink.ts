import type { Writable } from 'node:stream';

/** Gathers lines and writes them in large pieces, as fast as the stream takes them. */
export class LineSink {
  lines = 0;
  bytes = 0;
  private held = '';

  constructor(private readonly out: Writable) {}

  /** In: a line with its end. */
  readonly add = (line: string): void => {
    this.held += line;
    this.lines += 1;
  };

  /** In: the line that names the columns; it is not counted. */
  header(line: string): void {
    this.held += line;
  }

  /** Hands over what is held; resolves when the stream can take more. */
  async flush(): Promise<void> {
    if (this.held === '') return;
    const piece = Buffer.from(this.held);
    this.held = '';
    this.bytes += piece.length;
    if (this.out.destroyed) throw this.out.errored ?? new Error('the stream of the lines was closed');
    if (!this.out.write(piece)) await ready(this.out);
  }

  /** Hands over the rest and ends the stream. */
  async end(): Promise<void> {
    await this.flush();
    this.out.end();
  }
}

/** Resolves when the stream takes more, and also when it was closed, which the next piece then finds. */
function ready(out: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      out.off('drain', done);
      out.off('close', done);
      resolve();
    };
    out.on('drain', done);
    out.on('close', done);
  });
}

import { closeSync, fdatasyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

const SIZE = 1 << 20;
/** UTF-8 needs at most three bytes for a unit of a JavaScript text. */
const WIDEST = 3;

/** Writes a file in large pieces, under a temporary name until it is whole. */
export class FileWriter {
  lines = 0;
  private readonly buffer = Buffer.allocUnsafe(SIZE);
  private readonly descriptor: number;
  private used = 0;

  constructor(private readonly path: string) {
    this.descriptor = openSync(this.partial, 'w');
  }

  /** In: a line with its end. */
  readonly write = (line: string): void => {
    if (this.used + line.length * WIDEST > SIZE) this.flush();
    this.used += this.buffer.write(line, this.used, 'utf8');
    this.lines += 1;
  };

  /** Gives the file its name, once all of it is on the disk. */
  finish(): void {
    this.flush();
    fdatasyncSync(this.descriptor);
    closeSync(this.descriptor);
    renameSync(this.partial, this.path);
  }

  /** Leaves nothing of an unfinished file. */
  abandon(): void {
    closeSync(this.descriptor);
    rmSync(this.partial, { force: true });
  }

  private get partial(): string {
    return `${this.path}.part`;
  }

  private flush(): void {
    for (let written = 0; written < this.used; ) {
      written += writeSync(this.descriptor, this.buffer, written, this.used - written);
    }
    this.used = 0;
  }
}

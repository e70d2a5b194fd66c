import { closeSync, fdatasyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';

const SIZE = 1 << 20;
/** UTF-8 needs at most three bytes for a unit of a JavaScript text. */
const WIDEST = 3;

/** Writes a file in large pieces, under a temporary name until it is whole. */
export class FileWriter {
  lines = 0;
  private readonly buffer = Buffer.allocUnsafe(SIZE);
  private readonly descriptor: number;
  private used = 0;
  private isOpen = true;

  constructor(private readonly path: string) {
    this.descriptor = openSync(this.partial, 'w');
  }

  /** In: a line with its end. */
  readonly write = (line: string): void => {
    if (this.used + line.length * WIDEST > SIZE) this.flush();
    this.used += this.buffer.write(line, this.used, 'utf8');
    this.lines += 1;
  };

  /** Puts a file of so many lines behind what is written. */
  append(path: string, lines: number): void {
    this.flush();
    const source = openSync(path, 'r');
    try {
      for (;;) {
        this.used = readSync(source, this.buffer, 0, SIZE, null);
        if (this.used === 0) break;
        this.flush();
      }
    } finally {
      closeSync(source);
    }
    this.lines += lines;
  }

  /** Brings all of it to the disk; nothing can be written any more. */
  seal(): void {
    this.flush();
    fdatasyncSync(this.descriptor);
    this.close();
  }

  /** Gives a sealed file its name. */
  publish(): void {
    renameSync(this.partial, this.path);
  }

  /** Leaves nothing of a file that has not got its name. */
  abandon(): void {
    this.close();
    rmSync(this.partial, { force: true });
  }

  private close(): void {
    if (this.isOpen) closeSync(this.descriptor);
    this.isOpen = false;
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

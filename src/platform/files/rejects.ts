import { appendFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolderOf } from './make-folder.js';

const BATCH = 1000;

/** Collects the lines that a load does not take, one per line: file, number or place, reason. No content: it may be restricted. */
export class Rejects {
  private waiting: string[] = [];
  private made = false;
  count = 0;

  /** In: where to write; the file is made at the first rejected line. */
  constructor(readonly path: string) {}

  add(file: string, line: number | string, reason: string): void {
    this.count += 1;
    this.waiting.push(`${file}|${line}|${reason}\n`);
    if (this.waiting.length >= BATCH) this.flush();
  }

  /** Those told so far are told anew. */
  forget(): void {
    rmSync(this.path, { force: true });
    this.waiting = [];
    this.count = 0;
  }

  flush(): void {
    if (this.waiting.length === 0) return;
    if (!this.made) makeFolderOf('DATA_DIR', dirname(this.path));
    this.made = true;
    appendFileSync(this.path, this.waiting.join(''));
    this.waiting = [];
  }
}

import type pg from 'pg';
import { type CopySink, openCopy } from '../../../platform/db/copy.js';
import type { Run, RunSink } from './stage.js';

/** Keeps the lines of a file in a table of their own, to be compared with what the file said last. */
export class StagedLines implements RunSink {
  private rows: string[] = [];
  private sending = Promise.resolve();

  private constructor(private readonly sink: CopySink) {}

  /** In: a connection for nothing else until the end, the table to make. */
  static async open(client: pg.Client, table: string): Promise<StagedLines> {
    await client.query(`create unlogged table ${table}
      (id_nat text collate "C", words text collate "C", places text collate "C",
       content text collate "C")`);
    // No cell holds these three characters: the reader rejects them. Quotes and backslashes are then plain text.
    const copy = `copy ${table} from stdin with (format csv, delimiter E'\\x02', quote E'\\x01', null E'\\x03')`;
    return new StagedLines(openCopy(client, copy));
  }

  take({ idNat, words, places, lines }: Run): void {
    this.rows.push(`${idNat}\x02${words.join(' ')}\x02${inLines(places)}\x02${inLines(lines)}\n`);
  }

  /** While these are on their way, the next ones are read. */
  push(): Promise<void> {
    const [before, text] = [this.sending, this.rows.join('')];
    this.rows = [];
    if (text !== '') this.sending = before.then(() => this.sink.send(text));
    // Told to who waits for it.
    this.sending.catch(() => undefined);
    return before;
  }

  async end(): Promise<void> {
    await this.push();
    await this.sending;
    await this.sink.end();
  }

  drop(why: Error): Promise<void> {
    return this.sink.drop(why);
  }
}

const inLines = (texts: readonly string[]): string =>
  texts.length > 1 ? `\x01${texts.join('\n')}\x01` : (texts[0] ?? '');

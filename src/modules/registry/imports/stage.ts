import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type LineBlock, linesOf, type RawLine } from '../../../platform/files/lines.js';
import type { OpenedFile } from '../../../platform/files/open-file.js';
import { fileRefusals } from '../../../platform/files/refusals.js';
import type { Rejects } from '../../../platform/files/rejects.js';
import { collectGarbage } from '../../../platform/memory.js';
import { parseMobile } from '../../authorities/index.js';
import { errors } from '../errors.js';
import { columnsOf, type FileColumns, type FileKind, SEPARATOR } from '../files/index.js';
import type { StagedFile } from './import.js';
import { type LineReader, lineReader, type RejectedLine, type StagedLine } from './rules/read-line.js';
import { LOADS } from './store.js';

export interface Staging {
  readonly client: pg.Client;
  /** Number of the load. */
  readonly id: number;
  readonly rejects: Rejects;
  /** Says whether this kind of file is welcome; throws the refusal otherwise. */
  readonly accept: (kind: FileKind) => void;
  readonly onProgress: ((file: string, share: number) => void) | undefined;
}

/** Lines between two collections of garbage: the same memory whatever the size of the file. */
const COLLECT_EVERY = 50_000;

/**
 * Copies the lines of a file into a table of their own, as a stream. Out: the kind, lines taken, lines rejected.
 * Throws the refusals of the file as a whole: no header, cut, no line at all.
 */
export async function stage(
  staging: Staging,
  file: OpenedFile,
): Promise<Omit<StagedFile, 'name' | 'publishedAt'>> {
  const blocks = linesOf(file.bytes);
  const first = await blocks.next();
  const [header, ...lines] = first.done ? [] : first.value.lines;
  const { columns, closed } = readHeader(file.name, header);
  staging.accept(columns.kind);
  const reader = lineReader(columns, closed, { mobile: memory((typed) => parseMobile(typed, '')?.e164) });
  const table = LOADS.book.staged(staging.id, columns.kind);
  await staging.client.query(`create unlogged table ${table}
    (id_nat text collate "C", words text collate "C", places text collate "C",
     content text collate "C")`);
  const copy = new Copy(staging, file, reader);
  const rest = (async function* () {
    yield copy.block({ lines, unfinished: first.value?.unfinished ?? false });
    for await (const block of blocks) yield copy.block(block);
    yield copy.end();
  })();
  // No cell holds these three characters: the reader rejects them. Quotes and backslashes are then plain text.
  const sink = copyFrom(
    `copy ${table} from stdin with (format csv, delimiter E'\\x02', quote E'\\x01', null E'\\x03')`,
  );
  await pipeline(Readable.from(rest, { objectMode: true, highWaterMark: 4 }), staging.client.query(sink));
  staging.rejects.flush();
  if (copy.taken === 0) throw fileRefusals.empty(file.name);
  const { taken, rejected, damaged } = copy;
  return {
    ...{ kind: columns.kind, lines: taken, rejected },
    ...(damaged.size > 0 && { leftAlone: [...damaged].sort() }),
  };
}

function readHeader(name: string, header: RawLine | undefined): { columns: FileColumns; closed: boolean } {
  if (header === undefined) throw fileRefusals.empty(name);
  if (typeof header !== 'string') throw errors.importHeader(name, 'illisible');
  const cells = header.split(SEPARATOR);
  const columns = columnsOf(cells);
  if ('problem' in columns) throw errors.importHeader(name, columns.columns.join(', ') || 'aucun');
  return { columns, closed: cells.at(-1) === '' };
}

class Copy {
  taken = 0;
  rejected = 0;
  readonly damaged = new Set<string>();
  private line = 1;
  private collected = 0;
  private run = new Run('');

  constructor(
    private readonly staging: Staging,
    private readonly file: OpenedFile,
    private readonly reader: LineReader,
  ) {}

  /** The lines of a block as COPY reads them; those that are rejected are written elsewhere. */
  block({ lines, unfinished }: LineBlock): string {
    const out: string[] = [];
    for (const raw of lines) {
      this.line += 1;
      const read = typeof raw === 'string' ? this.reader(raw) : { reason: FAULTS[raw.fault], named: [] };
      if ('line' in read) this.take(read, out);
      else if (unfinished) throw fileRefusals.cut(this.file.name);
      else this.reject(read);
    }
    this.staging.onProgress?.(this.file.name, this.file.progress());
    if (this.line - this.collected >= COLLECT_EVERY) {
      collectGarbage();
      this.collected = this.line;
    }
    return out.join('');
  }

  /** What is left after the last block. */
  end(): string {
    return this.run.written();
  }

  private take(read: StagedLine, out: string[]): void {
    this.taken += 1;
    if (this.run.idNat !== read.idNat) {
      out.push(this.run.written());
      this.run = new Run(read.idNat);
    }
    this.run.add(read);
  }

  private reject({ reason, named }: RejectedLine): void {
    this.rejected += 1;
    if (this.damaged.size < MOST_DAMAGED) for (const idNat of named) this.damaged.add(idNat);
    this.staging.rejects.add(this.file.name, this.line, reason);
  }
}

/** The lines of one person that follow each other: one row. */
class Run {
  private lines: string[] = [];
  private words: string[] = [];
  private places: string[] = [];

  constructor(readonly idNat: string) {}

  add({ line, words, place }: StagedLine): void {
    if (!this.lines.includes(line)) this.lines.push(line);
    if (!this.words.includes(words)) this.words.push(words);
    if (place !== '' && !this.places.includes(place)) this.places.push(place);
  }

  /** The row as COPY reads it; '' when there is none. Each line once, in the order of the texts. */
  written(): string {
    if (this.lines.length === 0) return '';
    const [words, places, content] = [this.words.join(' '), inLines(this.places), inLines(this.lines.sort())];
    return `${this.idNat}\x02${words}\x02${places}\x02${content}\n`;
  }
}

const inLines = (texts: readonly string[]): string =>
  texts.length > 1 ? `\x01${texts.join('\n')}\x01` : (texts[0] ?? '');

/** A file that damages more people closes too many of the others, and is held for it. */
const MOST_DAMAGED = 50_000;

const FAULTS = {
  'too-long': 'ligne démesurée',
  encoding: 'caractères illisibles',
} as const;

/** The lines of a person follow each other and repeat the number: reading one is slow. */
function memory(read: (typed: string) => string | undefined): (typed: string) => string | undefined {
  let last = '';
  let found: string | undefined;
  return (typed) => {
    if (typed === '') return undefined;
    if (typed !== last) found = read(typed);
    last = typed;
    return found;
  };
}

import { BLANK_LINE, DamagedLines } from '../../../platform/files/damaged-lines.js';
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

/** The lines of one person that follow each other, each once. */
export interface Run {
  readonly idNat: string;
  /** Words of the names, each set of them once. */
  readonly words: readonly string[];
  /** What they say of structures, see `placeText`. */
  readonly places: readonly string[];
  /** In the order of their texts. */
  readonly lines: readonly string[];
}

/** What takes the lines of a file in, run by run. */
export interface RunSink {
  take(run: Run): void;
  /** After each block of the file; waits when the server is behind. */
  push(): Promise<void>;
  end(): Promise<void>;
  /** Gives up what was begun. */
  drop(why: Error): Promise<void>;
}

export interface Staging {
  readonly rejects: Rejects;
  /** Opens what takes the lines of a file of that kind. */
  readonly open: (kind: FileKind) => Promise<RunSink>;
  /** Says whether this kind of file is welcome; throws the refusal otherwise. */
  readonly accept: (kind: FileKind) => void;
  readonly onProgress: ((file: string, share: number) => void) | undefined;
  /** Whether whom no line names is gone even where some lines name nobody. */
  readonly closeAbsent?: boolean | undefined;
}

/** Lines between two collections of garbage: the same memory whatever the size of the file. */
const COLLECT_EVERY = 50_000;

/**
 * Reads the lines of a file as a stream, and hands on those that are sound. Out: the kind, lines taken, lines rejected.
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
  const sink = await staging.open(columns.kind);
  const reading = new Reading(staging, file, reader, sink);
  try {
    await reading.block({ lines, unfinished: first.value?.unfinished ?? false });
    for await (const block of blocks) await reading.block(block);
    await reading.end();
  } catch (error) {
    await sink.drop(error as Error);
    throw error;
  }
  staging.rejects.flush();
  if (reading.taken === 0) throw fileRefusals.empty(file.name);
  const { taken, rejected, damaged } = reading;
  return { kind: columns.kind, lines: taken, rejected, ...damaged.damage(staging.closeAbsent) };
}

function readHeader(name: string, header: RawLine | undefined): { columns: FileColumns; closed: boolean } {
  if (header === undefined) throw fileRefusals.empty(name);
  if (typeof header !== 'string') throw errors.importHeader(name, 'illisible');
  const cells = header.split(SEPARATOR);
  const columns = columnsOf(cells);
  if ('problem' in columns) throw errors.importHeader(name, columns.columns.join(', ') || 'aucun');
  return { columns, closed: cells.at(-1) === '' };
}

class Reading {
  taken = 0;
  rejected = 0;
  readonly damaged = new DamagedLines();
  private line = 1;
  private collected = 0;
  private run = newRun('');

  constructor(
    private readonly staging: Staging,
    private readonly file: OpenedFile,
    private readonly reader: LineReader,
    private readonly sink: RunSink,
  ) {}

  /** Hands on the lines of a block; those that are rejected are written elsewhere. */
  async block({ lines, unfinished }: LineBlock): Promise<void> {
    for (const raw of lines) {
      this.line += 1;
      const read = this.read(raw);
      if ('line' in read) this.take(read);
      else if (unfinished) throw fileRefusals.cut(this.file.name);
      else this.reject(read);
    }
    this.staging.onProgress?.(this.file.name, this.file.progress());
    if (this.line - this.collected >= COLLECT_EVERY) {
      collectGarbage();
      this.collected = this.line;
    }
    await this.sink.push();
  }

  async end(): Promise<void> {
    this.handOn();
    await this.sink.end();
  }

  private read(raw: RawLine): StagedLine | RejectedLine {
    if (raw === '') return { reason: BLANK_LINE, named: [] };
    return typeof raw === 'string' ? this.reader(raw) : { reason: FAULTS[raw.fault], named: [] };
  }

  private take({ idNat, line, words, place }: StagedLine): void {
    this.taken += 1;
    if (this.run.idNat !== idNat) {
      this.handOn();
      this.run = newRun(idNat);
    }
    const { run } = this;
    if (!run.lines.includes(line)) run.lines.push(line);
    if (!run.words.includes(words)) run.words.push(words);
    if (place !== '' && !run.places.includes(place)) run.places.push(place);
  }

  private handOn(): void {
    const { run } = this;
    if (run.lines.length === 0) return;
    if (run.lines.length > 1) run.lines.sort();
    this.sink.take(run);
  }

  private reject({ reason, named }: RejectedLine): void {
    this.rejected += 1;
    this.damaged.add(reason, named);
    this.staging.rejects.add(this.file.name, this.line, reason);
  }
}

const newRun = (idNat: string) => ({
  idNat,
  lines: [] as string[],
  words: [] as string[],
  places: [] as string[],
});

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

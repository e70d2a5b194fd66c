import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Damage, DamagedLines } from '../../../platform/files/damaged-lines.js';
import { type LineBlock, linesOf } from '../../../platform/files/lines.js';
import type { OpenedFile } from '../../../platform/files/open-file.js';
import { fileRefusals } from '../../../platform/files/refusals.js';
import type { Rejects } from '../../../platform/files/rejects.js';
import { errors } from '../errors.js';
import { isCorrespondenceHeader } from '../files/correspondence.js';
import type { StagedMailFile } from './import.js';
import { readFileLine } from './read-line.js';
import { LOADS } from './store.js';

export interface Staging {
  readonly client: pg.Client;
  /** Number of the load. */
  readonly id: number;
  readonly rejects: Rejects;
  readonly onProgress?: ((file: string, share: number) => void) | undefined;
  /** Whether whom no line names is gone even where some lines name nobody. */
  readonly closeAbsent?: boolean | undefined;
}

const FAULTS = { 'too-long': 'ligne démesurée', encoding: 'caractères illisibles' } as const;

/**
 * Copies the lines of a file into a table of their own, as a stream. Throws the refusals of the file as a whole: no
 * header of 31 columns, cut, no line at all.
 */
export async function stage(
  staging: Staging,
  file: OpenedFile,
): Promise<Pick<StagedMailFile, 'lines' | 'rejected' | keyof Damage>> {
  const blocks = linesOf(file.bytes);
  const first = await blocks.next();
  const [header, ...lines] = first.done ? [] : first.value.lines;
  if (typeof header !== 'string' || !isCorrespondenceHeader(header)) throw errors.importHeader(file.name);
  const table = LOADS.book.staged(staging.id);
  await staging.client.query(`create unlogged table ${table} (n bigint, address text collate "C", type text,
    id_nat text collate "C", structure text collate "C", service text, dematerialisation boolean, place jsonb)`);
  const copy = new Copy(staging, file);
  const rest = (async function* () {
    yield copy.block({ lines, unfinished: first.value?.unfinished ?? false });
    for await (const block of blocks) yield copy.block(block);
  })();
  // The reader rejects both characters, and JSON escapes them.
  const sink = copyFrom(`copy ${table} from stdin with (format csv, delimiter E'\\x02', quote E'\\x01')`);
  await pipeline(Readable.from(rest, { objectMode: true }), staging.client.query(sink));
  staging.rejects.flush();
  if (copy.taken === 0) throw fileRefusals.empty(file.name);
  await staging.client.query(`analyze ${table}`);
  return { lines: copy.taken, rejected: copy.rejected, ...copy.damaged.damage(staging.closeAbsent) };
}

class Copy {
  taken = 0;
  rejected = 0;
  readonly damaged = new DamagedLines();
  private line = 1;

  constructor(
    private readonly staging: Staging,
    private readonly file: OpenedFile,
  ) {}

  block({ lines, unfinished }: LineBlock): string {
    const out: string[] = [];
    for (const raw of lines) {
      this.line += 1;
      const read = typeof raw === 'string' ? readFileLine(raw) : { reason: FAULTS[raw.fault], named: [] };
      if ('reason' in read) {
        if (unfinished) throw fileRefusals.cut(this.file.name);
        this.rejected += 1;
        this.damaged.add(read.reason, read.named);
        this.staging.rejects.add(this.file.name, this.line, read.reason);
        continue;
      }
      const { address, type, idNat, structure, service, dematerialisation, place } = read;
      const cells = [this.line, address, type, idNat, structure, service, dematerialisation ? 't' : 'f'];
      out.push(`${cells.join('\x02')}\x02${place ? JSON.stringify(place) : ''}\n`);
    }
    this.taken += out.length;
    this.staging.onProgress?.(this.file.name, this.file.progress());
    return out.join('');
  }
}

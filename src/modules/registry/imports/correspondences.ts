import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { alone } from '../../../platform/files/alone.js';
import { linesOf, type RawLine } from '../../../platform/files/lines.js';
import { type Judged, judged } from '../../../platform/files/loading.js';
import { type OpenedFile, openFile } from '../../../platform/files/open-file.js';
import { fileRefusals } from '../../../platform/files/refusals.js';
import { Rejects } from '../../../platform/files/rejects.js';
import { journal } from '../../../platform/journal.js';
import { errors } from '../errors.js';
import type { Merged, MergedFile } from './import.js';
import { addPairs, openMerging, releaseOfClosed, removePairs } from './merge-accounts.js';
import { publish } from './publish.js';
import { type Pair, pairReader } from './rules/read-pair.js';
import { LOADS } from './store.js';

export interface CorrespondencesRequest {
  readonly path: string;
  /** Folder of the reject files. */
  readonly rejectsIn: string;
  /** Parts the accounts again that the same file made one. */
  readonly undo?: boolean | undefined;
  /** Counts what would change, and changes nothing. */
  readonly dryRun?: boolean | undefined;
  readonly onProgress?: ((file: string, share: number) => void) | undefined;
}

export interface CorrespondencesReport extends MergedFile {
  readonly id: number;
  /** Where the rejected lines are told; undefined when there are none. */
  readonly rejects?: string;
}

/**
 * Loads a file of correspondences, ADELI number to RPPS number: the two are one account from then on, under the RPPS
 * number, and the record of the ADELI number closes. All of it in one transaction, carried to the copies like any load.
 * Throws the refusals of files, and `registry.import-busy`; nothing is changed then.
 */
export function importCorrespondences(
  ctx: Ctx,
  url: string,
  request: CorrespondencesRequest,
): Promise<CorrespondencesReport> {
  return alone(url, errors.importBusy, async (client) => {
    await LOADS.book.sweep(client);
    const file = await openFile(request.path);
    const id = await LOADS.book.open(ctx, { source: 'correspondances' }, [request.path]);
    const pairs = new Pairs(file, new Rejects(`${request.rejectsIn}/rejets-${id}.txt`), request);
    try {
      const { state, ...merged } = await apply(ctx, id, pairs, request);
      const told = pairs.told(merged);
      if (request.dryRun) await LOADS.book.settle(ctx, id, state, { merged: told });
      else
        await journal(ctx, {
          act: request.undo ? 'registry.part-accounts' : 'registry.merge-accounts',
          subject: String(id),
          outcome: 'done',
          data: { ...merged },
        });
      return { id, ...told, ...pairs.rejectsFile() };
    } catch (error) {
      await LOADS.book.refuse(ctx, id, error).catch(() => undefined);
      throw error;
    } finally {
      file.close();
    }
  });
}

function apply(
  ctx: Ctx,
  id: number,
  pairs: Pairs,
  { undo, dryRun }: CorrespondencesRequest,
): Promise<Merged & Judged> {
  return judged<Merged>(dryRun ? 'dry-run' : 'release', (judge) =>
    transaction(ctx, async (tx) => {
      await sql`create temp table import_touched (id_nat text collate "C") on commit drop`.execute(tx.db);
      await sql`create temp table import_pairs (id_nat text collate "C", main text collate "C")
        on commit drop`.execute(tx.db);
      await openMerging(tx);
      for await (const lot of pairs.read())
        await sql`insert into import_pairs select * from unnest(${lot.map(({ adeli }) => adeli)}::text[],
          ${lot.map(({ rpps }) => rpps)}::text[])`.execute(tx.db);
      const merged = undo ? await removePairs(tx) : await addPairs(tx, id, 'correspondances');
      judge(merged, false);
      await releaseOfClosed(tx);
      await publish(tx, id);
      await LOADS.book.settle(tx, id, 'applied', { merged: pairs.told(merged) });
      return merged;
    }),
  );
}

const LOT = 10_000;

/** Reads the lines of the file, once. */
class Pairs {
  private line = 0;
  private taken = 0;

  constructor(
    private readonly file: OpenedFile,
    private readonly rejects: Rejects,
    private readonly request: CorrespondencesRequest,
  ) {}

  async *read(): AsyncGenerator<Pair[]> {
    let reader: ReturnType<typeof pairReader>;
    let lot: Pair[] = [];
    for await (const { lines, unfinished } of linesOf(this.file.bytes)) {
      for (const raw of lines) {
        this.line += 1;
        if (this.line === 1) {
          reader = typeof raw === 'string' ? pairReader(raw.replace(/^\uFEFF/, '')) : undefined;
          if (!reader) throw errors.importHeader(this.file.name, 'attendu : N° ADELI;N° RPPS');
        } else if (reader) this.take(reader, raw, unfinished, lot);
      }
      this.request.onProgress?.(this.file.name, this.file.progress());
      if (lot.length < LOT) continue;
      yield lot;
      lot = [];
    }
    this.rejects.flush();
    if (this.taken === 0) throw fileRefusals.empty(this.file.name);
    yield lot;
  }

  private take(
    reader: NonNullable<ReturnType<typeof pairReader>>,
    raw: RawLine,
    unfinished: boolean,
    lot: Pair[],
  ): void {
    const read = typeof raw === 'string' ? reader(raw) : { reason: 'ligne illisible' };
    if ('adeli' in read) {
      this.taken += 1;
      lot.push(read);
    } else if (unfinished) throw fileRefusals.cut(this.file.name);
    else this.rejects.add(this.file.name, this.line, read.reason);
  }

  /** What the file came to, once it is read. */
  told({ merged, known, conflicts }: Merged): MergedFile {
    const { count } = this.rejects;
    const lines = this.taken + count;
    const undone = this.request.undo ?? false;
    return { name: this.file.name, lines, rejected: count, undone, merged, known, conflicts };
  }

  rejectsFile(): Pick<CorrespondencesReport, 'rejects'> {
    const { count, path } = this.rejects;
    return count > 0 ? { rejects: path } : {};
  }
}

import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import type { Ctx } from '../../../platform/context.js';
import { withoutIndexes } from '../../../platform/db/without-indexes.js';
import type { Mode } from '../../../platform/files/loading.js';
import { parseFileName } from '../files/index.js';
import { type Applied, applyFirst, type Beside, type FirstRead } from './apply.js';
import { FirstRows, type Renewed } from './first-rows.js';
import { FILES_OF, type StagedFile } from './import.js';
import { choosePlaces } from './lay-places-aside.js';
import type { RunSink } from './stage.js';
import { hasSkillsFile, LOADS } from './store.js';
import { ToldPlaces } from './told-places.js';

const FIRST = 'personne-activite';
/** Indexes of what the open directory tells of nobody. */
const UNTOLD = ['persons_birth_date', 'persons_certified_traits'];
/** Bytes of a line, and how many times a compressed file is smaller: to know about how many people come. */
const [LINE, PACKED] = [400, 8];

/** What a first load needs. */
export interface FirstLoad {
  /** Connection that holds the lock of the loads. */
  readonly client: pg.Client;
  /** A direct address of the database. */
  readonly url: string;
  /** Number of the load. */
  readonly id: number;
  readonly paths: readonly string[];
  readonly mode: Mode;
  /** Reads the file of a path; `open` says where lines of activities go, others are staged. */
  readonly read: (path: string, open?: () => Promise<RunSink>) => Promise<StagedFile>;
  /** See `ImportRequest`. */
  readonly whenRead: (() => Promise<void>) | undefined;
}

/** `unique_violation`. */
const TWICE = '23505';

/**
 * Takes a first publication straight into a register that knows nobody, in one transaction that begins before the first
 * line is read: there is nothing to compare it with. Out: what was applied; undefined, with nothing changed, where it has
 * to be taken the usual way, as the register knows somebody or the lines of one person lie apart.
 */
export async function takeFirst(ctx: Ctx, first: FirstLoad): Promise<Applied | undefined> {
  const path = first.paths.find((one) => parseFileName(basename(one))?.kind === FIRST);
  if (path === undefined || !(await knowsNobody(first.client))) return undefined;
  const going = new Set<Promise<unknown>>();
  try {
    return await applyFirst(ctx, first.id, first.mode, (tx, own) =>
      readAll({ ctx, tx, own, going }, first, path),
    );
  } catch (error) {
    if ((error as { code?: unknown }).code !== TWICE) throw error;
    return undefined;
  } finally {
    // Their failures are told to who waits for them; the connection is free before anything else is asked of it.
    await Promise.allSettled(going);
  }
}

async function knowsNobody(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query(`select where exists (select from registry.statements)
    or exists (select from registry.persons) or exists (select from registry.merged_ids)`);
  return rows.length === 0;
}

interface Reading {
  /** The world outside the transaction. */
  readonly ctx: Ctx;
  readonly tx: Ctx;
  /** Connection of the transaction. */
  readonly own: pg.PoolClient;
  /** What goes on beside the transaction. */
  readonly going: Set<Promise<unknown>>;
}

async function readAll(reading: Reading, first: FirstLoad, path: string): Promise<FirstRead> {
  const { tx } = reading;
  const files: StagedFile[] = [];
  for (const other of first.paths) if (other !== path) files.push(await first.read(other));
  const withSkills = !(await hasSkillsFile(tx)) && !files.some(({ kind }) => kind === 'savoir-faire');
  const coming = await peopleIn(path);
  return withoutIndexes(tx, 'registry.statements', coming, (statements) =>
    withoutIndexes(
      tx,
      'registry.persons',
      coming,
      async (persons) => {
        const renewed = { statements: statements.renewed, persons: persons.renewed };
        const rows = await readFirst(reading, first, { path, files, withSkills, renewed, coming });
        // Indexes are made while places are chosen.
        const beside = besideIndexes(reading, first);
        return { files, taken: rows.counts(), beside };
      },
      { staying: UNTOLD },
    ),
  );
}

/** About how many: what is worth a lock depends on it. */
async function peopleIn(path: string): Promise<number> {
  const { size } = await stat(path);
  return (size / LINE) * (/\.(txt|csv)$/i.test(path) ? 1 : PACKED);
}

interface FirstFile {
  readonly path: string;
  /** Those read before; this one is added. */
  readonly files: StagedFile[];
  readonly withSkills: boolean;
  readonly renewed: Renewed;
  /** About how many people it names. */
  readonly coming: number;
}

async function readFirst(
  { ctx, own }: Reading,
  { client, url, id, read }: FirstLoad,
  { path, files, withSkills, renewed, coming }: FirstFile,
): Promise<FirstRows> {
  const opened: FirstRows[] = [];
  const open = async () => {
    const places = new ToldPlaces({ ctx, url, client, load: id, coming });
    const rows = new FirstRows({ own, places, load: id, now: ctx.clock.now(), withSkills, renewed });
    opened.push(rows);
    return rows;
  };
  files.push(await read(path, open));
  files.sort((a, b) => FILES_OF.annuaire.indexOf(a.kind) - FILES_OF.annuaire.indexOf(b.kind));
  await LOADS.book.settle(ctx, id, 'reading', { files });
  const [rows] = opened;
  if (!rows) throw new Error(`${path} was not read`);
  return rows;
}

function besideIndexes({ going }: Reading, { client, id, whenRead }: FirstLoad): Beside {
  const aside = choosePlaces(client, id);
  // Once the server was told to make them: what is done here keeps this thread from telling it.
  const ready = whenRead && setImmediate().then(whenRead);
  for (const one of [aside, ready]) {
    one?.catch(() => undefined);
    if (one) going.add(one);
  }
  return { aside, ready };
}

import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import { UNDER_WAY } from '../../../platform/files/alone.js';
import type { FileKind } from '../files/index.js';
import type { ImportExample, ImportReport } from './import.js';
import { type ChangedLine, changedLines } from './rules/changed-cells.js';
import { LOADS } from './store.js';

/** One of the people whom a held load would change or close, with what the file says otherwise. */
export interface HeldExample extends ImportExample {
  readonly lines: readonly ChangedLine[];
}

/**
 * The examples of a load that is held, with their cells before and after. In: the load as `lastImports` gives it. Out:
 * the examples in the order of the load, restricted cells without their values; none when it was decided in the meantime.
 */
export async function heldExamples(ctx: Pick<Ctx, 'db'>, load: ImportReport): Promise<HeldExample[]> {
  const found = await Promise.all(load.files.map(({ kind }) => examplesOf(ctx, load, kind)));
  return found.flat();
}

async function examplesOf(ctx: Pick<Ctx, 'db'>, load: ImportReport, kind: FileKind): Promise<HeldExample[]> {
  const examples = load.examples.filter((one) => one.file === kind);
  const table = LOADS.book.staged(load.id, kind);
  const staged = await one(ctx.db, sql<{ is: boolean }>`select to_regclass(${table}) is not null "is"`);
  if (!staged?.is || examples.length === 0) return [];
  const contents = await rows(
    ctx.db,
    sql<{
      idNat: string;
      before: string;
      after: string;
    }>`select id_nat "idNat", coalesce(s.content, '') before,
        coalesce(l.content, '') after
      from unnest(${examples.map(({ idNat }) => idNat)}::text[]) as asked(id_nat)
      left join registry.statements s using (id_nat) left join ${sql.raw(table)} l using (id_nat)
      where s.id_nat is null or (s.file = ${kind} and s.until is null)`,
  );
  const byId = new Map(contents.map((content) => [content.idNat, content]));
  return examples.map((example) => {
    const { before = '', after = '' } = byId.get(example.idNat) ?? {};
    return { ...example, lines: changedLines(kind, before, after) };
  });
}

/** Whether a load is being read, applied or given up now, in whatever process. */
export async function isImportUnderWay(ctx: Pick<Ctx, 'db'>): Promise<boolean> {
  const found = await one(ctx.db, sql<{ is: boolean }>`select ${UNDER_WAY} "is"`);
  return found?.is ?? false;
}

import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../../platform/context.js';
import { one, rows } from '../../../../platform/db/connection.js';
import type { Evidence, Filing } from '../filing.js';
import { COLUMNS, type FilingRow, openEvidence, toFiling } from '../store.js';

type World = Pick<Ctx, 'db' | 'config'>;

async function read(ctx: World, where: RawBuilder<unknown>, limit = 200): Promise<Filing[]> {
  const found = await rows(
    ctx.db,
    sql<FilingRow>`select ${COLUMNS} from access.filings f where ${where}
      order by f.filed_at desc, f.number desc limit ${limit}`,
  );
  return found.map((row) => toFiling(ctx.config, row));
}

/** A form by its number, or undefined. Whoever calls has checked who may read it. */
export const filingByNumber = async (ctx: World, number: string): Promise<Filing | undefined> =>
  (await read(ctx, sql`f.number = ${number}`, 1))[0];

/** The forms of some structures, newest first. In: technical ids. */
export const filingsOf = (ctx: World, structures: readonly string[]): Promise<Filing[]> =>
  read(ctx, sql`f.structure_id = any(${[...structures]})`);

/** The forms that wait for an operator's decision. */
export const waitingFilings = (ctx: World): Promise<Filing[]> => read(ctx, sql`f.state = 'waiting'`);

/** The document joined to a form, until it was decided; undefined where there is none. */
export async function evidenceOf(ctx: World, number: string): Promise<Evidence | undefined> {
  const found = await one(
    ctx.db,
    sql<{ sealed: string; type: string }>`select evidence sealed, evidence_type type from access.filings
      where number = ${number} and evidence is not null`,
  );
  const bytes = found && openEvidence(ctx.config, found.sealed);
  return bytes && { type: found.type, bytes };
}

import { type RawBuilder, sql } from 'kysely';
import { today } from '../../../../platform/clock.js';
import type { Ctx } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import type { Habilitation } from '../habilitation.js';
import type { HabilitationKind } from '../rules/kinds.js';
import type { HabilitationState } from '../rules/period.js';
import { COLUMNS, type HabilitationRow, toHabilitation } from '../store.js';

type World = Pick<Ctx, 'db' | 'clock'>;

async function read(ctx: World, where: RawBuilder<unknown>, limit: number): Promise<Habilitation[]> {
  const found = await rows(
    ctx.db,
    sql<HabilitationRow>`select ${COLUMNS} from access.habilitations h where ${where}
      order by h.granted_at desc, h.id limit ${limit}`,
  );
  const day = today(ctx.clock);
  return found.map((row) => toHabilitation(row, day));
}

/** What a person may do today, newest first. */
export const habilitationsOf = async (ctx: World, idNat: string): Promise<Habilitation[]> =>
  (await read(ctx, sql`h.id_nat = ${idNat} and h.withdrawn_at is null`, 500)).filter(
    ({ state }) => state === 'open',
  );

/** One habilitation, whatever its state; undefined for an id that is none. */
export async function habilitationById(ctx: World, id: string): Promise<Habilitation | undefined> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
  return (await read(ctx, sql`h.id::text = ${id}`, 1))[0];
}

/** What one looks for in a list of habilitations. */
export interface HabilitationFilter {
  /** Technical ids; a client's list also names the administrators that serve it from a third structure. */
  readonly structures: readonly string[];
  /** Part of a name, or of a national identifier. */
  readonly text?: string;
  readonly kind?: HabilitationKind;
  readonly state?: HabilitationState;
}

const LARGEST = 500;

/** The habilitations of some structures, closed ones included, newest first; at most five hundred. */
export async function findHabilitations(ctx: World, filter: HabilitationFilter): Promise<Habilitation[]> {
  const structures = [...filter.structures];
  const text = filter.text?.trim().toLowerCase() ?? '';
  const found = await read(
    ctx,
    sql`(h.structure_id = any(${structures}) or h.via = any(${structures}))
      and (${text} = '' or position(${text} in lower(h.name)) > 0 or position(${text} in lower(h.id_nat)) > 0)
      and (${filter.kind ?? ''} = '' or h.kind = ${filter.kind ?? ''})`,
    LARGEST,
  );
  return filter.state === undefined ? found : found.filter(({ state }) => state === filter.state);
}

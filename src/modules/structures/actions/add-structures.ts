import type { PoolClient } from 'pg';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { copyIn, tsvectorText } from '../../../platform/db/copy.js';
import { lineOf } from '../store.js';
import type { Structure } from '../structure.js';

const COLUMNS = [
  'id',
  'national_id',
  'finess',
  'siret',
  'data',
  'kind',
  'category',
  'active',
  'sort_name',
  'terms',
  'updated_at',
  'since',
];

/** The table that `addStructures` fills, for who makes room in it. */
export const STRUCTURES_TABLE = 'structures.structures';

/**
 * Adds many structures that nobody knows yet, each once, in the order of their ids; fails when one is known. In: a
 * transaction, its connection, the structures.
 */
export async function addStructures(
  ctx: Ctx,
  client: PoolClient,
  structures: readonly Structure[],
): Promise<void> {
  const [now, on] = [ctx.clock.now().toISOString(), today(ctx.clock)];
  const copy = copyIn(client, `${STRUCTURES_TABLE} (${COLUMNS.join(', ')})`);
  for (const structure of structures) {
    const line = lineOf(structure, on);
    const behind = copy.write([
      ...[line.id, line.national_id ?? null, line.finess ?? null, line.siret ?? null],
      ...[JSON.stringify(line.data), line.kind, line.category ?? null, line.active ? 't' : 'f'],
      ...[line.sortName, tsvectorText(line.terms), now, now],
    ]);
    if (behind) await behind;
  }
  await copy.end();
}

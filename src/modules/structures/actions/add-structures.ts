import type { PoolClient } from 'pg';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { openCopy } from '../../../platform/db/copy.js';
import { CopyRows, copyRowsInto } from '../../../platform/db/copy-rows.js';
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
  const [now, on] = [ctx.clock.now(), today(ctx.clock)];
  const sink = openCopy(client, copyRowsInto(STRUCTURES_TABLE, COLUMNS, false));
  const rows = new CopyRows(COLUMNS.length, sink.send);
  for (const structure of structures) {
    const line = lineOf(structure, on);
    const behind = rows
      .row()
      .text(line.id)
      .text(line.national_id)
      .text(line.finess)
      .text(line.siret)
      .jsonb(JSON.stringify(line.data))
      .text(line.kind)
      .text(line.category)
      .bool(line.active)
      .text(line.sortName)
      .tsvector(line.terms)
      .timestamptz(now)
      .timestamptz(now)
      .done();
    if (behind) await behind;
  }
  await rows.end();
  await sink.end();
}

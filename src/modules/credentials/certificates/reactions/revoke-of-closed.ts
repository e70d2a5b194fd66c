import { sql } from 'kysely';
import { today } from '../../../../platform/clock.js';
import type { Ctx } from '../../../../platform/context.js';
import { rows } from '../../../../platform/db/connection.js';
import type { Reaction } from '../../../../platform/events.js';
import { isOpen, structuresByNationalId } from '../../../structures/index.js';
import { revokeExOfficio } from '../actions/revoke-ex-officio.js';

/** Revokes the certificates of legal entities that closed: a change of what is certified revokes (arrêté of 4/04/2022). */
export const revokeOfClosed: Reaction = {
  name: 'credentials.revoke-of-closed',
  run: async (ctx, ids) => {
    await revokeAllOfClosed(ctx, ids);
  },
};

/** The same after a whole file of FINESS, which tells of no structure by itself. */
export const revokeOfClosedByFile: Reaction = {
  name: 'credentials.revoke-of-closed-by-file',
  run: async (ctx) => {
    await revokeAllOfClosed(ctx);
  },
};

/** In: technical ids of structures, or none for all that hold certificates. Out: how many were revoked; none when repeated. */
async function revokeAllOfClosed(ctx: Ctx, ids?: readonly string[]): Promise<number> {
  const held = await rows(
    ctx.db,
    sql<{ serial: string; structureId: string }>`select serial, structure_id as "structureId"
      from credentials.software_certificates where revoked_at is null
        and ${ids ? sql`structure_id = any(${ids.map((id) => id.replace(/^F/, '1'))})` : sql`true`}`,
  );
  const known = await structuresByNationalId(ctx, [...new Set(held.map(({ structureId }) => structureId))]);
  const day = today(ctx.clock);
  const over = held.filter(({ structureId }) => {
    const structure = known.get(structureId);
    return structure !== undefined && !isOpen(structure, day);
  });
  for (const { serial, structureId } of over)
    await revokeExOfficio(ctx, { serial, structureId, reason: 'cessation-of-operation' });
  return over.length;
}

import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { technicalId } from '../rules/technical-id.js';
import { saveStructures } from '../store.js';
import type { Address, Structure } from '../structure.js';

/** What a professional says of the practice where he works on his own account. */
export interface NewPractice {
  readonly name: string;
  /** TRE_R02. */
  readonly sector?: string;
  readonly address?: Address;
}

/** Opens a practice. Out: the structure, with a technical id and no national id until its holder has a number. */
export async function createPractice(ctx: Ctx, practice: NewPractice): Promise<Structure> {
  const next = await one(ctx.db, sql<{ n: number }>`select nextval('structures.practice_numbers')::bigint n`);
  const structure: Structure = { id: technicalId({ practice: next?.n ?? 0 }), ...practice };
  await saveStructures(ctx, [structure]);
  return structure;
}

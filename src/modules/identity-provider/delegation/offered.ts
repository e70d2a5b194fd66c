import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { type Db, one } from '../../../platform/db/connection.js';

const LOOK_AFTER_MS = 10_000;
const seen = new WeakMap<Db, { readonly offered: boolean; readonly at: number }>();

/**
 * Whether anybody can sign in by an establishment, so that the tab is shown. Looked at every ten seconds by a process:
 * the page of a sign-in is no place for one more statement.
 */
export async function delegationOffered(ctx: Pick<Ctx, 'db'>): Promise<boolean> {
  const known = seen.get(ctx.db);
  if (known && Date.now() - known.at < LOOK_AFTER_MS) return known.offered;
  const row = await one(
    ctx.db,
    sql<{
      offered: boolean;
    }>`select exists (select from identity_provider.establishments where authorised) offered`,
  );
  const offered = row?.offered ?? false;
  seen.set(ctx.db, { offered, at: Date.now() });
  return offered;
}

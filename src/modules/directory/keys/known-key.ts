import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';

/** What the door has to know of a key. */
export interface KnownKey {
  readonly application: string;
  readonly eachMinute: number;
  readonly closed: boolean;
  readonly endsAt: Date | null;
}

/** The key of this hash, as it is now. */
export const readKey = (ctx: Pick<Ctx, 'db'>, hash: string): Promise<KnownKey | undefined> =>
  one(
    ctx.db,
    sql<KnownKey>`select k.application, a.each_minute "eachMinute", a.closed_at is not null closed, k.ends_at "endsAt"
      from directory.api_keys k join directory.applications a on a.id = k.application where k.key_hash = ${hash}`,
  );

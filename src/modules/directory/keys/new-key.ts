import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { hashToken, randomToken } from '../../../platform/secrets.js';

const PREFIX = 'esa_';
/** The first signs, by which the owner knows one key from another; what remains holds 168 random bits. */
const SHOWN = PREFIX.length + 4;

/** Makes a key of an application. Out: the key, of which only a hash is kept. */
export async function newKey(ctx: Ctx, application: string): Promise<string> {
  const key = `${PREFIX}${randomToken(24)}`;
  await sql`insert into directory.api_keys (key_hash, application, beginning, created_at)
    values (${hashToken(key)}, ${application}::uuid, ${key.slice(0, SHOWN)}, ${ctx.clock.now()})`.execute(
    ctx.db,
  );
  return key;
}

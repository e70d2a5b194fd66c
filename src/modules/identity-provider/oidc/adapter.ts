import { sql } from 'kysely';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import { affected, one } from '../../../platform/db/connection.js';
import { hashToken } from '../../../platform/secrets.js';
import { LIFETIMES } from '../rules/lifetimes.js';
import { serviceAdapter } from './service-client.js';

/** The engine must find these to say that they expired, not that they never were (CIBA Core §11). */
const TELLS_EXPIRY = new Set(['BackchannelAuthenticationRequest']);

interface Row {
  readonly payload: AdapterPayload;
  readonly consumedAt: Date | null;
}

/** Why a code or a token is refused that another request spent. */
export const ALREADY_USED = 'already used';

/**
 * Where the protocol engine keeps its things. Values that open something (codes, tokens, session cookies) are kept as
 * hashes; consuming is one conditional update, so that of twenty parallel attempts one succeeds.
 */
export function artifactAdapter(ctx: Pick<Ctx, 'db'>, model: string): Adapter {
  if (model === 'Client') return serviceAdapter(ctx);
  const key = (id: string) => sql`model = ${model} and id_hash = ${hashToken(id)}`;
  return {
    upsert: (id, payload, expiresIn) => upsert(ctx, model, id, payload, expiresIn),
    async find(id) {
      const row = await one(
        ctx.db,
        sql<Row>`select payload, consumed_at as "consumedAt" from identity_provider.artifacts
          where ${key(id)} and (expires_at > now() or ${TELLS_EXPIRY.has(model)})`,
      );
      return row && { ...restore(model, row), jti: id };
    },
    async findByUid(uid) {
      const row = await one(
        ctx.db,
        sql<Row>`select payload, consumed_at as "consumedAt" from identity_provider.artifacts
          where uid = ${uid} and model = ${model} and expires_at > now()`,
      );
      return row && restore(model, row);
    },
    async consume(id) {
      const spent = sql`update identity_provider.artifacts set consumed_at = now()
        where ${key(id)} and consumed_at is null and expires_at > now()`;
      if ((await affected(ctx.db, spent)) === 0) throw new errors.InvalidGrant(ALREADY_USED);
    },
    async destroy(id) {
      const gone = await affected(ctx.db, sql`delete from identity_provider.artifacts where ${key(id)}`);
      // The engine destroys an interaction before it believes its result: of two that try, one goes on.
      if (gone === 0 && model === 'Interaction') throw new errors.SessionNotFound('sign-in already over');
    },
    async revokeByGrantId(grantId) {
      await sql`delete from identity_provider.artifacts where grant_id = ${grantId} and model = ${model}`.execute(
        ctx.db,
      );
    },
    findByUserCode: async () => undefined,
  };
}

function restore(model: string, { payload, consumedAt }: Row): AdapterPayload {
  if (!consumedAt) return payload;
  // Two refreshes of one token in this stretch are a lost answer or a race of one service with itself, not a theft.
  const racing =
    model === 'RefreshToken' && Date.now() - consumedAt.getTime() < LIFETIMES.refreshGrace * 1000;
  return racing ? payload : { ...payload, consumed: Math.floor(consumedAt.getTime() / 1000) };
}

async function upsert(
  ctx: Pick<Ctx, 'db'>,
  model: string,
  id: string,
  payload: AdapterPayload,
  expiresIn: number | undefined,
): Promise<void> {
  const { jti: _secret, consumed: _column, ...kept } = payload;
  if (model === 'Interaction' && kept.session) delete (kept.session as { cookie?: string }).cookie;
  const text = JSON.stringify(kept);
  // A parameter of the request (state, login_hint…) that the database could not give back.
  if (text.includes('\\u0000')) throw new errors.InvalidRequest('a parameter contains NUL');
  const grantId = model === 'Grant' ? id : (kept.grantId ?? null);
  await sql`insert into identity_provider.artifacts (model, id_hash, payload, grant_id, uid, sid, expires_at)
    values (${model}, ${hashToken(id)}, ${text}::jsonb, ${grantId}, ${kept.uid ?? null},
      ${(kept.sid as string | undefined) ?? null}, now() + make_interval(secs => ${expiresIn ?? LIFETIMES.grant}))
    on conflict (model, id_hash) do update set payload = excluded.payload, grant_id = excluded.grant_id,
      uid = excluded.uid, sid = excluded.sid, expires_at = excluded.expires_at`.execute(ctx.db);
}

/** Forgets what expired more than an hour ago; for the periodic clean-up. */
export async function forgetExpired(ctx: Pick<Ctx, 'db'>): Promise<void> {
  await sql`delete from identity_provider.artifacts where expires_at < now() - interval '1 hour'`.execute(
    ctx.db,
  );
}

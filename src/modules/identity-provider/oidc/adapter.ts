import { sql } from 'kysely';
import Provider, { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import { affected } from '../../../platform/db/connection.js';
import { statement } from '../../../platform/db/statement.js';
import { hashToken } from '../../../platform/secrets.js';
import { signInOver } from '../errors.js';
import { LIFETIMES } from '../rules/lifetimes.js';
import { type Artifact, exchange, keyOf, type Save } from './exchange.js';
import { ID, readAlone, readTogether } from './read-together.js';
import { writeAll } from './saving.js';
import { serviceAdapter } from './service-client.js';

/** Why a code or a token is refused that another request spent. */
export const ALREADY_USED = 'already used';

/** What the engine asks for first, of which the rest follows. */
const BEGINS = new Set(['AccessToken', 'BackchannelAuthenticationRequest', 'Session', 'Interaction']);

/** What is spent at the end of a request, with all that it gives; everything else is spent when the engine says so. */
const SPENT_TOGETHER = new Set(['AuthorizationCode', 'RefreshToken', 'BackchannelAuthenticationRequest']);

/**
 * Where the protocol engine keeps its things. Values that open something (codes, tokens, session cookies) are kept as
 * hashes; consuming is one conditional update, so that of twenty parallel attempts one succeeds. Within an exchange,
 * things are read and written together: see read-together.ts and write-together.ts.
 */
export function artifactAdapter(ctx: Pick<Ctx, 'db' | 'clock'>, model: string): Adapter {
  if (model === 'Client') return serviceAdapter(ctx);
  const where = (idHash: string) => sql`model = ${model} and id_hash = ${idHash}`;
  return {
    async upsert(id, payload, expiresIn) {
      const save = saveOf(model, id, payload, expiresIn);
      const writes = exchange()?.writes;
      if (!writes)
        return model === 'Interaction' ? goOn(ctx, save) : void (await writeAll(ctx, { saves: [save] }));
      const key = keyOf(model, save.idHash);
      writes.saves.set(key, save);
      writes.gone.delete(key);
    },
    async find(id) {
      const artifact = ID.test(id) ? await find(ctx, model, id) : undefined;
      return artifact && { ...restore(model, artifact), jti: id };
    },
    async findByUid(uid) {
      const [row] = (await byUid(ctx.db, { uid, model })).rows;
      return row && restore(model, row);
    },
    async consume(id) {
      const idHash = hashToken(id);
      const writes = exchange()?.writes;
      if (writes && !writes.spend && SPENT_TOGETHER.has(model)) {
        writes.spend = { model, idHash };
        return;
      }
      const spent = sql`update identity_provider.artifacts set consumed_at = now()
        where ${where(idHash)} and consumed_at is null and expires_at > now()`;
      if ((await affected(ctx.db, spent)) === 0) throw new errors.InvalidGrant(ALREADY_USED);
    },
    async destroy(id) {
      const idHash = hashToken(id);
      const writes = exchange()?.writes;
      writes?.saves.delete(keyOf(model, idHash));
      if (writes && model === 'Session') {
        writes.gone.set(keyOf(model, idHash), { model, idHash });
        return;
      }
      // The engine destroys an interaction before it believes its result: of two that try, one goes on.
      if (writes && !writes.spend && model === 'Interaction') writes.spend = { model, idHash };
      else await destroy(ctx.db, { model, idHash });
    },
    async revokeByGrantId(grantId) {
      const saves = exchange()?.writes?.saves;
      for (const [key, save] of saves ?? [])
        if (save.model === model && save.grantId === grantId) saves?.delete(key);
      await sql`delete from identity_provider.artifacts where grant_id = ${grantId} and model = ${model}`.execute(
        ctx.db,
      );
    },
    findByUserCode: async () => undefined,
  };
}

/** A page writes on a sign-in under way, never anew: of twenty confirmations that come at once, the first ended it. */
async function goOn(ctx: Pick<Ctx, 'db'>, save: Save): Promise<void> {
  if (!(await writeAll(ctx, { goOn: save, note: exchange()?.note }))) throw signInOver();
}

const destroy = statement<Pick<Save, 'model' | 'idHash'>, never>(
  'psc_destroy',
  (value) => sql`delete from identity_provider.artifacts
    where model = ${value('model')} and id_hash = ${value('idHash')}`,
);

async function find(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  model: string,
  id: string,
): Promise<Artifact | undefined> {
  const held = exchange();
  const idHash = hashToken(id);
  const key = keyOf(model, idHash);
  const written = held?.writes?.saves.get(key);
  if (written) return { payload: JSON.parse(written.text) as AdapterPayload, consumedAt: null };
  if (held && BEGINS.has(model) && !held.artifacts.has(key))
    await readTogether(ctx, held, { model, id, ...(model === 'Session' && { clientId: askingService() }) });
  if (held?.artifacts.has(key)) {
    const known = held.artifacts.get(key);
    held.artifacts.delete(key);
    return known;
  }
  return readAlone(ctx, model, idHash);
}

/** The service that sends a browser here: the engine looks at the session first, and at the parameters next. */
function askingService(): string | undefined {
  const asked = Provider.ctx?.query.client_id;
  return typeof asked === 'string' ? asked : undefined;
}

function restore(model: string, { payload, consumedAt }: Artifact): AdapterPayload {
  if (!consumedAt) return payload;
  // Two refreshes of one token in this stretch are a lost answer or a race of one service with itself, not a theft.
  const racing =
    model === 'RefreshToken' && Date.now() - consumedAt.getTime() < LIFETIMES.refreshGrace * 1000;
  return racing ? payload : { ...payload, consumed: Math.floor(consumedAt.getTime() / 1000) };
}

/** What is to be written of an artifact; `id` opens it and is kept as a hash only. In: seconds that it lives. */
export function saveOf(model: string, id: string, payload: object, expiresIn: number | undefined): Save {
  const { jti: _secret, consumed: _column, ...plain } = payload as AdapterPayload;
  if (model === 'Interaction' && plain.session) delete (plain.session as { cookie?: string }).cookie;
  const text = JSON.stringify(plain);
  // A parameter of the request (state, login_hint…) that the database could not give back.
  if (text.includes('\\u0000')) throw new errors.InvalidRequest('a parameter contains NUL');
  const grantId = model === 'Grant' ? id : (plain.grantId ?? null);
  const { uid = null, sid = null } = plain as { uid?: string; sid?: string };
  return { model, idHash: hashToken(id), text, grantId, uid, sid, seconds: expiresIn ?? LIFETIMES.grant };
}

const byUid = statement<{ uid: string; model: string }, Artifact>(
  'psc_by_uid',
  (value) => sql`select payload, consumed_at as "consumedAt" from identity_provider.artifacts
    where uid = ${value('uid')} and model = ${value('model')} and expires_at > now()`,
);

/** Forgets what expired more than an hour ago; for the periodic clean-up. */
export async function forgetExpired(ctx: Pick<Ctx, 'db'>): Promise<void> {
  await sql`delete from identity_provider.artifacts where expires_at < now() - interval '1 hour'`.execute(
    ctx.db,
  );
}

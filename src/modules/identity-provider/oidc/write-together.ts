import { type RawBuilder, sql } from 'kysely';
import type Provider from 'oidc-provider';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Ctx } from '../../../platform/context.js';
import { kept, one } from '../../../platform/db/connection.js';
import { LIFETIMES } from '../rules/lifetimes.js';
import { ALREADY_USED } from './adapter.js';
import { exchange, inExchange, type Save, type Spend, type Visit, type Writes } from './exchange.js';
import { sealAnswer } from './lost-answer.js';
import { renderError } from './protocol-error.js';

/**
 * Makes of each request one exchange, and writes what the engine decided by one statement before the answer leaves:
 * a code or a refresh token is spent, and what it gives exists, together or not at all.
 */
export function writeTogether(provider: Provider, ctx: Ctx): void {
  provider.use((bare, next) =>
    inExchange(true, async () => {
      await next();
      const koa = bare as KoaContextWithOIDC;
      const writes = exchange()?.writes;
      if (!writes) return;
      try {
        if (writes.spend) sealAnswer(ctx, koa, writes.spend);
        if (!(await write(ctx, writes))) refuse(provider, koa);
      } catch (error) {
        await fail(provider, ctx, koa, error as Error);
      }
    }),
  );
}

/** Another request was quicker: the answer of the engine to a code or a token that was used (RFC 6749 §5.2). */
function refuse(provider: Provider, koa: KoaContextWithOIDC): void {
  const error = new errors.InvalidGrant(ALREADY_USED);
  koa.status = error.statusCode;
  koa.body = { error: error.error, error_description: error.error_description };
  provider.emit('grant.error', koa, error);
}

/** Nothing was written: what the engine answered is not true. */
async function fail(provider: Provider, ctx: Ctx, koa: KoaContextWithOIDC, error: Error): Promise<void> {
  const out = { error: 'server_error', error_description: 'oops! something went wrong' };
  koa.remove('Location');
  koa.status = 500;
  if (koa.accepts('json', 'html') === 'html') await renderError(ctx, koa, out, error);
  else koa.body = out;
  provider.emit('server_error', koa, error);
}

/** Out: false when something was to be spent, and was already. */
async function write(ctx: Pick<Ctx, 'db'>, writes: Writes): Promise<boolean> {
  const { spend, visit } = writes;
  const gone = [...writes.gone.values()];
  const saves = [...writes.saves.values()];
  if (spend) return (await one(ctx.db, spending(spend, saves, gone, visit)))?.spent === true;
  if (saves.length > 0 || gone.length > 0)
    await sql`${kept('psc_write')}with ${deleted(gone)} ${saved(saves, sql`true`)}`.execute(ctx.db);
  return true;
}

type Gone = Pick<Save, 'model' | 'idHash'>;

function spending(spend: Spend, saves: Save[], gone: Gone[], visit: Visit | undefined) {
  // The same row cannot be written twice by one statement.
  const isSpent = ({ model, idHash }: Gone) => model === spend.model && idHash === spend.idHash;
  const changed = saves.find(isSpent);
  const others = saves.filter((save) => save !== changed);
  return sql<{ spent: boolean }>`${kept('psc_spend')}with spent as (update identity_provider.artifacts
      set consumed_at = now(), answer = ${spend.answer ?? null},
        payload = coalesce(${changed?.text ?? null}::jsonb, payload)
      where model = ${spend.model} and id_hash = ${spend.idHash} and consumed_at is null and expires_at > now()
      returning 1),
    ${deleted(gone)}, saved as (${saved(others, sql`exists (select from spent)`)}), ${visited(visit)}
    select exists (select from spent) spent`;
}

const deleted = (
  gone: Gone[],
) => sql`gone as (delete from identity_provider.artifacts where (model, id_hash) in
  (select * from unnest(${gone.map((one) => one.model)}::text[], ${gone.map((one) => one.idHash)}::text[])))`;

function saved(saves: Save[], when: RawBuilder<unknown>) {
  const column = (of: (save: Save) => unknown) => sql`${saves.map(of)}`;
  return sql`insert into identity_provider.artifacts (model, id_hash, payload, grant_id, uid, sid, expires_at)
    select model, id_hash, payload::jsonb, grant_id, uid, sid, now() + make_interval(secs => seconds)
    from unnest(${column((one) => one.model)}::text[], ${column((one) => one.idHash)}::text[],
      ${column((one) => one.text)}::text[], ${column((one) => one.grantId)}::text[],
      ${column((one) => one.uid)}::text[], ${column((one) => one.sid)}::text[],
      ${column((one) => one.seconds)}::int[]) as t (model, id_hash, payload, grant_id, uid, sid, seconds)
    where ${when}
    on conflict (model, id_hash) do update set payload = excluded.payload, grant_id = excluded.grant_id,
      uid = excluded.uid, sid = excluded.sid, expires_at = excluded.expires_at`;
}

/** A visit is silent when the same session came somewhere before. */
function visited(visit: Visit | undefined) {
  const one = sql`from (select ${visit?.accountId ?? null}::uuid account_id, ${visit?.clientId ?? null}::text client_id,
      ${visit?.sid ?? null}::text sid, ${visit?.means ?? null}::text means, ${visit?.subject ?? null}::text subject) v
    where v.account_id is not null and exists (select from spent)`;
  return sql`visit as (insert into identity_provider.visits (account_id, client_id, sid, means, silent)
      select account_id, client_id, sid, means, exists (select from identity_provider.visits b
        where b.account_id = v.account_id and b.sid = v.sid
          and b.at > now() - make_interval(secs => ${LIFETIMES.session}::int)) ${one}),
    known as (insert into identity_provider.known_subjects (client_id, account_id, subject)
      select client_id, account_id, subject ${one}
      on conflict (client_id, account_id) do update set subject = excluded.subject
        where identity_provider.known_subjects.subject <> excluded.subject)`;
}

import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { statement } from '../../../platform/db/statement.js';
import { hashToken } from '../../../platform/secrets.js';
import { type Service, serviceRow } from '../queries/service.js';
import { type AccountRow, accountRow, copyOf } from '../store.js';
import { type Artifact, type Exchange, keyOf } from './exchange.js';

/** The engine must find these to say that they expired, not that they never were (CIBA Core §11). */
const TELLS_EXPIRY = new Set(['BackchannelAuthenticationRequest']);

/** Ids that the engine makes: nothing else is looked for. */
export const ID = /^[\w-]{1,128}$/;

interface Found {
  readonly payload: Artifact['payload'] | null;
  readonly consumedAt: Date | null;
  readonly grant: Artifact['payload'] | null;
  readonly service: Service | null;
  readonly account: (Omit<AccountRow, 'updatedAt'> & { readonly updatedAt: string }) | null;
}

type World = Pick<Ctx, 'db' | 'clock'>;

/**
 * Reads, by one statement, one artifact and all that the engine will ask for next: its grant, its service (or the one
 * that asks: `clientId`), its person. What is found, and what is not, is put into the exchange.
 */
export async function readTogether(
  ctx: World,
  held: Exchange,
  { model, id, clientId }: { model: string; id: string; clientId?: string | undefined },
): Promise<void> {
  const idHash = hashToken(id);
  const asked = clientId?.includes('\0') ? undefined : clientId;
  const tellsExpiry = TELLS_EXPIRY.has(model);
  const values = { model, idHash, tellsExpiry, clientId: asked ?? null, now: ctx.clock.now() };
  const {
    payload,
    consumedAt = null,
    grant,
    service,
    account,
  } = (await together(ctx.db, values)).rows[0] ?? {};
  held.artifacts.set(keyOf(model, idHash), payload ? { payload, consumedAt } : undefined);
  if (payload?.grantId && grant)
    held.artifacts.set(keyOf('Grant', hashToken(payload.grantId)), { payload: grant, consumedAt: null });
  const of = asked ?? payload?.clientId ?? clientOf(payload);
  if (of !== undefined) held.services.set(of, service ?? undefined);
  if (payload?.accountId && account)
    held.people.set(payload.accountId, copyOf(ctx, { ...account, updatedAt: new Date(account.updatedAt) }));
}

/** The artifact that a request of a service shows, by its parameters; nothing of it is believed yet. */
export function shownIn(params: unknown): { model: string; id: string } | undefined {
  const { code, refresh_token, auth_req_id, token } = (params ?? {}) as Record<string, unknown>;
  const envelope = typeof token === 'string' ? opaqueIn(token) : undefined;
  const shown: readonly (readonly [string, unknown])[] = [
    ['AuthorizationCode', code],
    ['RefreshToken', refresh_token ?? (envelope ? undefined : token)],
    ['BackchannelAuthenticationRequest', auth_req_id],
    ['AccessToken', envelope],
  ];
  for (const [model, id] of shown) if (typeof id === 'string' && ID.test(id)) return { model, id };
  return undefined;
}

/** The engine's own token in an envelope, whose signature is verified later: see envelope.ts. */
function opaqueIn(token: string): string | undefined {
  const [, claims, ...rest] = token.split('.');
  if (rest.length !== 1) return undefined;
  try {
    const { jti } = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()) as { jti?: unknown };
    return typeof jti === 'string' ? jti : undefined;
  } catch {
    return undefined;
  }
}

/** The service of an interaction. */
const clientOf = (payload: Artifact['payload'] | null | undefined): string | undefined =>
  (payload?.params as { client_id?: string } | undefined)?.client_id;

type Asked = { model: string; idHash: string; tellsExpiry: boolean; clientId: string | null; now: Date };

const together = statement<Asked, Found>('psc_together', (value) => {
  const service = serviceRow(
    sql`coalesce(${value('clientId')}::text, k.payload ->> 'clientId', k.payload -> 'params' ->> 'client_id')`,
  );
  const account = accountRow(sql`(k.payload ->> 'accountId')::uuid`, value('now'));
  return sql`select k.payload, k.consumed_at as "consumedAt",
      (select g.payload from identity_provider.artifacts g
        where g.model = 'Grant' and g.grant_id = k.grant_id and g.expires_at > now()) as grant,
      (select row_to_json(r) from (${service}) r) as service,
      (select row_to_json(r) from (${account}) r) as account
    from (select) nothing left join identity_provider.artifacts k on k.model = ${value('model')}
      and k.id_hash = ${value('idHash')} and (k.expires_at > now() or ${value('tellsExpiry')})`;
});

const alone = statement<Omit<Asked, 'clientId' | 'now'>, Artifact>(
  'psc_alone',
  (value) => sql`select payload, consumed_at as "consumedAt" from identity_provider.artifacts
    where model = ${value('model')} and id_hash = ${value('idHash')}
      and (expires_at > now() or ${value('tellsExpiry')})`,
);

/** Reads one artifact by itself. */
export async function readAlone(
  ctx: Pick<Ctx, 'db'>,
  model: string,
  idHash: string,
): Promise<Artifact | undefined> {
  return (await alone(ctx.db, { model, idHash, tellsExpiry: TELLS_EXPIRY.has(model) })).rows[0];
}

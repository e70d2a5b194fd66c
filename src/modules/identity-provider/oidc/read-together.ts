import { type RawBuilder, sql } from 'kysely';
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
  /** The service that asks, or the one of the artifact. */
  readonly service: Service | null;
  /** The service of the artifact, where another one asks. */
  readonly owner: Service | null;
  readonly account: AccountRow | null;
}

/** As the database tells it: dates inside JSON are texts. */
type Told = Omit<Found, 'account'> & {
  readonly account: (Omit<AccountRow, 'updatedAt'> & { readonly updatedAt: string }) | null;
};

type World = Pick<Ctx, 'db' | 'clock'>;

/** One artifact, by the id that opens it, and the service that asks about it where one does. */
interface Wanted {
  readonly model: string;
  readonly id: string;
  readonly clientId?: string | undefined;
}

/** One artifact with its grant, the services that it concerns and its person, by one statement. */
export async function found(ctx: World, { model, id, clientId }: Wanted): Promise<Partial<Found>> {
  const tellsExpiry = TELLS_EXPIRY.has(model);
  const values = { model, idHash: hashToken(id), tellsExpiry, clientId: clientId ?? null };
  const [row] = (await together(ctx.db, { ...values, now: ctx.clock.now() })).rows;
  const account = row?.account && { ...row.account, updatedAt: new Date(row.account.updatedAt) };
  return { ...row, account: account ?? null };
}

/**
 * Reads, by one statement, one artifact and all that the engine will ask for next: its grant, its service (or the one
 * that asks: `clientId`), its person. What is found, and what is not, is put into the exchange.
 */
export async function readTogether(
  ctx: World,
  held: Exchange,
  { model, id, clientId }: Wanted,
): Promise<void> {
  const idHash = hashToken(id);
  const asked = clientId?.includes('\0') ? undefined : clientId;
  const row = await found(ctx, { model, id, clientId: asked });
  const { payload, consumedAt = null, grant, service, owner, account } = row;
  held.artifacts.set(keyOf(model, idHash), payload ? { payload, consumedAt } : undefined);
  if (payload?.grantId && grant)
    held.artifacts.set(keyOf('Grant', hashToken(payload.grantId)), { payload: grant, consumedAt: null });
  const of = asked ?? payload?.clientId ?? clientOf(payload);
  if (of !== undefined) held.services.set(of, service ?? undefined);
  if (owner) held.services.set(owner.clientId, owner);
  const accountId = payload?.accountId ?? signedInAs(payload);
  if (accountId && account) held.people.set(accountId, copyOf(ctx, account));
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

/** The account of an interaction that ended well. */
const signedInAs = (payload: Artifact['payload'] | null | undefined): string | undefined =>
  (payload?.result as { login?: { accountId?: string } } | undefined)?.login?.accountId;

type Asked = { model: string; idHash: string; tellsExpiry: boolean; clientId: string | null; now: Date };

/** What `hashToken` makes of the grant's id: by its key there is one, by `grant_id` there are all the tokens that it gave. */
const GRANT_HASH = sql`encode(sha256(convert_to(k.grant_id, 'UTF8')), 'hex')`;

/**
 * What a value is, hidden from the planner: a plan for any value must not look dearer to it than one for this value, or it
 * plans anew at each request (a quarter of a millisecond; seen as soon as the tables were analysed).
 */
const hidden = (value: RawBuilder<unknown>, type: 'text' | 'boolean' | 'timestamptz') =>
  sql`(select ${value}::${sql.raw(type)})`;

const together = statement<Asked, Told>('psc_together', (value) => {
  const clientId = hidden(value('clientId'), 'text');
  const service = serviceRow(
    sql`coalesce(${clientId}, k.payload ->> 'clientId', k.payload -> 'params' ->> 'client_id')`,
  );
  const owner = serviceRow(
    sql`case when ${clientId} <> k.payload ->> 'clientId' then k.payload ->> 'clientId' end`,
  );
  const account = accountRow(
    sql`coalesce(k.payload ->> 'accountId', k.payload #>> '{result,login,accountId}')::uuid`,
    hidden(value('now'), 'timestamptz'),
  );
  return sql`select k.payload, k.consumed_at as "consumedAt",
      (select g.payload from identity_provider.artifacts g
        where g.model = 'Grant' and g.id_hash = ${GRANT_HASH} and g.expires_at > now()) as grant,
      (select row_to_json(r) from (${service}) r) as service,
      (select row_to_json(r) from (${owner}) r) as owner,
      (select row_to_json(r) from (${account}) r) as account
    from (select) nothing left join identity_provider.artifacts k on k.model = ${hidden(value('model'), 'text')}
      and k.id_hash = ${hidden(value('idHash'), 'text')} and (k.expires_at > now() or ${hidden(value('tellsExpiry'), 'boolean')})`;
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

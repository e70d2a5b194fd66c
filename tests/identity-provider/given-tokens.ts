import { decodeJwt, decodeProtectedHeader } from 'jose';
import { type RawBuilder, sql } from 'kysely';
import { rows } from '../../src/platform/db/connection.js';
import { hashToken } from '../../src/platform/secrets.js';
import type { Told } from './two-ways.js';
import type { World } from './world.js';

export type Form = Record<string, string>;

/** An answer of the token endpoint, as JSON. */
export const read = ({ said }: Told) => JSON.parse(said.body) as Record<string, string>;

/** The form that asks for the next tokens. */
export const refreshOf = (given: Told): Form => ({
  grant_type: 'refresh_token',
  refresh_token: read(given).refresh_token ?? '',
});

/** Members that two sign-ins never have alike. */
const OWN = [
  'exp',
  'iat',
  'iiat',
  'jti',
  'sid',
  'session_state',
  'nonce',
  'auth_time',
  'at_hash',
  'authTime',
];
const OF_STORE = [...OWN, 'grantId', 'sessionUid'];

const without = (names: readonly string[], value: object) =>
  Object.fromEntries(
    Object.entries(value).map(([name, held]) => [name, names.includes(name) ? typeof held : held]),
  );

interface Held {
  readonly model: string;
  readonly payload: Record<string, object>;
  /** Minutes that it has to live. */
  readonly life: number;
}

/** Artifacts that the store holds, and what else is asked of them. In: the columns, and which. */
const held = <T extends object>(w: World, more: RawBuilder<unknown>, which: RawBuilder<unknown>) =>
  rows(
    w.ctx.db,
    sql<Held & T>`select model, payload, round(extract(epoch from expires_at - now()) / 60)::int life, ${more}
      from identity_provider.artifacts where ${which} order by model`,
  );

/** What the store holds of what was given, by hash. */
async function stored(w: World, given: Told) {
  const body = read(given);
  const ids = [decodeJwt(body.access_token ?? '').jti ?? '', body.refresh_token ?? ''].map(hashToken);
  const linked = sql`(grant_id is not null and sid is not null and grant_id = payload ->> 'grantId') linked`;
  const found = await held<{ linked: boolean }>(w, linked, sql`id_hash = any(${ids})`);
  return found.map((row) => ({
    ...row,
    payload: { ...without(OF_STORE, row.payload), extra: without(OWN, row.payload.extra ?? {}) },
  }));
}

/** All that is said and kept of tokens, without what no two have alike. */
export async function described(w: World, given: Told) {
  const { access_token = '', id_token = '', ...body } = read(given);
  return {
    status: given.said.status,
    // The engine allows the form of a sign-in to lead to the service, where there is no form.
    headers: given.said.headers.map(([name, value]) =>
      /length|policy$/.test(name) ? name : `${name}: ${value}`,
    ),
    body: { ...body, refresh_token: typeof body.refresh_token, session_state: typeof body.session_state },
    access: [decodeProtectedHeader(access_token), without(OWN, decodeJwt(access_token))],
    identity: [decodeProtectedHeader(id_token), without(OWN, decodeJwt(id_token))],
    stored: await stored(w, given),
  };
}

/** The session behind an answer, its grant, the request that was approved, and what the journal says of it. */
export async function opened(w: World, given: Told) {
  const { session_state: sid = '' } = read(given);
  const request = sql`model = 'BackchannelAuthenticationRequest' and payload ->> 'sid' = ${sid}`;
  const found = await held<{ consumed: boolean }>(
    w,
    sql`consumed_at is not null consumed`,
    sql`${request} or model = 'Session' and uid = ${sid} or model = 'Grant' and grant_id =
      (select payload ->> 'grantId' from identity_provider.artifacts where ${request})`,
  );
  const noted = await rows(
    w.ctx.db,
    sql`select actor, act, outcome, data from platform.journal where act = 'identity-provider.sign-in'
      order by id desc limit 1`,
  );
  const own = [...OF_STORE, 'uid', 'loginTs', 'authorizations'];
  return { noted, held: found.map((row) => ({ ...row, payload: without(own, row.payload) })) };
}

/** By which way each was answered. */
export const ways = (...given: Told[]) => given.map(({ byEngine }) => (byEngine ? 'engine' : 'short'));

import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { statement } from '../../../platform/db/statement.js';
import { LIFETIMES } from '../rules/lifetimes.js';
import type { Save, Spend, Visit } from './exchange.js';

export type Gone = Pick<Save, 'model' | 'idHash'>;

/** Artifacts to save and to delete, column by column. */
interface Columns {
  readonly models: string[];
  readonly hashes: string[];
  readonly texts: string[];
  readonly grants: (string | null)[];
  readonly uids: (string | null)[];
  readonly sids: (string | null)[];
  readonly seconds: number[];
  readonly goneModels: string[];
  readonly goneHashes: string[];
}

const columnsOf = (saves: readonly Save[], gone: readonly Gone[]): Columns => ({
  models: saves.map((save) => save.model),
  hashes: saves.map((save) => save.idHash),
  texts: saves.map((save) => save.text),
  grants: saves.map((save) => save.grantId),
  uids: saves.map((save) => save.uid),
  sids: saves.map((save) => save.sid),
  seconds: saves.map((save) => save.seconds),
  goneModels: gone.map((one) => one.model),
  goneHashes: gone.map((one) => one.idHash),
});

type Value<V> = (key: keyof V & string) => RawBuilder<unknown>;

const deleted = (value: Value<Columns>) =>
  sql`gone as (delete from identity_provider.artifacts where (model, id_hash) in
    (select * from unnest(${value('goneModels')}::text[], ${value('goneHashes')}::text[])))`;

const saved = (value: Value<Columns>) =>
  sql`insert into identity_provider.artifacts (model, id_hash, payload, grant_id, uid, sid, expires_at)
    select model, id_hash, payload::jsonb, grant_id, uid, sid, now() + make_interval(secs => seconds)
    from unnest(${value('models')}::text[], ${value('hashes')}::text[], ${value('texts')}::text[],
      ${value('grants')}::text[], ${value('uids')}::text[], ${value('sids')}::text[], ${value('seconds')}::int[])
      as t (model, id_hash, payload, grant_id, uid, sid, seconds)`;

const OVER = sql`on conflict (model, id_hash) do update set payload = excluded.payload, grant_id = excluded.grant_id,
  uid = excluded.uid, sid = excluded.sid, expires_at = excluded.expires_at`;

const save = statement<Columns, never>(
  'psc_save',
  (value) => sql`with ${deleted(value)} ${saved(value)} ${OVER}`,
);

/** Saves and deletes, by one statement. */
export async function saveAll(
  ctx: Pick<Ctx, 'db'>,
  saves: readonly Save[],
  gone: readonly Gone[],
): Promise<void> {
  await save(ctx.db, columnsOf(saves, gone));
}

/** `changed`: what the engine wrote meanwhile into what is spent. */
type Spending = Columns & {
  readonly model: string;
  readonly idHash: string;
  readonly answer: string | null;
  readonly changed: string | null;
  readonly session: number;
} & { readonly [key in keyof Visit]: string | null };

const spend = statement<Spending, { spent: boolean }>('psc_spend', (value) => {
  const visit = sql`from (select ${value('accountId')}::uuid account_id, ${value('clientId')}::text client_id,
      ${value('sid')}::text sid, ${value('means')}::text means, ${value('subject')}::text subject) v
    where v.account_id is not null and exists (select from spent)`;
  return sql`with spent as (update identity_provider.artifacts set consumed_at = now(), answer = ${value('answer')},
        payload = coalesce(${value('changed')}::jsonb, payload)
      where model = ${value('model')} and id_hash = ${value('idHash')} and consumed_at is null and expires_at > now()
      returning 1),
    ${deleted(value)}, saved as (${saved(value)} where exists (select from spent) ${OVER}),
    visit as (insert into identity_provider.visits (account_id, client_id, sid, means, silent)
      select account_id, client_id, sid, means, exists (select from identity_provider.visits b
        where b.account_id = v.account_id and b.sid = v.sid
          and b.at > now() - make_interval(secs => ${value('session')}::int)) ${visit}),
    known as (insert into identity_provider.known_subjects (client_id, account_id, subject)
      select client_id, account_id, subject ${visit}
      on conflict (client_id, account_id) do update set subject = excluded.subject
        where identity_provider.known_subjects.subject <> excluded.subject)
    select exists (select from spent) spent`;
});

const NOBODY = { accountId: null, clientId: null, sid: null, means: null, subject: null };

/**
 * Spends a code or a token, once, and saves what it gives, and notes the visit: together or not at all. A visit is silent
 * when the same session came somewhere before. Out: whether it was still to be spent.
 */
export async function spendFor(
  ctx: Pick<Ctx, 'db'>,
  spent: Spend,
  saves: readonly Save[],
  gone: readonly Gone[],
  visit: Visit | undefined,
): Promise<boolean> {
  // The same row cannot be written twice by one statement.
  const changed = saves.find(({ model, idHash }) => model === spent.model && idHash === spent.idHash);
  const others = saves.filter((one) => one !== changed);
  const { rows } = await spend(ctx.db, {
    ...columnsOf(others, gone),
    ...{ model: spent.model, idHash: spent.idHash, answer: spent.answer ?? null },
    ...{ changed: changed?.text ?? null, session: LIFETIMES.session },
    ...(visit ?? NOBODY),
  });
  return rows[0]?.spent === true;
}

import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { statement } from '../../../platform/db/statement.js';
import { journalWords, type NewLine } from '../../../platform/journal.js';
import { type Asked, askedWords } from '../ciba/store.js';
import { LIFETIMES } from '../rules/lifetimes.js';
import type { Save, Spend, Visit } from './exchange.js';

export type Gone = Pick<Save, 'model' | 'idHash'>;

/** What one request writes: together, or not at all when what it spends was spent, or what it goes on with is over. */
export interface Written {
  readonly saves?: readonly Save[];
  readonly gone?: readonly Gone[];
  readonly spend?: Spend | undefined;
  /** A sign-in under way, with what a page adds to it. */
  readonly goOn?: Save;
  readonly visit?: Visit | undefined;
  readonly note?: NewLine | undefined;
  readonly asked?: Asked | undefined;
}

/** Values of a statement, by the names that its words give them: `hash0` is the `hash` of the first artifact. */
type Values = Readonly<Record<string, unknown>>;
type Value = (key: string) => RawBuilder<unknown>;

/** What must happen once for the rest to happen: a sign-in under way that ends is gone, for no page of it may come again. */
type Once = 'spent' | 'ended' | 'gone_on' | 'always';

/** What a statement writes, and how many of each: each shape has words of its own. */
interface Shape {
  readonly saves: number;
  readonly gone: number;
  readonly once: Once;
  readonly visit: boolean;
  readonly note: boolean;
  readonly asked: boolean;
}

const several = (count: number, words: (index: number) => RawBuilder<unknown>) =>
  sql.join(Array.from({ length: count }, (_, index) => words(index)));

const savedValues = (saves: readonly Save[]): Values =>
  Object.fromEntries(
    saves.flatMap(({ model, idHash, text, grantId, uid, sid, seconds }, index) =>
      Object.entries({ model, hash: idHash, text, grant: grantId, uid, sid, seconds }).map(
        ([name, value]) => [`${name}${index}`, value],
      ),
    ),
  );

const goneValues = (gone: readonly Gone[]): Values =>
  Object.fromEntries(
    gone.flatMap(({ model, idHash }, index) => [
      [`goneModel${index}`, model],
      [`goneHash${index}`, idHash],
    ]),
  );

const deleted = (value: Value, { gone }: Shape) => sql`delete from identity_provider.artifacts
  where (model, id_hash) in (${several(gone, (i) => sql`(${value(`goneModel${i}`)}, ${value(`goneHash${i}`)})`)})`;

const saved = (value: Value, { saves }: Shape, only: RawBuilder<unknown>) => {
  const row = (
    i: number,
  ) => sql`(${value(`model${i}`)}::text, ${value(`hash${i}`)}::text, ${value(`text${i}`)}::jsonb,
    ${value(`grant${i}`)}::text, ${value(`uid${i}`)}::text, ${value(`sid${i}`)}::text, ${value(`seconds${i}`)}::int)`;
  return sql`insert into identity_provider.artifacts (model, id_hash, payload, grant_id, uid, sid, expires_at)
    select model, id_hash, payload, grant_id, uid, sid, now() + make_interval(secs => seconds)
    from (values ${several(saves, row)}) t (model, id_hash, payload, grant_id, uid, sid, seconds) where ${only}
    on conflict (model, id_hash) do update set payload = excluded.payload, grant_id = excluded.grant_id,
      uid = excluded.uid, sid = excluded.sid, expires_at = excluded.expires_at`;
};

/** The same words for values that have other names here. */
const within =
  (value: Value, part: string): Value =>
  (key) =>
    value(`${part}.${key}`);

const valuesWithin = (part: string, values: object): Values =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`${part}.${key}`, value]));

const ARTIFACT = (value: Value) => sql`model = ${value('model')} and id_hash = ${value('idHash')}
  and expires_at > now()`;

/** `changed`: what the engine wrote meanwhile into what is spent. */
const ONCE: Readonly<Record<Exclude<Once, 'always'>, (value: Value) => RawBuilder<unknown>>> = {
  spent: (
    value,
  ) => sql`update identity_provider.artifacts set consumed_at = now(), answer = ${value('answer')},
      payload = coalesce(${value('changed')}::jsonb, payload)
    where ${ARTIFACT(value)} and consumed_at is null returning 1`,
  ended: (value) => sql`delete from identity_provider.artifacts where ${ARTIFACT(value)} returning 1`,
  gone_on: (value) => sql`update identity_provider.artifacts set payload = ${value('text')}::jsonb,
      expires_at = now() + make_interval(secs => ${value('seconds')}::int)
    where ${ARTIFACT(value)} returning 1`,
};

/** A visit is silent when the same session came somewhere before. */
function visited(value: Value, only: RawBuilder<unknown>): RawBuilder<unknown> {
  const v = sql`(select ${value('accountId')}::uuid account_id, ${value('clientId')}::text client_id,
      ${value('sid')}::text sid, ${value('means')}::text means, ${value('subject')}::text subject) v`;
  return sql`visit as (insert into identity_provider.visits (account_id, client_id, sid, means, silent)
      select account_id, client_id, sid, means, exists (select from identity_provider.visits b
        where b.account_id = v.account_id and b.sid = v.sid
          and b.at > now() - make_interval(secs => ${value('session')}::int))
      from ${v} where ${only}),
    known as (insert into identity_provider.known_subjects (client_id, account_id, subject)
      select client_id, account_id, subject from ${v} where ${only}
        and not exists (select from identity_provider.known_subjects k
          where k.client_id = v.client_id and k.account_id = v.account_id and k.subject = v.subject)
      on conflict (client_id, account_id) do update set subject = excluded.subject)`;
}

function words(value: Value, shape: Shape): RawBuilder<{ done: boolean }> {
  const { once, saves, gone, visit, note, asked } = shape;
  const only = once === 'always' ? sql`true` : sql`exists (select from once)`;
  const parts = [
    ...(once === 'always' ? [] : [sql`once as (${ONCE[once](value)})`]),
    ...(gone > 0 ? [sql`gone as (${deleted(value, shape)})`] : []),
    ...(saves > 0 ? [sql`saved as (${saved(value, shape, only)})`] : []),
    ...(visit ? [visited(within(value, 'visit'), only)] : []),
    ...(note ? [sql`noted as (${journalWords(within(value, 'note'), only)})`] : []),
    ...(asked ? [sql`asked as (${askedWords(within(value, 'asked'))})`] : []),
  ];
  return sql`with ${sql.join(parts)} select ${only} done`;
}

const known = new Map<string, ReturnType<typeof statement<Values, { done: boolean }>>>();

/**
 * A statement of each shape, under a name of its own. Rows are written out: of an array the planner believes that it holds
 * ten, finds the plan of these very values cheaper, and makes one at each request, which takes longer than the writing.
 */
function ofShape(shape: Shape) {
  const { saves, gone, once, ...also } = shape;
  const others = Object.entries(also).flatMap(([name, has]) => (has ? [name] : []));
  const name = ['psc_write', saves, gone, once, ...others].join('_');
  const asked = known.get(name) ?? statement<Values, { done: boolean }>(name, (value) => words(value, shape));
  known.set(name, asked);
  return asked;
}

/**
 * Writes all of it by one statement. Out: false, and nothing written, when what was to be spent was spent already, or the
 * sign-in to go on with is over.
 */
export async function writeAll(ctx: Pick<Ctx, 'db'>, written: Written): Promise<boolean> {
  const { saves = [], gone = [], spend, goOn, visit, note, asked } = written;
  // The same row cannot be written twice by one statement.
  const changed =
    spend && saves.find(({ model, idHash }) => model === spend.model && idHash === spend.idHash);
  const others = saves.filter((one) => one !== changed);
  if (others.length + gone.length === 0 && !spend && !goOn && !note && !asked) return true;
  const shape: Shape = {
    ...{ saves: others.length, gone: gone.length, once: onceOf(written) },
    ...{ visit: visit !== undefined, note: note !== undefined, asked: asked !== undefined },
  };
  const { rows } = await ofShape(shape)(ctx.db, {
    ...{ ...savedValues(others), ...goneValues(gone), ...spend, ...goOn },
    ...{ answer: spend?.answer ?? null, changed: changed?.text ?? null },
    ...(visit && valuesWithin('visit', { ...visit, session: LIFETIMES.session })),
    ...(note && valuesWithin('note', note)),
    ...(asked && valuesWithin('asked', asked)),
  });
  return rows[0]?.done === true;
}

function onceOf({ spend, goOn }: Written): Once {
  if (goOn) return 'gone_on';
  if (!spend) return 'always';
  return spend.model === 'Interaction' ? 'ended' : 'spent';
}

import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { statement } from '../../../platform/db/statement.js';
import { LIFETIMES } from '../rules/lifetimes.js';
import type { Save, Spend, Visit } from './exchange.js';

export type Gone = Pick<Save, 'model' | 'idHash'>;

/** Values of a statement, by the names that its words give them: `hash0` is the `hash` of the first artifact. */
type Values = Readonly<Record<string, string | number | null>>;
type Value = (key: string) => RawBuilder<unknown>;

/** How many artifacts a statement saves and deletes: each number has words of its own. */
interface Shape {
  readonly saves: number;
  readonly gone: number;
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

const saved = (value: Value, { saves }: Shape, only = sql``) => {
  const row = (
    i: number,
  ) => sql`(${value(`model${i}`)}::text, ${value(`hash${i}`)}::text, ${value(`text${i}`)}::jsonb,
    ${value(`grant${i}`)}::text, ${value(`uid${i}`)}::text, ${value(`sid${i}`)}::text, ${value(`seconds${i}`)}::int)`;
  return sql`insert into identity_provider.artifacts (model, id_hash, payload, grant_id, uid, sid, expires_at)
    select model, id_hash, payload, grant_id, uid, sid, now() + make_interval(secs => seconds)
    from (values ${several(saves, row)}) t (model, id_hash, payload, grant_id, uid, sid, seconds) ${only}
    on conflict (model, id_hash) do update set payload = excluded.payload, grant_id = excluded.grant_id,
      uid = excluded.uid, sid = excluded.sid, expires_at = excluded.expires_at`;
};

/**
 * A statement of each shape, under a name of its own. Rows are written out: of an array the planner believes that it holds
 * ten, finds the plan of these very values cheaper, and makes one at each request, which takes longer than the writing.
 */
function byShape<T>(name: string, words: (value: Value, shape: Shape) => RawBuilder<T>) {
  const known = new Map<string, ReturnType<typeof statement<Values, T>>>();
  return (db: Ctx['db'], shape: Shape, values: Values) => {
    const own = `${name}_${shape.saves}_${shape.gone}`;
    const asked = known.get(own) ?? statement<Values, T>(own, (value) => words(value, shape));
    known.set(own, asked);
    return asked(db, values);
  };
}

const save = byShape<unknown>('psc_save', (value, shape) => {
  if (shape.gone === 0) return saved(value, shape);
  if (shape.saves === 0) return deleted(value, shape);
  return sql`with gone as (${deleted(value, shape)}) ${saved(value, shape)}`;
});

/** Saves and deletes, by one statement. */
export async function saveAll(
  ctx: Pick<Ctx, 'db'>,
  saves: readonly Save[],
  gone: readonly Gone[],
): Promise<void> {
  const shape = { saves: saves.length, gone: gone.length };
  await save(ctx.db, shape, { ...savedValues(saves), ...goneValues(gone) });
}

/** The words that spend something; `changed`: what the engine wrote meanwhile into it. */
function spending(value: Value, shape: Shape, noted: RawBuilder<unknown>): RawBuilder<{ spent: boolean }> {
  const gone = shape.gone > 0 ? sql`, gone as (${deleted(value, shape)})` : sql``;
  const given =
    shape.saves > 0 ? sql`, saved as (${saved(value, shape, sql`where exists (select from spent)`)})` : sql``;
  return sql`with spent as (update identity_provider.artifacts set consumed_at = now(), answer = ${value('answer')},
        payload = coalesce(${value('changed')}::jsonb, payload)
      where model = ${value('model')} and id_hash = ${value('idHash')} and consumed_at is null and expires_at > now()
      returning 1)${gone}${given}${noted}
    select exists (select from spent) spent`;
}

const spendUnseen = byShape('psc_spend', (value, shape) => spending(value, shape, sql``));

/** A visit is silent when the same session came somewhere before. */
const spendOnVisit = byShape('psc_visit', (value, shape) => {
  const v = sql`(select ${value('accountId')}::uuid account_id, ${value('clientId')}::text client_id,
      ${value('sid')}::text sid, ${value('means')}::text means, ${value('subject')}::text subject) v`;
  return spending(
    value,
    shape,
    sql`, visit as (insert into identity_provider.visits (account_id, client_id, sid, means, silent)
      select account_id, client_id, sid, means, exists (select from identity_provider.visits b
        where b.account_id = v.account_id and b.sid = v.sid
          and b.at > now() - make_interval(secs => ${value('session')}::int))
      from ${v} where exists (select from spent)),
    known as (insert into identity_provider.known_subjects (client_id, account_id, subject)
      select client_id, account_id, subject from ${v} where exists (select from spent)
        and not exists (select from identity_provider.known_subjects k
          where k.client_id = v.client_id and k.account_id = v.account_id and k.subject = v.subject)
      on conflict (client_id, account_id) do update set subject = excluded.subject)`,
  );
});

/**
 * Spends a code or a token, once, and saves what it gives, and notes the visit: together or not at all. Out: whether it
 * was still to be spent.
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
  const values = {
    ...{ ...savedValues(others), ...goneValues(gone), model: spent.model, idHash: spent.idHash },
    ...{ answer: spent.answer ?? null, changed: changed?.text ?? null },
  };
  const shape = { saves: others.length, gone: gone.length };
  const { rows } = visit
    ? await spendOnVisit(ctx.db, shape, { ...values, ...visit, session: LIFETIMES.session })
    : await spendUnseen(ctx.db, shape, values);
  return rows[0]?.spent === true;
}

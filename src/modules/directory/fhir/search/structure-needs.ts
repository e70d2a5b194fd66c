import { sql } from 'kysely';
import { rows } from '../../../../platform/db/connection.js';
import { fold, words } from '../../rules/fold.js';
import type { Kind } from '../parameters.js';
import { structureOf } from '../resources/ids.js';
import type { Criterion, TokenValue } from './criterion.js';
import type { Span } from './dates.js';
import { likeAny } from './people-needs.js';
import { anyTerm, beginning, exactly, type Need, oneOf } from './plan.js';
import { idsMeeting, idsReferredTo } from './resolve.js';
import type { Run } from './run.js';
import { withinSpans } from './spans-sql.js';

/** What a criterion on Organization asks of a structure; its terms are those of the module of structures. */
export async function neededOfStructures(run: Run, _kind: Kind, criterion: Criterion): Promise<Need> {
  switch (criterion.kind) {
    case 'missing':
      return 'any';
    case 'date':
      return changedIn(run, criterion.spans);
    case 'token':
      return tokenNeed(criterion);
    case 'string':
      return stringNeed(run, criterion);
    case 'reference':
      return partOf(criterion.ids);
    case 'chain': {
      const wholes = await idsMeeting(run, 'Organization', criterion.inner);
      return wholes === undefined ? 'any' : partOf(wholes);
    }
    case 'has': {
      const found = await idsReferredTo(run, criterion.link, criterion.inner);
      return found === undefined ? 'any' : { keys: found.flatMap((id) => structureOf(id) ?? []) };
    }
  }
}

/** As many changed structures are looked up one by one rather than met on a walk. */
const FEW_CHANGED = 5000;

/** A structure changes by itself or by its mailboxes; the later of both is compared afterwards. */
async function changedIn(run: Run, spans: readonly Span[]): Promise<Need> {
  const found = await rows(
    run.ctx.db,
    sql<{ id: string }>`select id from (
      (select t.id from structures.published t where ${withinSpans(sql`t.updated_at`, spans)} limit ${FEW_CHANGED + 1})
      union all
      (select t.structure_id from directory.structure_mailboxes t where ${withinSpans(sql`t.updated_at`, spans)}
        limit ${FEW_CHANGED + 1})) changed limit ${FEW_CHANGED + 1}`,
  );
  if (found.length <= FEW_CHANGED) return { keys: [...new Set(found.map(({ id }) => id))] };
  return {
    where: sql`(${withinSpans(sql`t.updated_at`, spans)} or ${withinSpans(sql`m.updated_at`, spans)})`,
  };
}

const partOf = (ids: readonly string[]): Need =>
  anyTerm(
    ids.flatMap((id) => {
      const finess = /^F(\w+)$/.exec(structureOf(id) ?? '')?.[1];
      return finess === undefined ? [] : [exactly(`e_${finess.toLowerCase()}`)];
    }),
  );

type TokenCriterion = Extract<Criterion, { kind: 'token' }>;

function tokenNeed({ parameter, values, not }: TokenCriterion): Need {
  const each = (of: (code: string) => Need): Need =>
    oneOf(values.map(({ code }) => (code === undefined ? 'any' : of(code))));
  if (parameter.name === 'active') return activeNeed(values, not);
  if (not) return 'any';
  switch (parameter.name) {
    case '_id':
      return { keys: values.flatMap(({ code }) => structureOf(code ?? '') ?? []) };
    case 'identifier':
      // The number of a practice stands without the digit that says what it is a number of.
      return each((code) => anyTerm(['', '0', '4'].map((kind) => exactly(`i_${kind}${code.toLowerCase()}`))));
    case 'type':
      return each((code) =>
        ENTITIES.has(code)
          ? 'any'
          : anyTerm(['k_', 'a_', 't_'].map((prefix) => exactly(prefix + code.toLowerCase()))),
      );
    default:
      return 'any';
  }
}

const ENTITIES = new Set(['LEGAL-ENTITY', 'GEOGRAPHICAL-ENTITY']);

function activeNeed(values: readonly TokenValue[], not: boolean): Need {
  const asked = new Set(values.map(({ code }) => code));
  if (asked.has('true') === asked.has('false') || asked.has(undefined)) return 'any';
  return { where: asked.has('true') !== not ? sql`t.active` : sql`not t.active` };
}

type StringCriterion = Extract<Criterion, { kind: 'string' }>;

async function stringNeed(run: Run, { parameter, modifier, values }: StringCriterion): Promise<Need> {
  if (parameter.name === 'mailbox-mss') return { keys: await structuresWithMailbox(run, values) };
  if (modifier === 'contains') return parameter.name === 'name' ? { where: nameHolds(values) } : 'any';
  switch (parameter.name) {
    case 'name':
      return anyTerm(values.map(nameTerms));
    case 'address-city':
      return anyTerm(values.map((value) => startOf('v_', fold(value).replaceAll(' ', '_'))));
    case 'address-postalcode':
      return anyTerm(values.map((value) => startOf('z_', fold(value))));
    default:
      return 'any';
  }
}

const startOf = (prefix: string, text: string): string | undefined =>
  text === '' ? undefined : beginning(prefix + text);

function nameTerms(value: string): string | undefined {
  const parts = words(value);
  const last = parts.pop();
  if (last === undefined) return undefined;
  const terms = [...parts.map((part) => exactly(`n_${part}`)), beginning(`n_${last}`)];
  return terms.some((one) => one === undefined) ? undefined : `(${terms.join(' & ')})`;
}

// Other names than the first are few: they are compared afterwards.
const nameHolds = (values: readonly string[]) =>
  sql`(t.data ? 'brand' or t.data ? 'longName' or ${sql.join(
    values.map((value) => sql`t.sort_name like ${`%${fold(value)}%`}`),
    sql` or `,
  )})`;

async function structuresWithMailbox(run: Run, values: readonly string[]): Promise<string[]> {
  const like = likeAny(sql`directory.mailbox_addresses(t.mailboxes)`, sql`t.mailboxes`, values);
  const found = await rows(
    run.ctx.db,
    sql<{ id: string }>`select t.structure_id id from directory.structure_mailboxes t where ${like}`,
  );
  return found.map(({ id }) => id);
}

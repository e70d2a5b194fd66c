import { type RawBuilder, sql } from 'kysely';
import { rows } from '../../../../platform/db/connection.js';
import { codes } from '../../../nomenclatures/index.js';
import { activityTerm, authorityTerm, cityTerm, qualificationTerm } from '../../rules/fhir-terms.js';
import { fold, words } from '../../rules/fold.js';
import { modeTerm, nameTerm, professionTerm, roleTerm, skillTerm } from '../../rules/search-terms.js';
import { workTerm } from '../../rules/work-terms.js';
import type { Kind } from '../parameters.js';
import { readPerson, structureOf } from '../resources/ids.js';
import type { Criterion, TokenValue } from './criterion.js';
import { anyTerm, beginning, exactly, type Need, oneOf } from './plan.js';
import { idsMeeting } from './resolve.js';
import type { Run } from './run.js';
import { withinSpans } from './spans-sql.js';

/** What a criterion on Practitioner or PractitionerRole asks of a line of the directory. */
export async function neededOfPeople(run: Run, kind: Kind, criterion: Criterion): Promise<Need> {
  switch (criterion.kind) {
    case 'missing':
      return 'any';
    case 'date':
      return { where: withinSpans(sql`t.updated_at`, criterion.spans) };
    case 'token':
      return criterion.not && criterion.parameter.name !== 'active' ? 'any' : tokenNeed(run, criterion);
    case 'string':
      return stringNeed(run, criterion);
    case 'reference':
      return criterion.parameter.name === 'practitioner'
        ? oneOf(await Promise.all(criterion.ids.map((id) => personNeed(run, id))))
        : worksAt(criterion.ids);
    case 'chain':
      return criterion.link.target === 'Practitioner'
        ? neededOfPeople(run, 'Practitioner', criterion.inner)
        : neededOfPlace(run, criterion.inner);
    case 'has':
      return kind === 'Practitioner' ? neededOfPeople(run, 'PractitionerRole', criterion.inner) : 'any';
  }
}

const worksAt = (ids: readonly string[]): Need =>
  anyTerm(
    ids.flatMap((id) => {
      const structure = structureOf(id);
      return structure === undefined ? [] : [exactly(workTerm(structure))];
    }),
  );

/** Who an id of Practitioner or PractitionerRole speaks of. */
export async function personNeed(run: Run, id: string): Promise<Need> {
  const read = readPerson(id);
  if (!read) return 'none';
  if ('idNat' in read) return { keys: [read.idNat] };
  const found = await rows(
    run.ctx.db,
    sql<{ idNat: string }>`select id_nat "idNat" from directory.entries
      where length(id_nat) > 36 and md5(id_nat) = ${read.digest}`,
  );
  return found.length === 0 ? 'none' : { keys: found.map(({ idNat }) => idNat) };
}

type TokenCriterion = Extract<Criterion, { kind: 'token' }>;

async function tokenNeed(run: Run, { parameter, values, not }: TokenCriterion): Promise<Need> {
  const each = (of: (code: string) => Need): Need =>
    oneOf(values.map(({ code }) => (code === undefined ? 'any' : of(code))));
  switch (parameter.name) {
    case '_id':
      return oneOf(await Promise.all(values.map(({ code }) => personNeed(run, code ?? ''))));
    case 'identifier':
      return each((code) => ({ keys: personsNumbered(code) }));
    case 'active':
      return activeNeed(values, not);
    case 'qualification-code':
      return each((code) =>
        anyTerm([professionTerm, skillTerm, qualificationTerm].map((of) => exactly(of(code)))),
      );
    case 'role':
      return each((code) => anyTerm([roleTerm, modeTerm, activityTerm].map((of) => exactly(of(code)))));
    case 'data-registration-authority':
      return each((code) => anyTerm([exactly(authorityTerm(code))]));
    case 'type-smartcard':
      return { where: sql`t.cards <> '[]'` };
    default:
      return 'any';
  }
}

/** Who a number may name: an RPPS number alone, a national identifier, or that and the number of an activity. */
export function personsNumbered(code: string): string[] {
  if (/^\d{11}$/.test(code)) return [`8${code}`];
  const person = /^(.+)-\d{10}$/.exec(code)?.[1];
  const named = person === undefined ? [code] : [code, person];
  return named.filter((one) => /^[\w./-]{1,80}$/.test(one));
}

function activeNeed(values: readonly TokenValue[], not: boolean): Need {
  const asked = new Set(values.map(({ code }) => code));
  if (asked.has('true') === asked.has('false') || asked.has(undefined)) return 'any';
  return asked.has('true') !== not
    ? { where: sql`t.published` }
    : { where: sql`(not t.published or t.departed <> '{}')` };
}

type StringCriterion = Extract<Criterion, { kind: 'string' }>;

async function stringNeed(run: Run, criterion: StringCriterion): Promise<Need> {
  const { parameter, modifier, values } = criterion;
  const anchored = modifier !== 'contains';
  switch (parameter.name) {
    case 'family':
    case 'given':
    case 'name': {
      const titles = parameter.name === 'name' ? TITLES() : [];
      return oneOf(await Promise.all(values.map((value) => nameNeed(run, value, anchored, titles))));
    }
    case 'mailbox-mss':
      return { where: likeAny(sql`directory.mailbox_addresses(t.mailboxes)`, sql`t.mailboxes`, values) };
    case 'number-smartcard':
      return { where: likeAny(sql`directory.card_numbers(t.cards)`, sql`t.cards`, values) };
    default:
      return 'any';
  }
}

/** A column of texts that holds one of these, whatever stands around: an index of trigrams finds three signs or more. */
export function likeAny(
  texts: RawBuilder<unknown>,
  column: RawBuilder<unknown>,
  values: readonly string[],
): RawBuilder<boolean> {
  const each = values.map((value) => {
    const text = value.toLowerCase().replaceAll('\0', '');
    return text.length < 3 ? sql`true` : sql`${texts} like ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`;
  });
  return sql<boolean>`${column} <> '[]' and (${sql.join(each, sql` or `)})`;
}

const TITLES = (): string[] => codes('TRE_R11').map(({ code }) => fold(code));

/** Beginnings of names shorter than this are those of many people. */
const LONG_NAME = 4;

/** A value is the beginning of a name: its words are there, the last one maybe cut; or a title, which nobody is found by. */
async function nameNeed(
  run: Run,
  value: string,
  anchored: boolean,
  titles: readonly string[],
): Promise<Need> {
  const folded = fold(value);
  const parts = words(value);
  const last = parts.at(-1);
  if (last === undefined) return 'none';
  if (titles.some((title) => (anchored ? title.startsWith(folded) : title.includes(folded)))) return 'any';
  const whole = parts.slice(anchored ? 0 : 1, -1).map((part) => exactly(nameTerm(part)));
  if (!anchored && parts.length === 1) return wordsHolding(run, last);
  const terms = [...whole, beginning(nameTerm(last))];
  if (terms.some((one) => one === undefined)) return 'none';
  return { terms: [`(${terms.join(' & ')})`], rare: parts.some(({ length }) => length >= LONG_NAME) };
}

/** Beyond this many words, so many people are meant that the list is as well walked. */
const MOST_WORDS = 1500;

async function wordsHolding(run: Run, part: string): Promise<Need> {
  // An index of trigrams knows nothing of less, and nearly everybody has it in his name.
  if (part.length < 3) return 'any';
  const found = await rows(
    run.ctx.db,
    sql<{ word: string }>`select distinct word from directory.names where word like ${`%${part}%`}
      limit ${MOST_WORDS + 1}`,
  );
  if (found.length > MOST_WORDS) return 'any';
  return anyTerm(found.map(({ word }) => exactly(nameTerm(word))));
}

/** What a criterion on a place asks of the people who work there. */
async function neededOfPlace(run: Run, criterion: Criterion): Promise<Need> {
  if (criterion.kind === 'string' && criterion.modifier !== 'contains') {
    const { name } = criterion.parameter;
    if (name === 'address-city')
      return anyTerm(criterion.values.map((value) => startOf(cityTerm, fold(value))));
    if (name === 'address-postalcode')
      return anyTerm(criterion.values.map((value) => startOf((one) => `z_${one}`, fold(value))));
  }
  const places = await idsMeeting(run, 'Organization', criterion);
  return places === undefined ? 'any' : worksAt(places);
}

const startOf = (term: (text: string) => string, text: string): string | undefined =>
  text === '' ? undefined : beginning(term(text));

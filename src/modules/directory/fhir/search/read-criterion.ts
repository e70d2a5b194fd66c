import { isKind, type Kind, LINKS, type Link, MODIFIERS, PARAMETERS, type Parameter } from '../parameters.js';
import { badSearch, quoted } from '../refusal.js';
import type { Criterion, TokenValue } from './criterion.js';
import { spansOf } from './dates.js';

/** A chain may cross two references, whichever way. */
const DEEPEST = 2;

/**
 * Reads one parameter of a search: `name`, `name:modifier`, `reference.name`, `reference:Type.name`,
 * `_has:Type:reference:name` (R4 search, §3.1.1.5 and 7). In: the resource that is searched, the key, the value.
 * @throws FhirRefusal 400 with what may be written instead.
 */
export function readCriterion(kind: Kind, key: string, value: string, now: number, depth = 0): Criterion {
  if (depth > DEEPEST) throw badSearch(`A search may follow at most ${DEEPEST} references.`, 'too-costly');
  if (key.startsWith('_has:')) return readHas(kind, key, value, now, depth);
  const [, first = '', rest] = /^([^.]*)\.(.+)$/s.exec(key) ?? [];
  if (rest !== undefined) {
    const link = linkOf(kind, first);
    return { kind: 'chain', link, inner: readCriterion(link.target, rest, value, now, depth + 1) };
  }
  const [name = '', modifier] = key.split(/:(.*)/s);
  const parameter = PARAMETERS[kind].get(name);
  if (!parameter) throw unknownParameter(kind, name);
  return readValue(parameter, modifier, value, now);
}

export const unknownParameter = (kind: Kind, name: string) =>
  badSearch(
    `${kind} has no search parameter ${quoted(name)}. It has: ${[...PARAMETERS[kind].keys()].join(', ')}, _has, and _count, _elements, _include, _revinclude, _sort, _summary, _total.`,
    'not-supported',
  );

function readHas(kind: Kind, key: string, value: string, now: number, depth: number): Criterion {
  const [, source = '', name = '', rest] = /^_has:([^:]*):([^:]*):(.+)$/s.exec(key) ?? [];
  const link = LINKS.find(
    (one) => one.source === source && one.parameter.name === name && one.target === kind,
  );
  if (!link || rest === undefined) {
    const ways = LINKS.filter((one) => one.target === kind);
    throw badSearch(
      ways.length === 0
        ? `Nothing refers to ${kind}: _has cannot be used here.`
        : `${quoted(key)} is no reverse chain to ${kind}: write ${ways.map((one) => `_has:${one.source}:${one.parameter.name}:<parameter>`).join(' or ')}.`,
    );
  }
  return { kind: 'has', link, inner: readCriterion(link.source, rest, value, now, depth + 1) };
}

function linkOf(kind: Kind, text: string): Link {
  const [name = '', type] = text.split(/:(.*)/s);
  const parameter = PARAMETERS[kind].get(name);
  if (!parameter) throw unknownParameter(kind, name);
  const link = LINKS.find((one) => one.source === kind && one.parameter === parameter);
  if (!link)
    throw badSearch(`${quoted(name)} is not a reference of ${kind}: nothing can follow it after a dot.`);
  if (type !== undefined && type !== link.target)
    throw badSearch(`${quoted(name)} of ${kind} refers to ${link.target}, not to ${quoted(type)}.`);
  return link;
}

function readValue(
  parameter: Parameter,
  modifier: string | undefined,
  value: string,
  now: number,
): Criterion {
  const { name, type } = parameter;
  const typed = type === 'reference' && isKind(modifier ?? '') ? undefined : modifier;
  if (typed !== undefined && !MODIFIERS[type].includes(typed))
    throw badSearch(
      `${quoted(name)} does not take the modifier ${quoted(typed)}; it takes: ${MODIFIERS[type].map((one) => `:${one}`).join(' ')}.`,
      'not-supported',
    );
  if (type === 'reference' && isKind(modifier ?? '') && modifier !== parameter.target)
    throw badSearch(`${quoted(name)} refers to ${parameter.target}, not to ${modifier}.`);
  if (typed === 'missing') return readMissing(parameter, value);
  const values = alternatives(value);
  if (values.length === 0)
    throw badSearch(`${quoted(name)} has no value: write one, or ${name}:missing=true.`);
  switch (type) {
    case 'date':
      return { kind: 'date', parameter, spans: values.flatMap((one) => spansOf(one, now)) };
    case 'token':
      return { kind: 'token', parameter, not: typed === 'not', values: values.map(readToken) };
    case 'reference':
      return { kind: 'reference', parameter, ids: values.map((one) => readReference(parameter, one)) };
    case 'uri':
      return { kind: 'string', parameter, modifier: 'exact', values: values.map(plain) };
    default:
      return {
        kind: 'string',
        parameter,
        ...(typed !== undefined && { modifier: typed as 'exact' | 'contains' }),
        values: values.map(plain),
      };
  }
}

function readMissing(parameter: Parameter, value: string): Criterion {
  if (value !== 'true' && value !== 'false')
    throw badSearch(`${parameter.name}:missing is true or false, not ${quoted(value)}.`);
  return { kind: 'missing', parameter, missing: value === 'true' };
}

/** Values between commas; `\,` is a comma of the value. Empty ones are left out. */
const alternatives = (value: string): string[] =>
  (value.match(/(?:\\.|[^,\\]|\\$)+/gs) ?? []).filter((one) => one.trim() !== '');

const plain = (value: string): string => value.replace(/\\([,|$\\])/g, '$1');

function readToken(value: string): TokenValue {
  const bar = /^((?:\\.|[^|\\])*)\|(.*)$/s.exec(value);
  if (!bar) return { code: plain(value) };
  const [, system = '', code = ''] = bar;
  if (system === '' && code === '') throw badSearch('"|" alone asks for nothing: write system|code.');
  return { system: plain(system), ...(code !== '' && { code: plain(code) }) };
}

/** `Type/id`, `id`, or the whole address of a resource of this server. Out: the id. */
function readReference(parameter: Parameter, value: string): string {
  const [, type, id] = /^(?:.*\/)?(?:([A-Za-z]+)\/)?([A-Za-z0-9.-]{1,64})$/s.exec(value) ?? [];
  const typed = /([A-Za-z]+)\/[^/]*$/.exec(value)?.[1] ?? type;
  if (id === undefined || (typed !== undefined && typed !== parameter.target))
    throw badSearch(
      `${quoted(value)} is no reference to ${parameter.target}: write ${parameter.target}/<id> or the id alone; for anything else, chain (${parameter.name}.identifier=…).`,
    );
  return id;
}

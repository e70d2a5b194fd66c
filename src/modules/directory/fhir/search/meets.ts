import { fold } from '../../rules/fold.js';
import type { Parameter, Resource, Token } from '../parameters.js';
import type { Criterion, TokenValue } from './criterion.js';
import { isWithin } from './dates.js';

/** Addresses and numbers are compared sign by sign, names by their letters. */
const SIGN_BY_SIGN = new Set(['mailbox-mss', 'number-smartcard', '_profile']);

const compared = ({ name }: Parameter, text: string): string =>
  SIGN_BY_SIGN.has(name) ? text.toLowerCase() : fold(text);

/** Criteria that one resource answers by itself. */
export type OwnCriterion = Exclude<Criterion, { kind: 'chain' | 'has' }>;

/** Whether a resource meets a criterion, as R4 search defines each type and modifier (§3.1.1.4 and 5). */
export function meets(resource: Resource, criterion: OwnCriterion): boolean {
  const { parameter } = criterion;
  switch (criterion.kind) {
    case 'missing':
      return isMissing(resource, parameter) === criterion.missing;
    case 'date':
      return isWithin(criterion.spans, Date.parse(resource.meta?.lastUpdated ?? ''));
    case 'token': {
      const found = parameter.tokens?.(resource) ?? [];
      return criterion.values.some((asked) => found.some((one) => isToken(one, asked))) !== criterion.not;
    }
    case 'reference': {
      const id = parameter.reference?.(resource)?.split('/')[1];
      return id !== undefined && criterion.ids.includes(id);
    }
    case 'string':
      return meetsString(resource, criterion);
  }
}

function meetsString(resource: Resource, criterion: Extract<Criterion, { kind: 'string' }>): boolean {
  const { parameter, modifier, values } = criterion;
  const found = (parameter.strings?.(resource) ?? []).filter((one) => one !== undefined);
  if (modifier === 'exact') return values.some((asked) => found.includes(asked));
  return values.some((asked) => {
    const text = compared(parameter, asked);
    if (text === '') return false;
    return found.some((one) =>
      modifier === 'contains'
        ? compared(parameter, one).includes(text)
        : compared(parameter, one).startsWith(text),
    );
  });
}

const isToken = (one: Token, { system, code }: TokenValue): boolean =>
  (code === undefined || one.code === code) && (system === undefined || (one.system ?? '') === system);

function isMissing(resource: Resource, parameter: Parameter): boolean {
  if (parameter.type === 'date') return resource.meta?.lastUpdated === undefined;
  if (parameter.reference) return parameter.reference(resource) === undefined;
  if (parameter.tokens) return parameter.tokens(resource).length === 0;
  return (parameter.strings?.(resource) ?? []).every((one) => one === undefined);
}

import { type ClaimFault, FORMAT, type Json, type Kind } from './userinfo-format.js';

/** One member of an answer of userinfo, as a service should read it. */
export interface ReadClaim {
  /** Where it is: `SubjectRefPro/exercices/0/codeProfession`. */
  readonly path: string;
  /** As it came; empty for a member that is not there. */
  readonly value: string;
  /** What a code says in words. */
  readonly meaning?: string;
  readonly fault?: ClaimFault;
}

/**
 * Reads an answer of userinfo in the national format (version 1.0), member by member, in the order of the format. In: JSON
 * as it was parsed. Out: each member with what it says and what is wrong with it; undefined when it is no object.
 * A person without a professional record has the first five members and `sub` only.
 */
export function readUserinfo(given: unknown): ReadClaim[] | undefined {
  if (!isObject(given)) return undefined;
  const short = !('SubjectRefPro' in given) && !('SubjectRole' in given);
  return [...members('', short ? FORMAT.short : FORMAT.whole, given), ...sameIdentifier(given)];
}

function members(at: string, format: Readonly<Record<string, Kind>>, given: Json): ReadClaim[] {
  const known = Object.entries(format).flatMap(([name, kind]) => one(at + name, kind, given[name], given));
  const others = Object.keys(given).filter((name) => !Object.hasOwn(format, name));
  return [...known, ...others.map((name) => told(at + name, given[name], 'unknown-member'))];
}

function one(path: string, kind: Kind, value: unknown, around: Json): ReadClaim[] {
  if (value === undefined) return [{ path, value: '', fault: 'missing' }];
  if (kind.kind === 'list') {
    if (!Array.isArray(value)) return [told(path, value, 'not-list')];
    return value.flatMap((item, index) => one(`${path}/${index}`, kind.of, item, around));
  }
  if (kind.kind === 'object')
    return isObject(value) ? members(`${path}/`, kind.members, value) : [told(path, value, 'not-object')];
  if (kind.kind === 'number')
    return [typeof value === 'number' ? { path, value: String(value) } : told(path, value, 'not-number')];
  if (typeof value !== 'string') return [told(path, value, 'not-text')];
  return [{ path, value, ...kind.judge(value, around) }];
}

const told = (path: string, value: unknown, fault: ClaimFault): ReadClaim => ({
  path,
  value: typeof value === 'string' ? value : JSON.stringify(value),
  fault,
});

/** `sub`, `preferred_username` and `SubjectNameID` name one person. */
function sameIdentifier({ sub, preferred_username: name, SubjectNameID: id }: Json): ReadClaim[] {
  const numbers = [name, id, typeof sub === 'string' ? sub.split(':').at(-1) : undefined];
  const said = new Set(numbers.filter((number) => typeof number === 'string'));
  return said.size > 1 ? [{ path: 'sub', value: [...said].join(' / '), fault: 'other-identifier' }] : [];
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

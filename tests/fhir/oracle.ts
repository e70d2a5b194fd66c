import type { Kind, Resource } from '../../src/modules/directory/fhir/parameters.js';

type Json = { readonly [key: string]: Json } | readonly Json[] | string | number | boolean | null | undefined;
type Everything = Readonly<Record<Kind, readonly Resource[]>>;

/** Values at a path of names; lists are gone through. */
function at(value: Json, path: string): Json[] {
  if (path === '')
    return value === undefined ? [] : Array.isArray(value) ? value.flatMap((one) => at(one, '')) : [value];
  if (Array.isArray(value)) return value.flatMap((one) => at(one, path));
  if (typeof value !== 'object' || value === null) return [];
  const [name = '', ...rest] = path.split('/');
  return at((value as { [key: string]: Json })[name], rest.join('/'));
}

const STRINGS: Readonly<Record<string, readonly string[]>> = {
  'Practitioner.family': ['name/family'],
  'Practitioner.given': ['name/given'],
  'Practitioner.name': ['name/family', 'name/given', 'name/prefix', 'name/suffix'],
  'Organization.name': ['name', 'alias'],
  'Organization.address-city': ['address/city'],
  'Organization.address-postalcode': ['address/postalCode'],
  'Organization.address-line': ['address/line'],
  'Organization.address': ['address/line', 'address/city', 'address/postalCode', 'address/country'],
  'Device.manufacturer': ['manufacturer'],
  'Device.model': ['serialNumber'],
};
const TOKENS: Readonly<Record<string, readonly string[]>> = {
  'Practitioner.qualification-code': ['qualification/code/coding'],
  'PractitionerRole.role': ['code/coding'],
  'Organization.type': ['type/coding'],
  'HealthcareService.service-type': ['type/coding'],
  'HealthcareService.characteristic': ['characteristic/coding'],
  'Device.type': ['type/coding'],
  identifier: ['identifier'],
  'identifier-type': ['identifier/type/coding'],
};
const REFERENCES: Readonly<Record<string, readonly [string, Kind]>> = {
  'PractitionerRole.practitioner': ['practitioner/reference', 'Practitioner'],
  'PractitionerRole.organization': ['organization/reference', 'Organization'],
  'Organization.partof': ['partOf/reference', 'Organization'],
  'HealthcareService.organization': ['providedBy/reference', 'Organization'],
  'Device.organization': ['owner/reference', 'Organization'],
};

/** As a person compares two names: letters alone, small, without accents. */
const bare = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll('œ', 'oe')
    .replaceAll('Œ', 'oe')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join(' ');

/** Whether a resource meets one parameter of a search, found by looking at everything there is. */
export function naively(world: Everything, resource: Resource, key: string, value: string): boolean {
  const kind = resource.resourceType;
  const json = resource as unknown as Json;
  if (key.startsWith('_has:')) {
    const [, source = '', via = '', ...rest] = key.split(':');
    const referring = referrers(world, source as Kind, via).get(`${kind}/${resource.id}`) ?? [];
    return referring.some((one) => naively(world, one, rest.join(':'), value));
  }
  const dot = key.indexOf('.');
  if (dot > 0) {
    const [path = '', target = 'Device'] = REFERENCES[`${kind}.${key.slice(0, dot).split(':')[0]}`] ?? [];
    const referred = at(json, path).flatMap((one) => byName(world, target).get(String(one)) ?? []);
    return referred.some((one) => naively(world, one, key.slice(dot + 1), value));
  }
  const [name = '', modifier] = key.split(':');
  if (name === '_lastUpdated') return inTime(resource, value);
  const found = valuesOf(kind, json, name);
  if (modifier === 'missing') return (found.length === 0) === (value === 'true');
  const any = value.split(',').some((asked) => found.some((one) => same(kind, name, modifier, one, asked)));
  return modifier === 'not' ? !any : any;
}

type Named = Map<string, Resource[]>;
const kept = new WeakMap<Everything, Map<string, Named>>();

function once(world: Everything, name: string, make: () => Named): Named {
  const maps = kept.get(world) ?? new Map<string, Named>();
  kept.set(world, maps);
  const known = maps.get(name) ?? make();
  maps.set(name, known);
  return known;
}

const byName = (world: Everything, kind: Kind): Named =>
  once(world, kind, () => Map.groupBy(world[kind], ({ id }) => `${kind}/${id}`));

const referrers = (world: Everything, source: Kind, via: string): Named =>
  once(world, `${source}.${via}`, () =>
    Map.groupBy(world[source], (one) =>
      String(at(one as unknown as Json, REFERENCES[`${source}.${via}`]?.[0] ?? '')[0]),
    ),
  );

function valuesOf(kind: Kind, json: Json, name: string): Json[] {
  if (name === '_id') return at(json, 'id');
  if (name === 'active') return at(json, 'active').map(String);
  if (name === 'mailbox-mss')
    return at(json, 'telecom')
      .filter((one) => JSON.stringify(one).includes('MSSANTE'))
      .flatMap((one) => at(one, 'value'));
  const reference = REFERENCES[`${kind}.${name}`];
  if (reference) return at(json, reference[0]);
  const paths = STRINGS[`${kind}.${name}`] ?? TOKENS[`${kind}.${name}`] ?? TOKENS[name] ?? [];
  return paths.flatMap((path) => at(json, path));
}

function same(kind: Kind, name: string, modifier: string | undefined, one: Json, asked: string): boolean {
  if (REFERENCES[`${kind}.${name}`]) return String(one).split('/')[1] === asked.split('/').at(-1);
  if (typeof one === 'object' && one !== null) {
    const { system, code, value } = one as { system?: string; code?: string; value?: string };
    const [before, after] = asked.includes('|') ? asked.split('|') : [undefined, asked];
    return (before === undefined || system === before) && (after === '' || (code ?? value) === after);
  }
  const text = String(one);
  if (name === '_id' || name === 'active') return text === asked;
  if (modifier === 'exact') return text === asked;
  const norm = name === 'mailbox-mss' ? (x: string) => x.toLowerCase() : bare;
  if (norm(asked) === '') return false;
  return modifier === 'contains' ? norm(text).includes(norm(asked)) : norm(text).startsWith(norm(asked));
}

function inTime(resource: Resource, value: string): boolean {
  const prefix = /^[a-z]{2}/.exec(value)?.[0] ?? 'eq';
  const [from, to] = [value.replace(/^[a-z]{2}/, ''), value.replace(/^[a-z]{2}/, '')].map((one) =>
    Date.parse(one),
  ) as [number, number];
  const end = to + 60_000;
  const t = Date.parse(resource.meta?.lastUpdated ?? '');
  const eq = t >= from && t < end;
  return (
    { eq, ne: !eq, gt: t >= end, sa: t >= end, lt: t < from, eb: t < from, ge: t >= from, le: t < end }[
      prefix
    ] ?? false
  );
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KINDS, type Kind, type Resource } from '../../src/modules/directory/fhir/parameters.js';
import { naively } from './oracle.js';
import { drawer } from './people.js';
import { type FhirWorld, idsOf, NOW, openFhir } from './world.js';

const SEARCHES = 500;

let world: FhirWorld;
let everything: Record<Kind, Resource[]>;
beforeAll(async () => {
  world = await openFhir(2000);
  everything = Object.fromEntries(
    await Promise.all(KINDS.map(async (kind) => [kind, await world.everything(`/${kind}?_count=1000`)])),
  ) as typeof everything;
});
afterAll(() => world.close());

type Draw = (below: number) => number;
const pick = <T>(draw: Draw, all: readonly T[]): T => all[draw(all.length)] as T;

/** Values to search for: those of somebody, cut, turned round, or of nobody. */
function text(draw: Draw, value: string): string {
  const way = draw(6);
  if (way === 0) return value.slice(0, 1 + draw(value.length));
  if (way === 1) return value.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  if (way === 2) return `${value}zz`;
  return value;
}

interface Ask {
  readonly key: string;
  readonly value: string;
}

const family = (draw: Draw) =>
  pick(draw, everything.Practitioner as { name?: { family?: string }[] }[])?.name?.[0]?.family ?? 'X';
const idOf = (draw: Draw, kind: Kind) => pick(draw, everything[kind]).id ?? '';
const number = (draw: Draw, kind: 'Practitioner' | 'Organization' | 'PractitionerRole') =>
  pick(draw, everything[kind] as { identifier?: { system?: string; value?: string }[] }[]).identifier?.[0];

const CODES = ['10', '60', '21', 'C', 'E', 'S', 'SM26', 'SM54', 'DE28', 'DE', 'ZZ'];
const ROLES = ['L', 'S', 'B', 'GENR01', 'GENR03', 'FON-01', 'FON-AU', 'ZZ'];
const TOWNS = ['LYON', 'rouen', 'saint-denis', 'SAINT', 'Brest', 'aja', 'nulle part'];
const TYPES = ['355', '620', 'SA01', 'SA07', '86.10Z', '13', 'LEGAL-ENTITY', 'GEOGRAPHICAL-ENTITY', 'ZZ'];

const OWN: Record<Kind, ((draw: Draw) => Ask)[]> = {
  Practitioner: [
    (draw) => ({
      key: pick(draw, ['family', 'name', 'given']),
      value: text(draw, family(draw)).replaceAll(',', ''),
    }),
    (draw) => ({
      key: pick(draw, ['family:exact', 'name:contains', 'family:contains']),
      value: text(draw, family(draw)),
    }),
    (draw) => ({ key: 'name', value: pick(draw, ['dr', 'Pr', 'anne', 'jean noel', 'elo', 'd']) }),
    (draw) => ({
      key: pick(draw, ['qualification-code', 'qualification-code:not']),
      value: [pick(draw, CODES), ...(draw(2) ? [pick(draw, CODES)] : [])].join(','),
    }),
    (draw) => ({
      key: 'identifier',
      value: pick(draw, [
        number(draw, 'Practitioner')?.value ?? '',
        `${number(draw, 'Practitioner')?.system}|${number(draw, 'Practitioner')?.value}`,
        '12',
      ]),
    }),
    (draw) => ({ key: 'identifier-type', value: pick(draw, ['RPPS', 'IDNPS', 'SIREN']) }),
    (draw) => ({ key: '_id', value: `${idOf(draw, 'Practitioner')},${idOf(draw, 'Practitioner')}` }),
    (draw) => ({
      key: pick(draw, ['mailbox-mss:contains', 'mailbox-mss']),
      value: pick(draw, ['@', 'medecin.mss', 'pro.1', 'PRO.3', 'zzz@']),
    }),
    (draw) => ({
      key: pick(draw, ['mailbox-mss:missing', 'family:missing']),
      value: pick(draw, ['true', 'false']),
    }),
  ],
  PractitionerRole: [
    (draw) => ({ key: pick(draw, ['role', 'role', 'role:not']), value: pick(draw, ROLES) }),
    (draw) => ({
      key: 'organization',
      value: pick(draw, ['', 'Organization/']) + idOf(draw, 'Organization'),
    }),
    (draw) => ({ key: 'practitioner', value: `Practitioner/${idOf(draw, 'Practitioner')}` }),
    (draw) => ({ key: 'identifier', value: number(draw, 'PractitionerRole')?.value ?? '' }),
    (draw) => ({ key: 'organization:missing', value: pick(draw, ['true', 'false']) }),
  ],
  Organization: [
    (draw) => ({ key: 'address-city', value: pick(draw, TOWNS) }),
    (draw) => ({ key: 'address-postalcode', value: pick(draw, ['69003', '76', '2', '99']) }),
    (draw) => ({
      key: pick(draw, ['address', 'address-line:contains', 'address:contains']),
      value: pick(draw, ['lyon', 'essais 3', '12', '76000', 'av']),
    }),
    (draw) => ({
      key: pick(draw, ['name', 'name', 'name:contains']),
      value: pick(draw, ['hopital', 'cabinet mar', 'CLIN', 'clinique 3', 'ospi', 'zz']),
    }),
    (draw) => ({
      key: pick(draw, ['type', 'type', 'type:not']),
      value: [pick(draw, TYPES), ...(draw(2) ? [pick(draw, TYPES)] : [])].join(','),
    }),
    (draw) => ({
      key: 'identifier',
      value: pick(draw, [
        number(draw, 'Organization')?.value ?? '',
        `${number(draw, 'Organization')?.system}|`,
      ]),
    }),
    (draw) => ({ key: 'partof', value: idOf(draw, 'Organization') }),
    (draw) => ({ key: 'mailbox-mss', value: pick(draw, ['service.f', 'x']) }),
  ],
  HealthcareService: [
    (draw) => ({ key: 'service-type', value: pick(draw, ['50', '51', '99']) }),
    (draw) => ({ key: 'characteristic', value: pick(draw, ['02', '21', '99']) }),
  ],
  Device: [
    (draw) => ({
      key: pick(draw, ['manufacturer', 'model']),
      value: pick(draw, ['marque', 'modele 1', 'zz']),
    }),
    (draw) => ({ key: 'type', value: pick(draw, ['05602', '1']) }),
  ],
};
const CHAINS: Record<Kind, readonly [string, Kind][]> = {
  Practitioner: [
    ['_has:PractitionerRole:practitioner:', 'PractitionerRole'],
    ['_has:PractitionerRole:practitioner:organization.', 'Organization'],
  ],
  PractitionerRole: [
    ['organization.', 'Organization'],
    ['practitioner.', 'Practitioner'],
    ['organization.', 'Organization'],
    ['organization:Organization.partof.', 'Organization'],
  ],
  Organization: [
    ['partof.', 'Organization'],
    ['_has:PractitionerRole:organization:', 'PractitionerRole'],
    ['_has:PractitionerRole:organization:practitioner.', 'Practitioner'],
    ['_has:Organization:partof:', 'Organization'],
    ['_has:Device:organization:', 'Device'],
  ],
  HealthcareService: [['organization.', 'Organization']],
  Device: [
    ['organization.', 'Organization'],
    ['organization.partof.', 'Organization'],
  ],
};

function oneOf(draw: Draw, kind: Kind): Ask {
  const way = draw(10);
  if (way === 0) {
    const minute = new Date(Date.parse(NOW) + draw(2000) * 60_000).toISOString().slice(0, 16);
    return {
      key: '_lastUpdated',
      value: `${pick(draw, ['', 'eq', 'ne', 'gt', 'ge', 'lt', 'le', 'sa', 'eb'])}${minute}Z`,
    };
  }
  if (way === 1)
    return {
      key: kind === 'Device' ? '_id' : 'active',
      value: kind === 'Device' ? idOf(draw, 'Device') : pick(draw, ['true', 'false']),
    };
  if (way < 5) {
    const [prefix, target] = pick(draw, CHAINS[kind]);
    const { key, value } = pick(draw, OWN[target])(draw);
    return { key: prefix + key, value };
  }
  return pick(draw, OWN[kind])(draw);
}

describe('generated searches', () => {
  it(`answer as somebody would who looks at everything: ${SEARCHES} of them over 2,000 people`, async () => {
    const wrong: string[] = [];
    let found = 0;
    for (let n = 0; n < SEARCHES; n++) {
      const draw = drawer(n * 104_729 + 3);
      const kind = pick(draw, KINDS.slice(0, n % 4 === 0 ? 5 : 3));
      const asks = Array.from({ length: 1 + draw(3) }, () => oneOf(draw, kind)).filter(
        ({ value }) => value !== '',
      );
      const expected = everything[kind].filter((one) =>
        asks.every(({ key, value }) => naively(everything, one, key, value)),
      );
      const query = new URLSearchParams([
        ...asks.map(({ key, value }): [string, string] => [key, value]),
        ['_count', String(pick(draw, expected.length < 60 ? [7, 20] : [200, 1000]))],
        ['_total', 'none'],
      ]);
      const answered = idsOf(await world.everything(`/${kind}?${query}`));
      found += answered.length > 0 ? 1 : 0;
      if (answered.toSorted().join() !== idsOf(expected).toSorted().join())
        wrong.push(
          `${kind}?${decodeURIComponent(query.toString())}: ${answered.length} instead of ${expected.length}`,
        );
    }
    expect(wrong).toEqual([]);
    // Most of them find somebody, or nothing would be shown by this.
    expect(found).toBeGreaterThan(SEARCHES / 3);
  });

  it('cover every person of the register, activity and structure there is, and no staff of a structure', () => {
    const exercises = world.people.flatMap(({ idNat, exercises }) =>
      idNat.startsWith('8') ? exercises : [],
    );
    expect(everything.Practitioner).toHaveLength(exercises.length);
    expect(everything.PractitionerRole).toHaveLength(
      exercises.flatMap(({ activities }) => activities).length,
    );
    expect(everything.Organization).toHaveLength(world.structures.length);
    for (const kind of KINDS) expect(new Set(idsOf(everything[kind])).size).toBe(everything[kind].length);
  });
});

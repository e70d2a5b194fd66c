import type { Bundle } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Resource } from '../../src/modules/directory/fhir/parameters.js';
import { writePerson } from '../../src/modules/directory/fhir/resources/ids.js';
import { fold } from '../../src/modules/directory/rules/fold.js';
import { writePeople } from './people.js';
import { type FhirWorld, idsOf, linkOf, matchesOf, openFhir } from './world.js';

let world: FhirWorld;
beforeAll(async () => {
  world = await openFhir(300);
});
afterAll(() => world.close());

const onPage = (bundle: Bundle): string[] => idsOf(matchesOf(bundle));

function sortedBy(one: Resource, sort: string): string {
  if (sort.endsWith('_lastUpdated')) return one.meta?.lastUpdated ?? '';
  if (sort.endsWith('_id')) return one.id ?? '';
  if (one.resourceType === 'Organization') return fold(one.name ?? '');
  const [name] = one.resourceType === 'Practitioner' ? (one.name ?? []) : [];
  return fold([name?.family, name?.given?.[0]].filter(Boolean).join(' '));
}

describe('pages', () => {
  it('give each id once while people come, change and leave', async () => {
    const before = idsOf(await world.everything('/Practitioner?_count=1000'));
    const seen: string[] = [];
    let next: string | undefined = '/Practitioner?_count=40';
    for (let n = 0; next !== undefined; n++) {
      const page: Bundle = await world.bundle(next);
      seen.push(...onPage(page));
      const changed = world.people
        .filter((_, i) => i % 9 === n % 9)
        .map((one) => ({ ...one, version: 2 + n }));
      const left = changed.slice(0, 2).map((one) => ({ ...one, exercises: [], state: 'closed' as const }));
      await writePeople(world.ctx, [...left, ...changed.slice(2)], world.structures, '2026-06-01');
      next = linkOf(page, 'next');
    }
    expect(new Set(seen).size).toBe(seen.length);
    // Those who left are still told, inactive: nobody is missed.
    expect(seen.toSorted()).toEqual(before.toSorted());
  });

  it('lead to the end and back, the same pages in both directions', async () => {
    const forward: string[][] = [];
    let page = await world.bundle('/PractitionerRole?_count=33&organization.address-city=saint');
    expect(linkOf(page, 'previous')).toBeUndefined();
    for (;;) {
      forward.push(onPage(page));
      const next = linkOf(page, 'next');
      if (next === undefined) break;
      page = await world.bundle(next);
      // A page that was announced is never empty, chained searches included.
      expect(onPage(page).length).toBeGreaterThan(0);
    }
    expect(forward.length).toBeGreaterThan(2);
    const back: string[][] = [forward.at(-1) ?? []];
    for (let link = linkOf(page, 'previous'); link !== undefined; link = linkOf(page, 'previous')) {
      page = await world.bundle(link);
      back.unshift(onPage(page));
    }
    expect(back.flat()).toEqual(forward.flat());
  });

  it.each([
    ['Practitioner', 'family'],
    ['Organization', '-name'],
    ['Practitioner', '-_lastUpdated'],
    ['PractitionerRole', '-_id'],
    ['Device', '_lastUpdated'],
  ])('of %s follow the order of _sort=%s', async (kind, sort) => {
    const found = await world.everything(`/${kind}?_sort=${sort}&_count=23`);
    expect(new Set(idsOf(found)).size).toBe(found.length);
    // A person of two exercises stands by the name of the first one.
    const two = world.people
      .filter(({ exercises }) => exercises.length > 1)
      .map(({ idNat }) => writePerson(idNat));
    const clear = found.filter(({ id }) => sort !== 'family' || !two.some((one) => id?.includes(one)));
    const keys = clear.map((one) => sortedBy(one, sort));
    expect(keys.length).toBeGreaterThan(10);
    expect(keys).toEqual(sort.startsWith('-') ? keys.toSorted().toReversed() : keys.toSorted());
  });

  it('say by their links no name, no number, and an address of the configured origin', async () => {
    const page = await world.bundle('/Practitioner?family=martin&_count=2');
    const next = linkOf(page, 'next') ?? '';
    expect(next.startsWith(`${world.app.config.origin}/fhir/v2/_page?id=`)).toBe(true);
    expect(next.toLowerCase()).not.toContain('martin');
    expect(linkOf(page, 'self')).toBe(
      `${world.app.config.origin}/fhir/v2/Practitioner?family=martin&_count=2`,
    );
    const forwarded = await world.ask('/Practitioner?_count=1', {
      headers: { host: '10.0.0.8:8080', 'x-forwarded-host': 'evil.example' },
    });
    expect(await forwarded.text()).not.toMatch(/10\.0\.0\.8|evil/);
  });

  it('keep the total of the first one', async () => {
    const first = await world.bundle('/Practitioner?_count=10&_total=accurate');
    const second = await world.bundle(linkOf(first, 'next') ?? '');
    expect(first.total).toBe((await world.everything('/Practitioner?_count=1000')).length);
    expect(second.total).toBe(first.total);
    expect((await world.bundle('/Practitioner?_count=10&_total=none')).total).toBeUndefined();
  });

  it('refuse a link that was altered or made elsewhere, and say what to do', async () => {
    const next = linkOf(await world.bundle('/Practitioner?_count=2'), 'next') ?? '';
    for (const bad of [
      `${next.slice(0, -3)}AAA`,
      next.replace(/id=.*/, 'id=u12345'),
      next.replace(/\?.*/, ''),
    ]) {
      const { status, outcome } = await world.refused(bad);
      expect(status).toBe(400);
      expect(outcome.issue[0]?.diagnostics).toContain('first page');
    }
  });
});

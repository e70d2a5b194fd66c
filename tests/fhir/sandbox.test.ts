import { Fhir } from 'fhir';
import type { Organization } from 'fhir/r4.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { putAuthorisations } from '../../src/modules/directory/index.js';
import { upsertStructures } from '../../src/modules/structures/index.js';
import { inventAuthorisations } from '../../src/sandbox/population/authorisations.js';
import { generatePopulation } from '../../src/sandbox/population/generate.js';
import { type TestContext, testContext } from '../support/context.js';
import { type Asking, asking, linkOf, matchesOf } from './world.js';

let world: TestContext & Asking;
beforeAll(async () => {
  const context = await testContext();
  world = { ...context, ...(await asking(context)) };
  const { structures } = generatePopulation(1000);
  await upsertStructures(world.ctx, structures);
  await putAuthorisations(world.ctx, inventAuthorisations(structures));
});
afterAll(() => world.close());

it('gives the establishments of the sandbox activities, places and equipment that can be asked for by place', async () => {
  const devices = await world.bundle('/Device?_include=Device:organization&_total=accurate');
  expect(devices.total).toBeGreaterThan(2);
  expect(new Fhir().validate(devices, { errorOnUnexpected: true }).valid).toBe(true);
  const services = await world.everything('/HealthcareService');
  expect(new Set(services.map(({ meta }) => meta?.profile?.[0])).size).toBe(2);
  const [place] = (devices.entry ?? []).filter(({ search }) => search?.mode === 'include');
  const city = (place?.resource as Organization | undefined)?.address?.[0]?.city;
  const there = await world.bundle(
    `/HealthcareService?organization.address-city=${encodeURIComponent(city ?? '')}`,
  );
  expect(matchesOf(there).length).toBeGreaterThan(0);
  expect(linkOf(there, 'self')).toContain('address-city');
});

it('changes nothing, and makes no publication, when the same list is given again', async () => {
  const { structures } = generatePopulation(1000);
  expect(await putAuthorisations(world.ctx, inventAuthorisations(structures))).toBe(0);
});

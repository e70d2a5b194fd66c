import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimGroups, registerService } from '../../src/modules/identity-provider/index.js';
import { HttpBrowser } from '../../src/sandbox/kit/http-browser.js';
import { doctor, type Registered, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';

const BACK = 'http://localhost:1/retour';

let running: TestApp;
let story: Story;
let person: Registered;
let phone: string;

beforeAll(async () => {
  running = await startTestApp();
  story = new Story(running.origin);
  person = await story.register('CNOM', doctor());
  await running.settle();
  phone = (await story.phone(person.idNat)).id;
});
afterAll(() => running.stop());

/** Userinfo of a service with that claim set; each call is a sign-in of its own. */
async function userinfo(claims: 'national' | 'clean'): Promise<Record<string, unknown>> {
  const service = await registerService(running.app.ctx, {
    ...{ name: `Jeu ${claims}`, redirectUris: [BACK], options: { claims } },
  });
  const browser = new HttpBrowser();
  const back = await story.authorize(service.clientId, BACK, browser, async () => {
    await browser.submit({ idNat: person.idNat }, '');
    await story.answer(phone);
  });
  const tokens = await story.redeem(service, BACK, back);
  return story.userinfo(tokens.access_token ?? '');
}

it('S4-47 claims come from the directory, with their source and the date of the last change, and nothing else is the source', async () => {
  const before = await userinfo('clean');
  expect(before.sources).toEqual(['CNOM']);
  const changedAt = running.app.clock.now().getTime() / 1000;
  const [exercise] = doctor().exercises as Record<string, unknown>[];
  const change = { exercises: [{ ...exercise, name: 'SOURCE' }] };
  await story.patch('CNOM', person.rpps, person.etag, change);
  await running.settle();
  const after = await userinfo('clean');
  expect(JSON.stringify(after)).toContain('SOURCE');
  expect(Number(after.updated_at)).toBeGreaterThanOrEqual(Math.floor(changedAt));
  expect(Number(after.updated_at)).toBeGreaterThanOrEqual(Number(before.updated_at));
  const directory = await story.page(`/annuaire/personnes/${person.idNat}`);
  expect(directory).toContain('SOURCE');
  // The national set is kept to the letter: it names the authority of each situation, and no date.
  const national = await userinfo('national');
  expect(JSON.stringify(national)).toContain('"autoriteDenregistrement":"CNOM/CNOM/CNOM"');
  expect(national).not.toHaveProperty('updated_at');
});

it('the claims that the security page lists are those that services get', async () => {
  for (const set of ['national', 'clean'] as const) {
    const listed = claimGroups(set).flatMap(({ claims }) => claims);
    const given = Object.keys(await userinfo(set));
    expect([set, given.filter((claim) => !listed.includes(claim))]).toEqual([set, []]);
    expect(new Set(listed).size).toBe(listed.length);
  }
});

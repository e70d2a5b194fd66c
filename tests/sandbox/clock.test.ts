import { afterAll, beforeAll, expect, it } from 'vitest';
import { doctor, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.stop());

async function clock(method: string, body: object): Promise<{ status: number; code?: string }> {
  const answer = await fetch(`${t.origin}/sandbox/api/clock`, {
    ...{ method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  });
  return { status: answer.status, ...((await answer.json()) as { code?: string }) };
}

it('has the notices sent that the hours leapt over would have sent', async () => {
  const story = new Story(t.origin);
  const mail = 'avis.de.fin@courriel.example';
  const record = { ...doctor(), correspondence: { mail, mobile: '06 39 98 77 66' } };
  const { idNat } = await story.register('CNOM', record);
  await t.settle();
  await story.phone(idNat);
  const told = async () => {
    const answer = await fetch(`${t.origin}/sandbox/api/messages?to=${mail}`);
    const messages = (await answer.json()) as { subject: string }[];
    return messages.filter(({ subject }) => /bientôt|fin|expire/i.test(subject)).length;
  };
  expect(await told()).toBe(0);
  for (const [advance, notices] of [
    ['P1000D', 0],
    ['P37D', 1],
    ['P30D', 2],
  ] as const) {
    expect((await clock('POST', { advance })).status).toBe(200);
    expect([advance, await told()]).toEqual([advance, notices]);
  }
});

it('goes to no year that the rules do not know, and stays where it was', async () => {
  const before = t.app.clock.now();
  const far = { status: 422, code: 'sandbox.clock-out-of-range' };
  for (const now of ['1989-12-31T23:59:59Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])
    expect(await clock('PUT', { now })).toMatchObject(far);
  for (const advance of ['P99999999999D', 'P9999999W', `P${'9'.repeat(400)}D`])
    expect(await clock('POST', { advance })).toMatchObject(far);
  expect(t.app.clock.now().getTime() - before.getTime()).toBeLessThan(3_600_000);
  expect((await clock('PUT', { now: '2030-01-01T00:00:00Z' })).status).toBe(200);
});

it('says in its description which periods it takes, and takes no other', async () => {
  const document = await (await fetch(`${t.origin}/sandbox/api/openapi.json`)).json();
  const { advance } = document.paths['/clock'].post.requestBody.content['application/json'].schema.properties;
  const told = new RegExp(advance.pattern);
  expect(advance.description).toContain('PT24H');
  for (const period of ['PT24H', 'P14D', 'P1WT1S']) expect(told.test(period)).toBe(true);
  for (const period of ['P', 'PT', 'P1DT', 'P1M', 'P1Y', '-PT1H', 'PT1,5H']) {
    expect(told.test(period)).toBe(false);
    expect((await clock('POST', { advance: period })).status).toBe(422);
  }
});

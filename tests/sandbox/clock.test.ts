import { afterAll, beforeAll, expect, it } from 'vitest';
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

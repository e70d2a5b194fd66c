import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantRole, openSession, switchRole } from '../../src/modules/access/index.js';
import { ecps } from '../../src/modules/credentials/index.js';
import { endMeansOfClosed } from '../../src/modules/identity-provider/index.js';
import { eventsOf } from '../../src/platform/events.js';
import { doctor, type Registered } from '../../src/sandbox/kit/story.js';
import { startTarget, type Target } from './target.js';

let target: Target;
beforeAll(async () => {
  target = await startTarget();
});
afterAll(() => target.stop());

async function newDoctor(): Promise<Registered> {
  const person = await target.story.register('CNOM', doctor());
  await target.settle();
  return person;
}

async function strikeOff({ rpps }: Registered): Promise<void> {
  const answer = await fetch(`${target.origin}/api/authorities/CNOM/registrations/${rpps}/close`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await target.story.agentBearer('CNOM')}`,
      'if-match': '*',
    },
    body: JSON.stringify({ reason: 'RL' }),
  });
  expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)]);
  await target.settle();
}

const page = async (path: string, token: string) =>
  (
    await fetch(target.origin + path, {
      redirect: 'manual',
      headers: { accept: 'text/html', cookie: `esculape_session=${token}` },
    })
  ).status;

describe('somebody who was struck off', () => {
  it('has an e-CPS that ended for good, once, and tokens that open nothing', async () => {
    const person = await newDoctor();
    const phone = await target.story.phone(person.idNat);
    const { tokens, clientId, clientSecret } = await target.story.signIn(person.idNat, phone.id);
    expect(await target.story.userinfo(tokens.access_token ?? '')).toBeTruthy();
    await strikeOff(person);
    const { ctx } = target.app;
    expect(await ecps.meansOf(ctx, [person.idNat])).toEqual(new Map());
    await endMeansOfClosed.run(ctx, [person.idNat]);
    const ended = await eventsOf(ctx, [person.idNat], ['credentials.ecps-ended']);
    expect(ended.map(({ data }) => data.reason)).toEqual(['closed']);
    await expect(target.story.userinfo(tokens.access_token ?? '')).rejects.toThrow('401');
    const refreshed = await fetch(`${target.story.issuer}/protocol/openid-connect/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' }),
    });
    expect([refreshed.status, await refreshed.json()]).toEqual([
      400,
      expect.objectContaining({ error: 'invalid_grant' }),
    ]);
    await expect(target.story.phone(person.idNat)).rejects.toThrow();
  });

  it('loses the sessions that the e-CPS or an ordre opened, in whatever role; others keep theirs', async () => {
    const [person, neighbour] = [await newDoctor(), await newDoctor()];
    const { ctx } = target.app;
    const own = await openSession(ctx, { idNat: person.idNat, signedInBy: 'psc' });
    const byMail = await openSession(ctx, { idNat: person.idNat, signedInBy: 'CNOM' });
    await grantRole(ctx, { idNat: person.idNat, role: 'support' });
    const first = await openSession(ctx, { idNat: person.idNat, signedInBy: 'psc' });
    const support = await switchRole(ctx, first.token, 'support');
    const others = await openSession(ctx, { idNat: neighbour.idNat, signedInBy: 'psc' });
    const ask = () =>
      Promise.all([own, byMail, others].map(({ token }) => page('/ordres/cnom/coordonnees', token)));
    expect([...(await ask()), await page('/annuaire/compte', support.token)]).toEqual([200, 200, 200, 200]);
    await strikeOff(person);
    expect([...(await ask()), await page('/annuaire/compte', support.token)]).toEqual([303, 303, 200, 303]);
  });

  it('who is back before the job runs keeps everything', async () => {
    const person = await newDoctor();
    await target.story.phone(person.idNat);
    await endMeansOfClosed.run(target.app.ctx, [person.idNat, '899700000000']);
    expect(await ecps.activeMeans(target.app.ctx, person.idNat)).toBe(true);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accessErrors,
  grantRole,
  issueLoginLink,
  openSession,
  spendLoginCode,
  spendLoginLink,
  switchRole,
  userOfToken,
} from '../../src/modules/access/index.js';
import { startTarget, type Target } from './target.js';

let target: Target;
beforeAll(async () => {
  target = await startTarget();
  await grantRole(target.app.ctx, { idNat: target.person.idNat, role: 'agent', scope: 'CNOM' });
});
afterAll(() => target.stop());

const open = (signedInBy: string) => openSession(target.app.ctx, { idNat: target.person.idNat, signedInBy });

const get = async (path: string, token: string) => {
  const headers = { accept: 'text/html', cookie: `esculape_session=${token}` };
  const answer = await fetch(target.origin + path, { redirect: 'manual', headers });
  return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
};

describe('a role that was granted', () => {
  it('is not taken in a session that an ordre opened by mail and SMS, nor offered there', async () => {
    const { token } = await open('CNOM');
    await expect(switchRole(target.app.ctx, token, 'agent', 'CNOM')).rejects.toThrow(
      accessErrors.notAllowed('role was not given'),
    );
    expect((await get('/ordres/cnom/agents', token)).status).toBe(403);
    expect((await get('/connexion/role', token)).text).not.toContain('Agent d’une autorité');
  });

  it('is taken in one that Pro Santé Connect opened', async () => {
    const { token } = await open('psc');
    expect(await get('/ordres/cnom/agents', token)).toMatchObject({
      status: 303,
      location: '/connexion/role?retour=%2Fordres%2Fcnom%2Fagents',
    });
    expect((await get('/connexion/role', token)).text).toContain('Agent d’une autorité');
    const taken = await switchRole(target.app.ctx, token, 'agent', 'CNOM');
    expect((await get('/ordres/cnom/agents', taken.token)).status).toBe(200);
  });
});

it('a session lent by the sandbox is nothing to a production on the same database', async () => {
  const { ctx } = target.app;
  const [lent, own] = [await open('sandbox'), await open('psc')];
  const production = { ...ctx, config: { ...ctx.config, profile: 'production' as const } };
  expect(await userOfToken(ctx, lent.token)).toBeDefined();
  expect(await userOfToken(production, lent.token)).toBeUndefined();
  expect(await userOfToken(production, own.token)).toBeDefined();
});

it('the code of a sign-in by mail cannot be guessed over many links: fifteen wrong ones end the day', async () => {
  const { ctx } = target.app;
  const subject = { door: 'CNOM', memberId: crypto.randomUUID() };
  const begin = async () => spendLoginLink(ctx, 'CNOM', await issueLoginLink(ctx, subject));
  for (let link = 0; link < 5; link += 1) {
    const { challenge, code } = await begin();
    const wrong = code === '000000' ? '000001' : '000000';
    for (let i = 0; i < 3; i += 1)
      await expect(spendLoginCode(ctx, { door: 'CNOM', challenge, code: wrong })).rejects.toThrow();
  }
  const { challenge, code } = await begin();
  await expect(spendLoginCode(ctx, { door: 'CNOM', challenge, code })).rejects.toThrow(
    accessErrors.wrongCode(),
  );
  const other = { door: 'CNOM', memberId: crypto.randomUUID() };
  const theirs = await spendLoginLink(ctx, 'CNOM', await issueLoginLink(ctx, other));
  expect(await spendLoginCode(ctx, { door: 'CNOM', challenge: theirs.challenge, code: theirs.code })).toBe(
    other.memberId,
  );
});

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  issueLoginLink,
  issueMailLink,
  spendLoginLink,
  spendMailLink,
} from '../../src/modules/access/index.js';
import { type TestContext, testContext, twentyAtOnce } from '../support/context.js';

let w: TestContext;
beforeAll(async () => {
  w = await testContext();
});
afterAll(() => w.close());

it('makes one account per address, as integrator and nothing else', async () => {
  const first = await spendMailLink(w.ctx, await issueMailLink(w.ctx, ' Dominique@Editeur.example'));
  const again = await spendMailLink(w.ctx, await issueMailLink(w.ctx, 'dominique@editeur.example'));
  expect(first.user).toMatchObject({
    kind: 'integrator',
    scope: [],
    roles: ['integrator'],
    signedInBy: 'mail',
  });
  expect(again.user.accountId).toBe(first.user.accountId);
  const other = await spendMailLink(w.ctx, await issueMailLink(w.ctx, 'autre@editeur.example'));
  expect(other.user.accountId).not.toBe(first.user.accountId);
});

it('opens once, of twenty who press at the same time, and not the door of an authority', async () => {
  const token = await issueMailLink(w.ctx, 'une-fois@editeur.example');
  await expect(spendLoginLink(w.ctx, 'CNOM', token)).rejects.toMatchObject({ status: 410 });
  expect(await twentyAtOnce(() => spendMailLink(w.ctx, token))).toBe(1);
  const ofAnOrdre = await issueLoginLink(w.ctx, { door: 'CNOM', memberId: 'une-fois@editeur.example' });
  await expect(spendMailLink(w.ctx, ofAnOrdre)).rejects.toMatchObject({ status: 410 });
});

it('opens no longer after fifteen minutes, nor once the role was taken back', async () => {
  const late = await issueMailLink(w.ctx, 'tard@editeur.example');
  await sql`update access.login_links set expires_at = now() - interval '1 second' where member like 'tard@%'`.execute(
    w.ctx.db,
  );
  await expect(spendMailLink(w.ctx, late)).rejects.toMatchObject({ status: 410 });
  const { user } = await spendMailLink(w.ctx, await issueMailLink(w.ctx, 'exclu@editeur.example'));
  await sql`update access.role_grants set revoked_at = now() where account = ${user.accountId}`.execute(
    w.ctx.db,
  );
  await expect(
    spendMailLink(w.ctx, await issueMailLink(w.ctx, 'exclu@editeur.example')),
  ).rejects.toMatchObject({ status: 403 });
});

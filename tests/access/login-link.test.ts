import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accessErrors,
  issueLoginLink,
  spendLoginCode,
  spendLoginLink,
} from '../../src/modules/access/index.js';
import type { Ctx } from '../../src/platform/context.js';
import { rows } from '../../src/platform/db/connection.js';
import { type TestContext, testContext, twentyAtOnce } from '../support/context.js';

const MEMBER = { door: 'CNOM', memberId: '5e0a4d38-0000-4000-8000-000000000001' };
const WRONG = accessErrors.wrongCode();

describe('signing in by a mail link and an SMS code', () => {
  let ctx: Ctx;
  let close: TestContext['close'];

  beforeAll(async () => {
    ({ ctx, close } = await testContext());
  });
  afterAll(() => close());

  const opened = async () => spendLoginLink(ctx, 'CNOM', await issueLoginLink(ctx, MEMBER));
  const other = (code: string) => (code === '000000' ? '111111' : '000000');

  it('needs both the link and the code, and names the member then', async () => {
    const { challenge, code, memberId } = await opened();
    expect(memberId).toBe(MEMBER.memberId);
    expect(await spendLoginCode(ctx, { door: 'CNOM', challenge, code })).toBe(MEMBER.memberId);
  });

  it('opens a link once in twenty parallel attempts', async () => {
    const token = await issueLoginLink(ctx, MEMBER);
    expect(await twentyAtOnce(() => spendLoginLink(ctx, 'CNOM', token))).toBe(1);
  });

  it('accepts a code once in twenty parallel attempts', async () => {
    const { challenge, code } = await opened();
    expect(await twentyAtOnce(() => spendLoginCode(ctx, { door: 'CNOM', challenge, code }))).toBe(1);
  });

  it('refuses the right code after three wrong ones', async () => {
    const { challenge, code } = await opened();
    for (let tries = 0; tries < 3; tries += 1)
      await expect(spendLoginCode(ctx, { door: 'CNOM', challenge, code: other(code) })).rejects.toEqual(
        WRONG,
      );
    await expect(spendLoginCode(ctx, { door: 'CNOM', challenge, code })).rejects.toEqual(WRONG);
  });

  it('refuses link and code at the door of another ordre', async () => {
    const token = await issueLoginLink(ctx, MEMBER);
    await expect(spendLoginLink(ctx, 'CNOP', token)).rejects.toEqual(accessErrors.deadLink());
    const { challenge, code } = await spendLoginLink(ctx, 'CNOM', token);
    await expect(spendLoginCode(ctx, { door: 'CNOP', challenge, code })).rejects.toEqual(WRONG);
  });

  it('refuses a link after 15 minutes and a code after 10', async () => {
    const token = await issueLoginLink(ctx, MEMBER);
    await sql`update access.login_links set expires_at = expires_at - interval '15 minutes'`.execute(ctx.db);
    await expect(spendLoginLink(ctx, 'CNOM', token)).rejects.toEqual(accessErrors.deadLink());
    const { challenge, code } = await opened();
    await sql`update access.login_codes set expires_at = expires_at - interval '10 minutes'`.execute(ctx.db);
    await expect(spendLoginCode(ctx, { door: 'CNOM', challenge, code })).rejects.toEqual(WRONG);
  });

  it('keeps neither the link nor the code in clear', async () => {
    const token = await issueLoginLink(ctx, MEMBER);
    const { challenge, code } = await spendLoginLink(ctx, 'CNOM', token);
    const stored = await rows(
      ctx.db,
      sql`select l.token_hash, c.id, c.code_hash from access.login_links l, access.login_codes c`,
    );
    for (const secret of [token, challenge, `"${code}"`])
      expect(JSON.stringify(stored)).not.toContain(secret);
  });
});

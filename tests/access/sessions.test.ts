import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accessErrors,
  closeSession,
  grantRole,
  openSession,
  revokeRole,
  switchRole,
  userOfToken,
} from '../../src/modules/access/index.js';
import type { Ctx } from '../../src/platform/context.js';
import { rows } from '../../src/platform/db/connection.js';
import { journalOf } from '../../src/platform/journal.js';
import { type TestContext, testContext } from '../support/context.js';

const DOCTOR = '899780000017';

describe('sessions of the portals', () => {
  let ctx: Ctx;
  let close: TestContext['close'];

  beforeAll(async () => {
    ({ ctx, close } = await testContext());
  });
  afterAll(() => close());

  const age = (column: string, seconds: number) =>
    sql`update access.sessions set ${sql.ref(column)} = ${sql.ref(column)} - ${seconds} * interval '1 second'`.execute(
      ctx.db,
    );

  it('opens a session for a person and for a role with its scope', async () => {
    const doctor = await openSession(ctx, { idNat: DOCTOR, name: 'Camille Exemple' });
    expect(doctor.user).toMatchObject({
      kind: 'professional',
      idNat: DOCTOR,
      name: 'Camille Exemple',
      scope: [],
    });
    const agent = await openSession(ctx, { role: 'agent', scope: 'CNOM' });
    expect(await userOfToken(ctx, agent.token)).toMatchObject({ kind: 'agent', scope: ['CNOM'] });
    expect(agent.user.idNat).toBeUndefined();
  });

  it('refuses a role that does not exist, a role without its scope, and one that only an idNat gives', async () => {
    for (const role of ['agent', 'manager', 'professional', 'root', ''])
      await expect(openSession(ctx, { role })).rejects.toEqual(accessErrors.unknownRole());
  });

  it('never lends a session outside the sandbox', async () => {
    const production = { ...ctx, config: { ...ctx.config, profile: 'production' as const } };
    await expect(openSession(production, { role: 'cpam' })).rejects.toMatchObject({ status: 403 });
    await expect(openSession(production, { idNat: DOCTOR })).rejects.toMatchObject({ status: 403 });
    const real = await openSession(production, { idNat: DOCTOR, signedInBy: 'psc' });
    expect(real.user.kind).toBe('professional');
  });

  it('keeps no token in clear, and knows no other token', async () => {
    const { token } = await openSession(ctx, { idNat: DOCTOR });
    const stored = await rows(ctx.db, sql`select * from access.sessions`);
    expect(JSON.stringify(stored)).not.toContain(token);
    for (const other of ['', 'ess_', `${token}x`, token.slice(4)])
      expect(await userOfToken(ctx, other)).toBeUndefined();
  });

  it('ends a session at sign-out, after thirty idle minutes, and four hours after its start', async () => {
    const left = await openSession(ctx, { idNat: DOCTOR });
    await closeSession(ctx, left.token);
    expect(await userOfToken(ctx, left.token)).toBeUndefined();

    const idle = await openSession(ctx, { idNat: DOCTOR });
    await age('last_seen', 29 * 60);
    expect(await userOfToken(ctx, idle.token)).toBeDefined();
    await age('last_seen', 29 * 60);
    expect(await userOfToken(ctx, idle.token)).toBeDefined();
    await age('last_seen', 31 * 60);
    expect(await userOfToken(ctx, idle.token)).toBeUndefined();

    const old = await openSession(ctx, { idNat: DOCTOR });
    await age('expires_at', 4 * 3600 - 60);
    expect(await userOfToken(ctx, old.token)).toBeDefined();
    await age('expires_at', 120);
    expect(await userOfToken(ctx, old.token)).toBeUndefined();
  });

  it('lets a person take a role that was granted, for as long as it is, and no other', async () => {
    await grantRole(ctx, { idNat: DOCTOR, role: 'agent', scope: 'CNOM' });
    const { token } = await openSession(ctx, { idNat: DOCTOR, signedInBy: 'psc' });
    const agent = await switchRole(ctx, token, 'agent', 'CNOM');
    expect(agent.user).toMatchObject({ kind: 'agent', scope: ['CNOM'], idNat: DOCTOR });
    expect(await userOfToken(ctx, token)).toBeUndefined();

    await expect(switchRole(ctx, agent.token, 'agent', 'CNOP')).rejects.toMatchObject({ status: 403 });
    await expect(switchRole(ctx, agent.token, 'cpam')).rejects.toMatchObject({ status: 403 });
    await revokeRole(ctx, { idNat: DOCTOR, role: 'agent', scope: 'CNOM' });
    expect(await userOfToken(ctx, agent.token)).toBeUndefined();
    const acts = (await journalOf(ctx, DOCTOR)).map((line) => line.act);
    expect(acts).toEqual(['access.revoke-role', 'access.grant-role']);
  });
});

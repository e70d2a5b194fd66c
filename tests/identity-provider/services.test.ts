import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerService, renewSecret } from '../../src/modules/identity-provider/index.js';
import type { Ctx } from '../../src/platform/context.js';
import { relyingParty } from './relying-party.js';
import { newService, type World, world } from './world.js';

let w: World;
let production: Ctx;

beforeAll(async () => {
  w = await world();
  production = { ...w.ctx, config: { ...w.ctx.config, profile: 'production' } };
});
afterAll(() => w.close());

describe('the registration of a service', () => {
  it('is tolerant on acr_values in a sandbox and strict in production, unless said otherwise', async () => {
    const uris = { name: 'Service', redirectUris: ['https://service.example/cb'] };
    expect((await registerService(w.ctx, uris)).acrPolicy).toBe('tolerant');
    expect((await registerService(production, uris)).acrPolicy).toBe('strict');
    expect((await registerService(production, { ...uris, acrPolicy: 'tolerant' })).acrPolicy).toBe(
      'tolerant',
    );
  });

  it('takes http addresses in a sandbox, and in production on loopback only', async () => {
    const at = (uri: string) => ({ name: 'Service', redirectUris: [uri] });
    expect((await registerService(w.ctx, at('http://service.example/cb'))).clientId).toBeTypeOf('string');
    expect((await registerService(production, at('http://localhost:3001/cb'))).clientId).toBeTypeOf('string');
    await expect(registerService(production, at('http://service.example/cb'))).rejects.toMatchObject({
      status: 422,
    });
  });

  it('names every faulty field at once and keeps nothing', async () => {
    const count = async () =>
      (await sql<{ n: number }>`select count(*)::int n from identity_provider.services`.execute(w.ctx.db))
        .rows[0]?.n;
    const before = await count();
    await expect(
      registerService(w.ctx, {
        name: ' ',
        redirectUris: [],
        postLogoutRedirectUris: ['https://a.example/#x'],
      }),
    ).rejects.toMatchObject({
      fields: [{ field: 'postLogoutRedirectUris/0' }, { field: 'redirectUris' }, { field: 'name' }],
    });
    expect(await count()).toBe(before);
  });

  it('tells the secret once, keeps its hash, and journals who registered', async () => {
    const { clientId, clientSecret } = await newService(w);
    const stored = await sql`select * from identity_provider.services where client_id = ${clientId}`.execute(
      w.ctx.db,
    );
    expect(JSON.stringify(stored.rows)).not.toContain(clientSecret);
    const acts = await sql`select actor, act from platform.journal where subject = ${clientId}`.execute(
      w.ctx.db,
    );
    expect(acts.rows).toEqual([{ actor: 'system', act: 'identity-provider.register-service' }]);
  });

  it('gets another secret while the former still opens, for as long as was said', async () => {
    const service = await newService(w);
    const opens = async (clientSecret: string) => {
      const rp = await relyingParty(w, { ...service, clientSecret });
      return oidc.tokenIntrospection(rp, 'nothing').then(
        () => true,
        () => false,
      );
    };
    const first = await renewSecret(w.ctx, service.clientId);
    expect([await opens(service.clientSecret), await opens(first.clientSecret)]).toEqual([true, true]);
    const second = await renewSecret(w.ctx, service.clientId, 0);
    expect([await opens(service.clientSecret), await opens(first.clientSecret)]).toEqual([false, false]);
    expect(await opens(second.clientSecret)).toBe(true);
    const races = await Promise.all(Array.from({ length: 5 }, () => renewSecret(w.ctx, service.clientId)));
    for (const { clientSecret } of races) expect(await opens(clientSecret)).toBe(true);
    await expect(renewSecret(w.ctx, 'nobody')).rejects.toMatchObject({ status: 404 });
  });
});

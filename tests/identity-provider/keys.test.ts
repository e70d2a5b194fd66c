import { decodeProtectedHeader } from 'jose';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rotateKeys } from '../../src/modules/identity-provider/index.js';
import { openEnvelope } from '../../src/modules/identity-provider/oidc/envelope.js';
import { signingKeys } from '../../src/modules/identity-provider/oidc/keys.js';
import { type World, world } from './world.js';

let w: World;

beforeAll(async () => {
  w = await world();
});
afterAll(() => w.close());

it('makes one key when several processes start at once, and keeps it encrypted', async () => {
  const all = await Promise.all(Array.from({ length: 5 }, () => signingKeys(w.ctx)));
  expect(new Set(all.flat().map((key) => key.kid)).size).toBe(1);
  const { rows } = await sql<{
    sealed_key: string;
  }>`select sealed_key from identity_provider.signing_keys`.execute(w.ctx.db);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.sealed_key).not.toContain(all[0]?.[0].d);
  const elsewhere = { ...w.ctx, config: { ...w.ctx.config, secret: 'x'.repeat(40) } };
  await expect(signingKeys(elsewhere)).rejects.toThrow('another ESCULAPE_SECRET');
});

it('signs with the new key after a rotation, and still opens what the former one signed', async () => {
  const issuer = 'https://psc.example';
  const before = await openEnvelope(issuer, await signingKeys(w.ctx));
  const exp = Math.floor(Date.now() / 1000) + 120;
  const old = await before.wrap({ iss: issuer, jti: 'old', exp });
  await rotateKeys(w.ctx);
  const keys = await signingKeys(w.ctx);
  const after = await openEnvelope(issuer, keys);
  const fresh = await after.wrap({ iss: issuer, jti: 'new', exp });
  expect(keys).toHaveLength(2);
  expect(decodeProtectedHeader(fresh).kid).not.toBe(decodeProtectedHeader(old).kid);
  expect([await after.open(old), await after.open(fresh)]).toEqual(['old', 'new']);
  expect(await before.open(fresh)).toBeUndefined();
  const expired = await after.wrap({ iss: issuer, jti: 'x', exp: exp - 3600 });
  const foreign = await after.wrap({ iss: 'https://other.example', jti: 'x', exp });
  expect([await after.open(expired), await after.open(foreign)]).toEqual([undefined, undefined]);
});

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keepKeysFresh, rotateKeys, signingKeyTimes } from '../../src/modules/identity-provider/index.js';
import { openEnvelope } from '../../src/modules/identity-provider/oidc/envelope.js';
import { signingKeys } from '../../src/modules/identity-provider/oidc/keys.js';
import { rows } from '../../src/platform/db/connection.js';
import { type World, world } from './world.js';

let w: World;

beforeAll(async () => {
  w = await world();
});
afterAll(() => w.close());

const states = async () => (await signingKeyTimes(w.ctx)).map(({ state }) => state);

/** Makes as if the keys were older, in hours. */
const age = (hours: number) =>
  sql`update identity_provider.signing_keys set use_from = use_from - make_interval(hours => ${hours}),
    active_at = active_at - make_interval(hours => ${hours}),
    retired_at = retired_at - make_interval(hours => ${hours})`.execute(w.ctx.db);

it('makes one key when several processes start at once, and keeps it encrypted', async () => {
  const all = await Promise.all(Array.from({ length: 5 }, () => signingKeys(w.ctx)));
  expect(new Set(all.flat().map((key) => key.kid)).size).toBe(1);
  const held = await rows(
    w.ctx.db,
    sql<{ sealed_key: string }>`select sealed_key from identity_provider.signing_keys`,
  );
  expect(held).toHaveLength(1);
  expect(held[0]?.sealed_key).not.toContain(all[0]?.[0].d);
  const elsewhere = { ...w.ctx, config: { ...w.ctx.config, secret: 'x'.repeat(40) } };
  await expect(signingKeys(elsewhere)).rejects.toThrow('another ESCULAPE_SECRET');
});

it('publishes the next key, signs with it a day later, and forgets the former one after another day', async () => {
  const [first] = await signingKeys(w.ctx);
  await keepKeysFresh(w.ctx);
  expect(await states()).toEqual(['active']);
  await age(89 * 24 + 1);
  await Promise.all(Array.from({ length: 5 }, () => keepKeysFresh(w.ctx)));
  expect(await states()).toEqual(['active', 'next']);
  expect((await signingKeys(w.ctx))[0].kid).toBe(first.kid);
  await age(24);
  await Promise.all(Array.from({ length: 5 }, () => keepKeysFresh(w.ctx)));
  expect(await states()).toEqual(['active', 'retiring']);
  expect((await signingKeys(w.ctx))[0].kid).not.toBe(first.kid);
  await age(23);
  await keepKeysFresh(w.ctx);
  expect(await states()).toEqual(['active', 'retiring']);
  await age(1);
  await keepKeysFresh(w.ctx);
  expect(await states()).toEqual(['active']);
});

it('signs with the new key after a rotation, and still opens what the former one signed', async () => {
  const issuer = 'https://psc.example';
  const before = await openEnvelope(issuer, await signingKeys(w.ctx));
  const exp = Math.floor(Date.now() / 1000) + 120;
  const old = await before.wrap({ iss: issuer, jti: 'old', exp });
  const { useFrom } = await rotateKeys(w.ctx, 'essai');
  expect(useFrom.getTime()).toBeGreaterThan(Date.now() + 3_600_000);
  await keepKeysFresh(w.ctx);
  expect(await states()).toEqual(['active', 'next']);
  const meanwhile = await openEnvelope(issuer, await signingKeys(w.ctx));
  await age(3);
  await keepKeysFresh(w.ctx);
  const after = await openEnvelope(issuer, await signingKeys(w.ctx));
  const fresh = await after.wrap({ iss: issuer, jti: 'new', exp });
  // A process that did not look since the key was published believes it already.
  for (const envelope of [meanwhile, after])
    expect([await envelope.open(old), await envelope.open(fresh)]).toEqual(['old', 'new']);
  expect(await before.open(fresh)).toBeUndefined();
  const expired = await after.wrap({ iss: issuer, jti: 'x', exp: exp - 3600 });
  const foreign = await after.wrap({ iss: 'https://other.example', jti: 'x', exp });
  expect([await after.open(expired), await after.open(foreign)]).toEqual([undefined, undefined]);
});

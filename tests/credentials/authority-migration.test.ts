import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { authority } from '../../src/modules/credentials/ca/authorities.js';
import { signRoot } from '../../src/modules/credentials/ca/certify.js';
import { keyStore } from '../../src/modules/credentials/ca/key-store.js';
import { statesOf } from '../../src/modules/credentials/ca/register.js';
import { authorityName } from '../../src/modules/credentials/ca/rules/names.js';
import { listMigrations } from '../../src/platform/db/migrate.js';
import { seal } from '../../src/platform/secrets.js';
import { type World, world } from './world.js';

let w: World;
const run = (text: string) => sql.raw(text).execute(w.ctx.db);
const ours = listMigrations().filter(({ name }) => name.startsWith('modules/credentials/'));
const upTo = ours.findIndex(({ name }) => name.includes('0120_'));

beforeAll(async () => {
  w = await world();
  await run('drop schema credentials cascade');
  for (const { sql: text } of ours.slice(0, upTo)) await run(text);
});
afterAll(() => w.close());

it('keeps the authorities and the cards of an installation made before the ranges, opposed cards opposed', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
  const keyReference = await keyStore(w.ctx.config).adopt(pkcs8);
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const root = await signRoot(
    w.ctx,
    { subject: authorityName('ACR-FO', true), publicKey: spki, keyReference },
    20,
  );
  const sealed = seal(w.ctx.config.secret, 'credentials:authority-key', pkcs8.toString('base64'));
  for (const name of ['root', 'persons', 'organisations'])
    await sql`insert into credentials.certificate_authorities (name, certificate, sealed_key)
      values (${name}, ${root}, ${sealed})`.execute(w.ctx.db);
  const chips = ['active', 'opposed'].map((state, i) => ({
    state,
    number: `990000000${i}`,
    serial: randomBytes(16).toString('hex'),
  }));
  for (const { state, number, serial } of chips) {
    const at = state === 'opposed' ? new Date() : null;
    await sql`insert into credentials.cards (number, type, id_nat, state, pin_hash, puk_hash, issued_at, expires_at,
        opposed_at, opposition_reason)
      values (${number}, 'CPS', ${`89970000000${number.at(-1)}`}, ${state}, 'x', 'x', now(), now(), ${at},
        ${at && 'loss'})`.execute(w.ctx.db);
    await sql`insert into credentials.card_certificates (serial, card_number, usage, certificate)
      values (${serial}, ${number}, 'AUTH', ${Buffer.from(serial, 'hex')})`.execute(w.ctx.db);
  }
  for (const { sql: text } of ours.slice(upTo)) await run(text);
  const asked = chips.map(({ serial }) => ({ authority: 'ACI-FO-PP' as const, serial }));
  const states = await statesOf(w.ctx, asked);
  expect(states.map(({ state }) => state)).toEqual(['good', 'revoked']);
  const { rows } = await sql<{ fingerprint: string }>`select fingerprint from credentials.certificates
    where serial = ${chips[0]?.serial}`.execute(w.ctx.db);
  const expected = createHash('sha256')
    .update(Buffer.from(chips[0]?.serial ?? '', 'hex'))
    .digest('hex');
  expect(rows[0]?.fingerprint).toBe(expected);
  const kept = await authority(w.ctx, 'ACR-FO');
  expect(kept.certificate.equals(root)).toBe(true);
  const signature = await keyStore(w.ctx.config).sign(kept.keyReference, Buffer.from('essai'));
  expect(signature.equals(await keyStore(w.ctx.config).sign(keyReference, Buffer.from('essai')))).toBe(true);
  const left = await sql`select 1 from credentials.certificate_authorities
    where name = 'ACR-FO' and sealed_key is not null`.execute(w.ctx.db);
  expect(left.rows).toEqual([]);
});

import { randomUUID } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { ecps } from '../../src/modules/credentials/index.js';
import { absorbAccounts } from '../../src/modules/identity-provider/actions/absorb-accounts.js';
import { noteCopies } from '../../src/modules/identity-provider/changes/note.js';
import { endPairing, otherMeans, tellRevokedMeans } from '../../src/modules/identity-provider/index.js';
import { eventType } from '../../src/modules/identity-provider/rules/changes.js';
import { one, rows } from '../../src/platform/db/connection.js';
import {
  type Changes,
  change,
  detailOf,
  drain,
  enter,
  kindOf,
  linesOf,
  people,
  poll,
  pollWith,
  push,
  subOf,
  useChanges,
} from './changes-world.js';
import { activatePhone, newService, publish } from './world.js';

const { nurse, carer, adeli } = people;
let all: Changes;

useChanges((changes) => {
  all = changes;
});

describe('a change of somebody whom a service knows', () => {
  it('waits for the service as a signed event that names the person as the service does', async () => {
    const sub = await enter(all, all.polled, nurse);
    await change(all, nurse, 2);
    const { sets } = await poll(all, all.polled);
    expect(sets).toHaveLength(1);
    const jwks = createRemoteJWKSet(new URL(`${all.w.issuer}/protocol/openid-connect/certs`));
    const { payload } = await jwtVerify(sets[0] as string, jwks, {
      ...{ issuer: all.w.issuer, audience: all.polled.clientId, typ: 'secevent+jwt' },
    });
    expect(payload).toMatchObject({
      ...{ iat: expect.any(Number), toe: expect.any(Number), jti: expect.any(String) },
      sub_id: { format: 'iss_sub', iss: all.w.issuer, sub },
      events: { [eventType('record-updated')]: { version: 2 } },
    });
    // RFC 8417 §4: not to be taken for an ID token.
    for (const name of ['sub', 'exp', 'nonce']) expect(payload).not.toHaveProperty(name);
    expect(JSON.stringify(payload)).not.toContain(nurse.civilStatus?.birthName);
  });

  it('is given again until it is acknowledged, and the next one only then', async () => {
    await change(all, nurse, 3);
    const [first, again] = [await poll(all, all.polled), await poll(all, all.polled)];
    expect(first.jtis).toEqual(again.jtis);
    expect(first).toMatchObject({ moreAvailable: true });
    const next = await poll(all, all.polled, { ack: first.jtis });
    expect(next.sets.map(detailOf)).toEqual([{ version: 3 }]);
    expect(next.moreAvailable).toBeUndefined();
    await poll(all, all.polled, { ack: next.jtis });
    // Told twice of the same version by the chain: nothing new.
    await noteCopies(all.w.ctx, { idNats: [nurse.idNat] });
    expect((await poll(all, all.polled)).jtis).toEqual([]);
  });

  it('is told to nobody who does not know the person, or did not ask', async () => {
    const deaf = await newService(all.w, { name: 'Sourd' });
    await enter(all, deaf, carer);
    await change(all, carer, 2);
    expect((await poll(all, all.polled)).jtis).toEqual([]);
    expect(await linesOf(all, deaf)).toEqual([]);
    expect(await linesOf(all, all.pushed)).toEqual([]);
  });

  it('that a service cannot read does not hold back the next one', async () => {
    await change(all, nurse, 4);
    await change(all, nurse, 5);
    const { jtis } = await poll(all, all.polled);
    const setErrs = { [jtis[0] as string]: { err: 'invalid_key', description: 'unknown key' } };
    expect((await poll(all, all.polled, { setErrs })).sets.map(detailOf)).toEqual([{ version: 5 }]);
    const [noted] = await rows(
      all.w.ctx.db,
      sql`select failure from identity_provider.change_notices where jti::text = ${jtis[0]}`,
    );
    expect(noted).toEqual({ failure: 'invalid_key' });
    await drain(all, all.polled);
  });
});

describe('the door of changes', () => {
  it('opens to a service that proves itself and chose to poll, and to no other', async () => {
    expect((await pollWith(all, { ...all.polled, clientSecret: 'autre' })).status).toBe(401);
    expect((await pollWith(all, { clientId: 'personne', clientSecret: 'x' })).status).toBe(401);
    expect((await pollWith(all, all.pushed)).status).toBe(403);
    const form = await pollWith(all, all.polled, {}, { 'content-type': 'application/x-www-form-urlencoded' });
    expect(form.status).toBe(415);
    expect((await pollWith(all, all.polled, { ack: 'tout' })).status).toBe(422);
    expect((await pollWith(all, all.polled)).headers.get('cache-control')).toBe('no-store');
  });

  it('lets nobody acknowledge for another service', async () => {
    await change(all, nurse, 6);
    const other = await newService(all.w, { name: 'Autre', options: { events: { delivery: 'poll' } } });
    const { jtis } = await poll(all, all.polled);
    await poll(all, other, { ack: jtis });
    expect((await poll(all, all.polled)).jtis).toEqual(jtis);
    await drain(all, all.polled);
  });
});

describe('what a service is told of a person', () => {
  it('another number: the name it knows, and the one under which it will find the person', async () => {
    const former = await enter(all, all.polled, adeli);
    const kept = await enter(all, all.pushed, adeli);
    const rpps = { ...adeli, idNat: '899780000164', otherIds: [adeli.idNat], version: 1 };
    await publish(all.w, { ...adeli, version: 2 }, false);
    await publish(all.w, rpps);
    await absorbAccounts(all.w.ctx, { idNats: [rpps.idNat] });
    await noteCopies(all.w.ctx, { idNats: [adeli.idNat, rpps.idNat] });
    const told = await drain(all, all.polled);
    expect(told.map(kindOf)).toEqual([eventType('identifier-changed'), eventType('record-updated')]);
    const [changed, updated] = told as [string, string];
    const next = former.replace(adeli.idNat, rpps.idNat);
    expect(subOf(changed)).toBe(former);
    expect(detailOf(changed)).toEqual({
      former_national_id: adeli.idNat,
      national_id: rpps.idNat,
      sub: next,
    });
    expect(subOf(updated)).toBe(next);
    all.phones.set(rpps.idNat, await activatePhone(all.w, rpps.idNat));
    expect(await enter(all, all.polled, rpps)).toBe(next);
    await push(all);
    expect(all.sent.map(subOf)).toEqual([kept, kept]);
    expect(detailOf(all.sent[0] as string)).toMatchObject({ national_id: rpps.idNat, sub: kept });
    expect(await enter(all, all.pushed, rpps)).toBe(kept);
  });

  it('struck off, once; back again as an update', async () => {
    await enter(all, all.polled, carer);
    await change(all, carer, 10, false);
    await change(all, carer, 11, false);
    expect((await drain(all, all.polled)).map(kindOf)).toEqual([eventType('struck-off')]);
    await change(all, carer, 12);
    expect((await drain(all, all.polled)).map(kindOf)).toEqual([eventType('record-updated')]);
  });

  it('a means revoked by its holder, not one that another replaced', async () => {
    all.phones.set(nurse.idNat, await activatePhone(all.w, nurse.idNat));
    await tellRevokedMeans.run(all.w.ctx, [nurse.idNat]);
    expect(await drain(all, all.polled)).toEqual([]);
    await ecps.endMeans(all.w.ctx, { idNat: nurse.idNat, reason: 'lost' });
    await tellRevokedMeans.run(all.w.ctx, [nurse.idNat]);
    await tellRevokedMeans.run(all.w.ctx, [nurse.idNat]);
    const told = await drain(all, all.polled);
    expect(told.map(kindOf)).toEqual([eventType('means-revoked')]);
    expect(told.map(detailOf)).toEqual([{ means: 'ECPS' }]);
    all.phones.set(nurse.idNat, await activatePhone(all.w, nurse.idNat));
    const late = await newService(all.w, { name: 'Tard venu', options: { events: { delivery: 'poll' } } });
    await enter(all, late, nurse);
    await tellRevokedMeans.run(all.w.ctx, [nurse.idNat]);
    expect(await drain(all, late)).toEqual([]);
  });

  it('a security key, a code or a paired account given up, by the holder or an operator, each once', async () => {
    const { ctx } = all.w;
    const person = await otherMeans.holderOf(ctx, nurse.idNat);
    if (!person) throw new Error('the nurse is published');
    const { accountId } = person;
    await drain(all, all.polled);
    await sql`insert into identity_provider.security_keys (credential_id, account_id, cose_key, counter, transports, name,
      bound_with, bound_at) values ('cle', ${accountId}, 'x', 0, '{}', 'Clé', 'CARD', now())`.execute(ctx.db);
    await sql`insert into identity_provider.code_means (account_id, kind, enabled_at)
      values (${accountId}, 'SMS', now())`.execute(ctx.db);
    await sql`insert into identity_provider.establishments (code, name, issuer, client_id, sealed_secret, accepted_amr,
      domains, pairing_days, authorised, registered_at, registered_by)
      values ('CH', 'CH', 'https://ch.example', 'c', 'x', '[]', '{}', 30, true, now(), 'essai')`.execute(
      ctx.db,
    );
    const paired = await one(
      ctx.db,
      sql<{
        id: string;
      }>`insert into identity_provider.pairings (establishment, subject_hash, account_id, paired_with,
        paired_at, expires_at) values ('CH', 'h', ${accountId}, 'CARD', now(), now() + interval '1 day') returning id`,
    );
    for (let time = 0; time < 2; time += 1) {
      await otherMeans.endKey(ctx, person, 'cle');
      await otherMeans.disableCode(ctx, person, 'SMS');
      await endPairing(ctx, { id: paired?.id ?? '' }, 'operator');
    }
    const told = await drain(all, all.polled);
    expect(told.map(kindOf)).toEqual(Array(3).fill(eventType('means-revoked')));
    expect(told.map(detailOf)).toEqual([{ means: 'WEBAUTHN' }, { means: 'SMS' }, { means: 'DELEGATION' }]);
    expect(await otherMeans.endKey(ctx, { ...person, accountId: randomUUID() }, 'cle')).toBe(false);
    expect(await drain(all, all.polled)).toEqual([]);
  });
});

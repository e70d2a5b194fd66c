import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ecps } from '../../src/modules/credentials/index.js';
import type { EntryPerson } from '../../src/modules/directory/index.js';
import { absorbAccounts } from '../../src/modules/identity-provider/actions/absorb-accounts.js';
import { noteCopies } from '../../src/modules/identity-provider/changes/note.js';
import { claimOldest } from '../../src/modules/identity-provider/changes/store.js';
import {
  forgetOldChanges,
  pushChanges,
  pushDueChanges,
  tellRevokedMeans,
} from '../../src/modules/identity-provider/index.js';
import { eventType } from '../../src/modules/identity-provider/rules/changes.js';
import { rows } from '../../src/platform/db/connection.js';
import { personas } from './personas.js';
import { connect, relyingParty, type Service } from './relying-party.js';
import { activatePhone, newService, type Phone, publish, type World, world } from './world.js';

const nurse = personas.nurse as EntryPerson;
const carer = personas['role-313'] as EntryPerson;
const doctor = personas['doctor-two-exercises'] as EntryPerson;
const adeli = personas.adeli as EntryPerson;
let w: World;
let listener: Server;
let at: string;
let sent: string[] = [];
let types: string[] = [];
let answerWith: number[] = [];
let polled: Service;
let pushed: Service;
const phones = new Map<string, Phone>();

beforeAll(async () => {
  listener = createServer((req, res) => {
    let body = '';
    req.on('data', (part) => {
      body += part;
    });
    req.on('end', () => {
      sent.push(body);
      types.push(req.headers['content-type'] ?? '');
      res.writeHead(answerWith.shift() ?? 202).end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  at = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  w = await world();
  for (const person of [nurse, carer, doctor, adeli]) {
    await publish(w, person);
    phones.set(person.idNat, await activatePhone(w, person.idNat));
  }
  polled = await newService(w, { name: 'Relève', options: { events: { delivery: 'poll' } } });
  pushed = await newService(w, {
    name: 'Envoi',
    options: { events: { delivery: 'push', endpoint: `${at}/evenements` }, subject: 'stable' },
  });
});
beforeEach(() => {
  [sent, types, answerWith] = [[], [], []];
});
afterAll(async () => {
  await w.close();
  listener.close();
});

/** Lets a person into a service, which knows them from then on. Out: the name that it was given. */
async function enter(service: Service, { idNat }: EntryPerson): Promise<string> {
  const phone = phones.get(idNat) as Phone;
  const { tokens } = await connect(w, await relyingParty(w, service), idNat, phone);
  return tokens.claims()?.sub ?? '';
}

/** Publishes another version of a person, as the chain does. */
async function change(person: EntryPerson, version: number, active = true): Promise<void> {
  await publish(w, { ...person, version }, active);
  await noteCopies(w.ctx, { idNats: [person.idNat] });
}

const pollWith = (service: Service, body: object = {}, more: Record<string, string> = {}) =>
  fetch(`${w.issuer}/protocol/openid-connect/ext/events/poll`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${btoa(`${service.clientId}:${service.clientSecret}`)}`,
      ...more,
    },
    body: JSON.stringify(body),
  });

async function poll(service: Service, body: object = {}) {
  const answer = await pollWith(service, body);
  expect(answer.status).toBe(200);
  const { sets, moreAvailable } = (await answer.json()) as {
    sets: Record<string, string>;
    moreAvailable?: true;
  };
  return { sets: Object.values(sets), jtis: Object.keys(sets), moreAvailable };
}

/** Takes whatever waits for a service, as it would. Out: what it was told, in order. */
async function drain(service: Service): Promise<string[]> {
  const all: string[] = [];
  for (let round = 0; round < 20; round += 1) {
    const { sets, jtis } = await poll(service);
    if (jtis.length === 0) return all;
    all.push(...sets);
    await poll(service, { maxEvents: 0, ack: jtis });
  }
  throw new Error('there is always more');
}

const kindOf = (set: string) => Object.keys(decodeJwt(set).events as object)[0];
const detailOf = (set: string) => Object.values(decodeJwt(set).events as object)[0] as object;
const subOf = (set: string) => (decodeJwt(set).sub_id as { sub: string }).sub;

const linesOf = (service: Service) =>
  rows(
    w.ctx.db,
    sql<{ line: string }>`select distinct account_id || ' ' || client_id line
      from identity_provider.change_notices where client_id = ${service.clientId} and taken_at is null`,
  );

/** Runs the jobs that send, as the worker would. */
async function push(): Promise<void> {
  for (const { line } of await linesOf(pushed)) await pushChanges.run(w.ctx, { subjects: [line] });
}

const due = () =>
  sql`update identity_provider.change_notices set next_at = now() - interval '1 second'`.execute(w.ctx.db);

describe('a change of somebody whom a service knows', () => {
  it('waits for the service as a signed event that names the person as the service does', async () => {
    const sub = await enter(polled, nurse);
    await change(nurse, 2);
    const { sets } = await poll(polled);
    expect(sets).toHaveLength(1);
    const jwks = createRemoteJWKSet(new URL(`${w.issuer}/protocol/openid-connect/certs`));
    const { payload } = await jwtVerify(sets[0] as string, jwks, {
      ...{ issuer: w.issuer, audience: polled.clientId, typ: 'secevent+jwt' },
    });
    expect(payload).toMatchObject({
      ...{ iat: expect.any(Number), toe: expect.any(Number), jti: expect.any(String) },
      sub_id: { format: 'iss_sub', iss: w.issuer, sub },
      events: { [eventType('record-updated')]: { version: 2 } },
    });
    // RFC 8417 §4: not to be taken for an ID token.
    for (const name of ['sub', 'exp', 'nonce']) expect(payload).not.toHaveProperty(name);
    expect(JSON.stringify(payload)).not.toContain(nurse.civilStatus?.birthName);
  });

  it('is given again until it is acknowledged, and the next one only then', async () => {
    await change(nurse, 3);
    const [first, again] = [await poll(polled), await poll(polled)];
    expect(first.jtis).toEqual(again.jtis);
    expect(first).toMatchObject({ moreAvailable: true });
    const next = await poll(polled, { ack: first.jtis });
    expect(next.sets.map(detailOf)).toEqual([{ version: 3 }]);
    expect(next.moreAvailable).toBeUndefined();
    await poll(polled, { ack: next.jtis });
    // Told twice of the same version by the chain: nothing new.
    await noteCopies(w.ctx, { idNats: [nurse.idNat] });
    expect((await poll(polled)).jtis).toEqual([]);
  });

  it('is told to nobody who does not know the person, or did not ask', async () => {
    const deaf = await newService(w, { name: 'Sourd' });
    await enter(deaf, carer);
    await change(carer, 2);
    expect((await poll(polled)).jtis).toEqual([]);
    expect(await linesOf(deaf)).toEqual([]);
    expect(await linesOf(pushed)).toEqual([]);
  });

  it('that a service cannot read does not hold back the next one', async () => {
    await change(nurse, 4);
    await change(nurse, 5);
    const { jtis } = await poll(polled);
    const setErrs = { [jtis[0] as string]: { err: 'invalid_key', description: 'unknown key' } };
    expect((await poll(polled, { setErrs })).sets.map(detailOf)).toEqual([{ version: 5 }]);
    const [noted] = await rows(
      w.ctx.db,
      sql`select failure from identity_provider.change_notices where jti::text = ${jtis[0]}`,
    );
    expect(noted).toEqual({ failure: 'invalid_key' });
    await drain(polled);
  });
});

describe('the door of changes', () => {
  it('opens to a service that proves itself and chose to poll, and to no other', async () => {
    expect((await pollWith({ ...polled, clientSecret: 'autre' })).status).toBe(401);
    expect((await pollWith({ clientId: 'personne', clientSecret: 'x' })).status).toBe(401);
    expect((await pollWith(pushed)).status).toBe(403);
    const form = await pollWith(polled, {}, { 'content-type': 'application/x-www-form-urlencoded' });
    expect(form.status).toBe(415);
    expect((await pollWith(polled, { ack: 'tout' })).status).toBe(422);
    expect((await pollWith(polled)).headers.get('cache-control')).toBe('no-store');
  });

  it('lets nobody acknowledge for another service', async () => {
    await change(nurse, 6);
    const other = await newService(w, { name: 'Autre', options: { events: { delivery: 'poll' } } });
    const { jtis } = await poll(polled);
    await poll(other, { ack: jtis });
    expect((await poll(polled)).jtis).toEqual(jtis);
    await drain(polled);
  });
});

describe('a service that wants changes sent', () => {
  it('gets them in order, each once it took the one before', async () => {
    const sub = await enter(pushed, doctor);
    await change(doctor, 2);
    await change(doctor, 3);
    await push();
    expect(sent.map(detailOf)).toEqual([{ version: 2 }, { version: 3 }]);
    expect(sent.map(subOf)).toEqual([sub, sub]);
    expect(types).toEqual(['application/secevent+jwt', 'application/secevent+jwt']);
    expect(decodeProtectedHeader(sent[0] as string)).toMatchObject({ typ: 'secevent+jwt', alg: 'RS256' });
    await push();
    expect(sent).toHaveLength(2);
  });

  it('that fails is called again later, with the same event first, and loses nothing', async () => {
    await change(doctor, 4);
    await change(doctor, 5);
    answerWith = [500];
    await push();
    expect(sent).toHaveLength(1);
    await push();
    expect(sent).toHaveLength(1);
    await due();
    await pushDueChanges.run(w.ctx, {});
    expect(await asked()).toHaveLength(1);
    await push();
    expect(sent.map(detailOf)).toEqual([{ version: 4 }, { version: 4 }, { version: 5 }]);
    expect(decodeJwt(sent[0] as string).jti).toBe(decodeJwt(sent[1] as string).jti);
  });

  it('gets an event again when the process died between the call and the note of it', async () => {
    await change(doctor, 6);
    const [line] = await linesOf(pushed);
    const [accountId = '', clientId = ''] = (line?.line ?? '').split(' ');
    const lost = await claimOldest(w.ctx, { accountId, clientId });
    expect(lost?.detail).toEqual({ version: 6 });
    // While somebody may still be sending it, nobody else does.
    await Promise.all([push(), push()]);
    expect(sent).toEqual([]);
    await due();
    await Promise.all(Array.from({ length: 5 }, push));
    expect(sent.map((set) => decodeJwt(set).jti)).toEqual([lost?.jti]);
  });

  it('is not called at a private address that nobody allowed', async () => {
    await change(doctor, 7);
    const narrow = { ...w.ctx, config: { ...w.ctx.config, outgoingAllowed: [] } };
    const [line] = await linesOf(pushed);
    await pushChanges.run(narrow, { subjects: [line?.line] });
    expect(sent).toEqual([]);
    await due();
    await push();
    expect(sent.map(detailOf)).toEqual([{ version: 7 }]);
  });

  it('is forgotten what it never took only after the delay of that day', async () => {
    answerWith = [500];
    await change(doctor, 8);
    await push();
    const age = (days: number) =>
      sql`update identity_provider.change_notices set asked_at = now() - make_interval(days => ${days})
        where taken_at is null`.execute(w.ctx.db);
    await age(30);
    await forgetOldChanges(w.ctx);
    expect(await linesOf(pushed)).toHaveLength(1);
    await age(32);
    await forgetOldChanges(w.ctx);
    expect(await linesOf(pushed)).toEqual([]);
  });

  const asked = () =>
    rows(
      w.ctx.db,
      sql`select j.id from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier = ${pushChanges.name} and j.payload -> 'subjects' ->> 0 like ${`% ${pushed.clientId}`}`,
    );
});

describe('what a service is told of a person', () => {
  it('another number: the name it knows, and the one under which it will find the person', async () => {
    const former = await enter(polled, adeli);
    const kept = await enter(pushed, adeli);
    const rpps = { ...adeli, idNat: '899780000164', otherIds: [adeli.idNat], version: 1 };
    await publish(w, { ...adeli, version: 2 }, false);
    await publish(w, rpps);
    await absorbAccounts(w.ctx, { idNats: [rpps.idNat] });
    await noteCopies(w.ctx, { idNats: [adeli.idNat, rpps.idNat] });
    const told = await drain(polled);
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
    phones.set(rpps.idNat, await activatePhone(w, rpps.idNat));
    expect(await enter(polled, rpps)).toBe(next);
    await push();
    expect(sent.map(subOf)).toEqual([kept, kept]);
    expect(detailOf(sent[0] as string)).toMatchObject({ national_id: rpps.idNat, sub: kept });
    expect(await enter(pushed, rpps)).toBe(kept);
  });

  it('struck off, once; back again as an update', async () => {
    await enter(polled, carer);
    await change(carer, 10, false);
    await change(carer, 11, false);
    expect((await drain(polled)).map(kindOf)).toEqual([eventType('struck-off')]);
    await change(carer, 12);
    expect((await drain(polled)).map(kindOf)).toEqual([eventType('record-updated')]);
  });

  it('a means revoked by its holder, not one that another replaced', async () => {
    phones.set(nurse.idNat, await activatePhone(w, nurse.idNat));
    await tellRevokedMeans.run(w.ctx, [nurse.idNat]);
    expect(await drain(polled)).toEqual([]);
    await ecps.endMeans(w.ctx, { idNat: nurse.idNat, reason: 'lost' });
    await tellRevokedMeans.run(w.ctx, [nurse.idNat]);
    await tellRevokedMeans.run(w.ctx, [nurse.idNat]);
    const told = await drain(polled);
    expect(told.map(kindOf)).toEqual([eventType('means-revoked')]);
    expect(told.map(detailOf)).toEqual([{ means: 'ECPS' }]);
    phones.set(nurse.idNat, await activatePhone(w, nurse.idNat));
    const late = await newService(w, { name: 'Tard venu', options: { events: { delivery: 'poll' } } });
    await enter(late, nurse);
    await tellRevokedMeans.run(w.ctx, [nurse.idNat]);
    expect(await drain(late)).toEqual([]);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trackPerson } from '../../src/modules/tracking/index.js';
import { eventsOf } from '../../src/platform/events.js';
import { HttpBrowser } from '../../src/sandbox/kit/http-browser.js';
import { doctor } from '../../src/sandbox/kit/story.js';
import { later, openReplay, type Registered, type Replay } from './world.js';

let replay: Replay;
let bearer: string;

beforeAll(async () => {
  replay = await openReplay('2021-01-25T08:00:00Z');
  bearer = await replay.story.agentBearer('CNOM');
});
afterAll(() => replay.stop());

/** A doctor whom every step has known for days. */
async function settledDoctor(): Promise<Registered> {
  const person = await replay.story.register('CNOM', doctor(), bearer);
  await replay.go(later(await replay.now(), { h: 72 }));
  return person;
}

const changeName = async (person: Registered, name: string) => {
  const [exercise] = doctor().exercises as Record<string, unknown>[];
  const etag = await replay.story.patch(
    'CNOM',
    person.rpps,
    person.etag,
    { exercises: [{ ...exercise, name }] },
    bearer,
  );
  return { ...person, etag };
};

const changeMobile = (person: Registered, mobile: string) =>
  replay.story.patch('CNOM', person.rpps, person.etag, { correspondence: { mobile } }, bearer);

describe('the rhythm since the 20th of January 2021', () => {
  it('S0-07 shows a change of the RPPS in the RASS after the run of t0 + 24 h, and not at t0 + 23 h 59', async () => {
    const person = await settledDoctor();
    const t0 = await replay.now();
    await changeName(person, 'VINGT-QUATRE');
    await replay.go(later(t0, { h: 23, min: 59 }));
    expect(await replay.annuaire(person.idNat)).not.toContain('VINGT-QUATRE');
    await replay.go(later(await replay.now(), { min: 2 }));
    expect(await replay.annuaire(person.idNat)).toContain('VINGT-QUATRE');
  });

  it('S0-08 shows a change of the RASS at Pro Santé Connect 24 h later, and not before', async () => {
    const person = await settledDoctor();
    const phone = await replay.story.phone(person.idNat);
    const { tokens } = await replay.story.signIn(person.idNat, phone.id);
    const name = async () => {
      const said = await replay.story.userinfo(tokens.access_token ?? '');
      return (said.SubjectRefPro as { exercices: { nomDexercice: string }[] }).exercices[0]?.nomDexercice;
    };
    const t0 = await replay.now();
    await changeName(person, 'QUARANTE-HUIT');
    // The time that the machine takes to answer is part of the 24 hours.
    await replay.go(later(t0, { h: 24, min: 1 }));
    expect(await replay.annuaire(person.idNat)).toContain('QUARANTE-HUIT');
    expect(await name()).not.toBe('QUARANTE-HUIT');
    await replay.go(later(t0, { h: 47, min: 59 }));
    expect(await name()).not.toBe('QUARANTE-HUIT');
    await replay.go(later(t0, { h: 48, min: 1 }));
    expect(await name()).toBe('QUARANTE-HUIT');
  });

  it('S0-11 activates an e-CPS with the new mobile 48 h after the change at the ordre, and with the old one at 47 h', async () => {
    const person = await settledDoctor();
    const t0 = await replay.now();
    await changeMobile(person, '06 39 98 77 66');
    await replay.go(later(t0, { h: 47 }));
    expect(await textsAfter(person)).toEqual(['+33639981234']);
    // In one leap, the two feeds run at their own dates.
    await replay.go(later(await replay.now(), { h: 1, min: 1 }));
    expect(await textsAfter(person)).toEqual(['+33639987766']);
  });

  it('tells the member when a change arrives at each step, and that it leaves at once in the immediate rhythm', async () => {
    const person = await settledDoctor();
    const own = await replay.story.personBearer(person.idNat);
    const said = async () => {
      const page = await replay.story.page('/ordres/cnom/coordonnees?fait=enregistre', own);
      return page.replaceAll('\u00a0', ' ');
    };
    expect(await said()).toMatch(/Arrivée prévue : RPPS tout de suite, Annuaire Santé le \d/);
    await replay.rhythm({ rhythm: 'immediate' });
    expect(await said()).toContain('Départ immédiat');
    await replay.rhythm({ rhythm: 'national' });
  });

  it('carries a change through three feeds in one leap of the clock, each at its own date', async () => {
    const person = await settledDoctor();
    const t0 = await replay.now();
    await changeName(person, 'UN-SEUL-SAUT');
    await replay.go(later(t0, { h: 240 }));
    const track = await trackPerson(replay.test.app.ctx, person.idNat, true);
    const hours = track?.changes[0]?.arrivals.map(({ delayMs = 0 }) => Math.round(delayMs / 36_000) / 100);
    expect(hours).toEqual([0, 0, 24, 24]);
  });
});

it('counts the delays of an activity that ends on a day from that day, in a leap over it', async () => {
  const now = await replay.now();
  const last = later(now, { h: 120 }).toISOString().slice(0, 10);
  const [exercise] = doctor().exercises as { activities: object[] }[];
  const activities = exercise?.activities.map((one) => ({ ...one, to: last }));
  const { idNat } = await replay.story.register(
    'CNOM',
    doctor({ exercises: [{ ...exercise, activities }] }),
    bearer,
  );
  await replay.go(later(now, { h: 240 }));
  const events = await eventsOf(
    replay.test.app.ctx,
    [idNat],
    ['registry.person-changed', 'directory.person-published'],
  );
  const end = Date.parse(`${last}T23:00:00Z`);
  const hours = events.map(({ type, at }) => [type, Math.round((at.getTime() - end) / 3_600_000)]);
  expect(hours.slice(-2)).toEqual([
    ['registry.person-changed', 0],
    ['directory.person-published', 24],
  ]);
});

/** The numbers that an activation asked for now writes to. */
async function textsAfter({ idNat }: Registered): Promise<string[]> {
  const sent = async () =>
    (await (await fetch(`${replay.test.origin}/sandbox/api/messages`)).json()) as {
      channel: string;
      to: string;
    }[];
  const before = (await sent()).length;
  const desk = new HttpBrowser();
  await desk.go(`${replay.test.origin}/portail-psc/activation`);
  await desk.submit({ idNat }, '/portail-psc/activation');
  const all = await sent();
  return all.slice(0, all.length - before).flatMap(({ channel, to }) => (channel === 'sms' ? to : []));
}

describe('the rhythm before the 20th of January 2021', () => {
  it('S0-12 takes 72 h from the ordre to Pro Santé Connect before the 20th, and 48 h from then on', async () => {
    await replay.go('2021-01-12T08:00:00Z');
    const t0 = await replay.now();
    const { status, location, body } = await hand(doctor());
    expect([status, body.state]).toEqual([202, 'pending']);
    expect(Date.parse(body.expectedAt ?? '') - t0.getTime()).toBeGreaterThanOrEqual(24 * 3_600_000);
    const file = await replay.story.page(`/ordres/cnom/agents/membres/${body.file}`, bearer);
    expect(file.replaceAll('\u00a0', ' ')).toContain('Attendu du RPPS le 13 janvier 2021');
    await replay.go(later(t0, { h: 23, min: 59 }));
    expect((await ask(location)).status).toBe(202);
    await replay.go(later(t0, { h: 24, min: 1 }));
    const { idNat = '' } = (await ask(location)).body;
    expect(idNat).toMatch(/^89978/);
    await replay.go(later(t0, { h: 71, min: 59 }));
    expect(await replay.psc(idNat)).toBeUndefined();
    await replay.go(later(t0, { h: 72, min: 1 }));
    expect(await replay.psc(idNat)).toBeDefined();

    await replay.go('2021-01-20T08:00:00Z');
    const t1 = await replay.now();
    const second = await hand(doctor());
    expect([second.status, second.body.idNat?.slice(0, 5)]).toEqual([201, '89978']);
    await replay.go(later(t1, { h: 47, min: 59 }));
    expect(await replay.psc(second.body.idNat ?? '')).toBeUndefined();
    await replay.go(later(t1, { h: 48, min: 1 }));
    expect(await replay.psc(second.body.idNat ?? '')).toBeDefined();
  });
});

interface Handed {
  readonly status: number;
  readonly location: string;
  readonly body: { state?: string; file?: string; expectedAt?: string; idNat?: string };
}

async function hand(record: Record<string, unknown>): Promise<Handed> {
  const answer = await fetch(`${replay.test.origin}/api/authorities/CNOM/registrations`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${bearer}`,
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify(record),
  });
  return {
    status: answer.status,
    location: answer.headers.get('location') ?? '',
    body: (await answer.json()) as Handed['body'],
  };
}

async function ask(location: string): Promise<Handed> {
  const answer = await fetch(`${replay.test.origin}${location}`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  return { status: answer.status, location, body: (await answer.json()) as Handed['body'] };
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt } from 'jose';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { EntryPerson } from '../../src/modules/directory/index.js';
import { noteCopies } from '../../src/modules/identity-provider/changes/note.js';
import { pushChanges } from '../../src/modules/identity-provider/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { personas } from './personas.js';
import { connect, relyingParty, type Service } from './relying-party.js';
import { activatePhone, newService, type Phone, publish, type World, world } from './world.js';

export const people = {
  nurse: personas.nurse as EntryPerson,
  carer: personas['role-313'] as EntryPerson,
  doctor: personas['doctor-two-exercises'] as EntryPerson,
  adeli: personas.adeli as EntryPerson,
};

export interface Changes {
  readonly w: World;
  /** A service that asks for changes, and one with stable names that wants them sent. */
  readonly polled: Service;
  readonly pushed: Service;
  readonly phones: Map<string, Phone>;
  /** What was sent since the test began, and under which media type. */
  readonly sent: string[];
  readonly types: string[];
  /** Statuses that the next calls get; then 202. */
  readonly answers: number[];
}

/** For a test file: four people with a phone each, and two services that are told of changes. */
export function useChanges(then: (all: Changes) => void): void {
  const [sent, types, answers]: [string[], string[], number[]] = [[], [], []];
  let listener: Server;
  let w: World;
  beforeAll(async () => {
    listener = createServer((req, res) => {
      let body = '';
      req.on('data', (part) => {
        body += part;
      });
      req.on('end', () => {
        sent.push(body);
        types.push(req.headers['content-type'] ?? '');
        res.writeHead(answers.shift() ?? 202).end();
      });
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/evenements`;
    w = await world();
    const phones = new Map<string, Phone>();
    for (const person of Object.values(people)) {
      await publish(w, person);
      phones.set(person.idNat, await activatePhone(w, person.idNat));
    }
    const polled = await newService(w, { name: 'Relève', options: { events: { delivery: 'poll' } } });
    const pushed = await newService(w, {
      ...{ name: 'Envoi', options: { events: { delivery: 'push', endpoint }, subject: 'stable' } },
    });
    then({ w, polled, pushed, phones, sent, types, answers });
  });
  beforeEach(() => {
    for (const list of [sent, types, answers]) list.length = 0;
  });
  afterAll(async () => {
    await w.close();
    listener.close();
  });
}

/** Lets a person into a service, which knows them from then on. Out: the name that it was given. */
export async function enter(
  { w, phones }: Changes,
  service: Service,
  { idNat }: EntryPerson,
): Promise<string> {
  const phone = phones.get(idNat) as Phone;
  const { tokens } = await connect(w, await relyingParty(w, service), idNat, phone);
  return tokens.claims()?.sub ?? '';
}

/** Publishes another version of a person, as the chain does. */
export async function change(
  { w }: Changes,
  person: EntryPerson,
  version: number,
  active = true,
): Promise<void> {
  await publish(w, { ...person, version }, active);
  await noteCopies(w.ctx, { idNats: [person.idNat] });
}

export const pollWith = (
  { w }: Changes,
  service: Pick<Service, 'clientId' | 'clientSecret'>,
  body: object = {},
  more: Record<string, string> = {},
) =>
  fetch(`${w.issuer}/protocol/openid-connect/ext/events/poll`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${btoa(`${service.clientId}:${service.clientSecret}`)}`,
      ...more,
    },
    body: JSON.stringify(body),
  });

export async function poll(all: Changes, service: Service, body: object = {}) {
  const answer = await pollWith(all, service, body);
  expect(answer.status).toBe(200);
  const { sets, moreAvailable } = (await answer.json()) as {
    sets: Record<string, string>;
    moreAvailable?: true;
  };
  return { sets: Object.values(sets), jtis: Object.keys(sets), moreAvailable };
}

/** Takes whatever waits for a service, as it would. Out: what it was told, in order. */
export async function drain(all: Changes, service: Service): Promise<string[]> {
  const told: string[] = [];
  for (let round = 0; round < 20; round += 1) {
    const { sets, jtis } = await poll(all, service);
    if (jtis.length === 0) return told;
    told.push(...sets);
    await poll(all, service, { maxEvents: 0, ack: jtis });
  }
  throw new Error('there is always more');
}

/** Lines in which something waits for a service, as the subjects of the job that sends. */
export const linesOf = ({ w }: Changes, service: Service) =>
  rows(
    w.ctx.db,
    sql<{ line: string }>`select distinct account_id || ' ' || client_id line
      from identity_provider.change_notices where client_id = ${service.clientId} and taken_at is null`,
  );

/** Runs the jobs that send, as the worker would. */
export async function push(all: Changes): Promise<void> {
  for (const { line } of await linesOf(all, all.pushed))
    await pushChanges.run(all.w.ctx, { subjects: [line] });
}

export const kindOf = (set: string) => Object.keys(decodeJwt(set).events as object)[0];
export const detailOf = (set: string) => Object.values(decodeJwt(set).events as object)[0] as object;
export const subOf = (set: string) => (decodeJwt(set).sub_id as { sub: string }).sub;

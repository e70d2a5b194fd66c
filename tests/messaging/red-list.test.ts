import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDoor } from '../../src/door.js';
import { correspondenceRows } from '../../src/modules/directory/index.js';
import { restrictedMailboxes } from '../../src/modules/messaging/index.js';
import { today } from '../../src/platform/clock.js';
import { doctor, type Registered } from '../../src/sandbox/kit/story.js';
import { fill, type Route, readable } from '../security/target.js';
import { HOSPITAL, type MailWorld, openMailWorld } from './world.js';

/** None of these may leave by an open door; each is a word of its own, found whatever is around it. */
const HIDDEN = {
  'an address of a person on the red list': 'rougeper',
  'an address of a service on the red list': 'rougeorg',
  'an address that is not published': 'cachee',
  'an address that was withdrawn': 'retiree',
  'the telephone of a service': '0199001177',
  'the responsible person of a service': 'RESPONSABLECACHE',
} as const;
const SHOWN = ['montreeper@alpha.mssante.example', 'montreeorg@alpha.mssante.example'];

let world: MailWorld;
let person: Registered;
let routes: Route[];

beforeAll(async () => {
  world = await openMailWorld();
  person = await world.story.register('CNOM', doctor());
  await world.settle();
  const { door, closeDoor } = await createDoor(world.app);
  await closeDoor();
  routes = readable(door.routes.map(({ method, path }) => ({ method, path })));
  const at = (local: string) => `${local}@alpha.mssante.example`;
  const per = { type: 'PER', idNat: person.idNat };
  const org = { type: 'ORG', structure: HOSPITAL };
  const restricted = { phone: '0199001177', responsible: 'RESPONSABLECACHE' };
  for (const body of [
    { ...per, address: at('montreeper') },
    { ...per, address: at('rougeper'), redList: true },
    { ...per, address: at('retiree') },
    { ...org, address: at('montreeorg'), ...restricted },
    { ...org, address: at('rougeorg'), redList: true },
    { ...org, address: at('cachee'), published: false },
  ])
    expect((await world.alpha('POST', '/mailboxes', body)).status).toBe(201);
  const found = await world.alpha('POST', '/mailboxes/search', { q: 'retiree' });
  const gone = `/mailboxes/${found.body.mailboxes[0].id}`;
  expect((await world.alpha('DELETE', gone, undefined, { 'if-match': '*' })).status).toBe(200);
  await world.settle();
});
afterAll(() => world.stop());

/** The addresses of one door: its pages about the person and the structure, and searches for what is hidden. */
function addressesOf({ path }: Route): string[] {
  const value = (structure: boolean) => (name: string) => {
    if (/idNat|person/i.test(name)) return person.idNat;
    if (name === 'id') return structure ? HOSPITAL : person.idNat;
    return name === 'kind' ? (structure ? 'Organization' : 'Practitioner') : 'x';
  };
  const filled = new Set([fill(path, value(false)), fill(path, value(true))]);
  // Beginnings, so that an answer that repeats the question says no whole word.
  const words = [
    ...Object.values(HIDDEN).map((word) => word.slice(0, -2)),
    ...SHOWN,
    person.rpps,
    '990000028',
  ];
  // What is about one person or one thing looks for nothing, but for the kinds of resources of FHIR.
  const searched = !path.includes(':') || path.startsWith('/fhir') ? words : [];
  return [...filled].flatMap((one) => [
    one,
    ...searched.map((word) => `${one}?q=${word}`),
    ...searched.map((word) => `${one}?mailbox-mss:contains=${word}`),
  ]);
}

/** Doors of one's own, of a role, of a program, or that stream without end. */
const NOT_OPEN =
  /^\/(sandbox|assets|auth|mssante|exploitation|ordres|rpps|e-cps|api|suivi|connexion)|evenements/;

describe('what is hidden of mailboxes', () => {
  it('leaves by no open door, whatever is looked for', async () => {
    const open = routes.filter(({ path }) => !NOT_OPEN.test(path));
    expect(open.length).toBeGreaterThan(8);
    const leaks: string[] = [];
    let seen = '';
    for (const route of open)
      for (const address of addressesOf(route))
        for (const accept of ['text/html', 'application/json']) {
          const answer = await fetch(world.origin + address, {
            headers: { accept, 'ESANTE-API-KEY': 'sandbox' },
          });
          const text = await answer.text();
          seen += text;
          for (const [what, word] of Object.entries(HIDDEN))
            if (text.includes(word)) leaks.push(`${what} at ${address}`);
        }
    expect(leaks).toEqual([]);
    // The same doors do show what is public: the test looks in the right places.
    for (const address of SHOWN) expect([address, seen.includes(address)]).toEqual([address, true]);
  });

  it('is in no line of the file of correspondence', async () => {
    const lines: string[] = [];
    for await (const batch of correspondenceRows(world.app.ctx.db, today(world.app.clock)))
      lines.push(...batch);
    const text = lines.join('\n');
    expect(SHOWN.filter((address) => !text.includes(address))).toEqual([]);
    expect(Object.entries(HIDDEN).filter(([, word]) => text.includes(word))).toEqual([]);
  });

  it('is known to the restricted side, but for what was withdrawn', async () => {
    const held = await restrictedMailboxes(world.app.ctx, [person.idNat, HOSPITAL]);
    const text = JSON.stringify([...held.values()]);
    const { 'an address that was withdrawn': gone, ...rest } = HIDDEN;
    expect(Object.values(rest).filter((word) => !text.includes(word))).toEqual([]);
    expect(text).not.toContain(gone);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentPublication, publish } from '../../src/modules/directory/index.js';
import type { Mailbox } from '../../src/modules/messaging/index.js';
import type { Person } from '../../src/modules/registry/index.js';
import { type Structure, upsertStructures } from '../../src/modules/structures/index.js';
import { type Ctx, transaction } from '../../src/platform/context.js';
import { drawer, openMailbox, somePeople, someStructures, writePeople } from '../fhir/people.js';
import { startDoor, type TestDoor } from '../support/door.js';
import { linesOf, textsOf } from './extract-files.js';

const DAYS = 30;
const PEOPLE = 200;
const PATH = '/annuaire-sante-webservices/V300/services/extraction';
const SERVICES = ['PS_LibreAcces', 'Extraction_Correspondance_MSSante'] as const;

/** The lines of each text of an extract by whose they are. */
type Copy = Map<string, Map<string, string[]>>;

const folder = mkdtempSync(join(tmpdir(), 'esculape-deltas-'));
const draw = drawer(20_260_601);
let world: TestDoor;
let places: Structure[];
let people: Person[];
/** What a consumer keeps: the whole files of the first day, and each day's changes since. */
const copies = new Map<string, Copy>();

const onDay = (day: number): Date => new Date(Date.parse('2026-06-01T08:00:00Z') + day * 86_400_000);
const dateOf = (day: number): string => onDay(day).toISOString().slice(0, 10);

beforeAll(async () => {
  world = await startDoor(['/annuaire-sante-webservices'], {
    env: { EXTRACTS_DIR: folder },
    connections: 6,
  });
  await world.app.clock.set(onDay(0));
  places = someStructures();
  people = somePeople(PEOPLE, places);
  await upsertStructures(world.ctx, places);
  await published(async (tx) => {
    await writePeople(tx, people.slice(0, 150), places, dateOf(0));
    for (let n = 0; n < 60; n += 1) await giveMailboxes(tx, n);
  });
  for (const service of SERVICES) copies.set(service, await fullOf(service));
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const published = (work: (tx: Ctx) => Promise<void>) =>
  transaction(world.ctx, async (tx) => {
    await work(tx);
    await publish(tx, 'test');
  });

async function take(path: string): Promise<Map<string, Record<string, string>[]>> {
  const answer = await fetch(`${world.origin}${PATH}${path}`);
  expect([path, answer.status]).toEqual([path, 200]);
  const texts = await textsOf(Buffer.from(await answer.arrayBuffer()));
  return new Map(
    [...texts].map(([name, text]) => [name.replace(/_(Delta_\d+_\d+_)?\d{12}\.txt$/, ''), linesOf(text)]),
  );
}

/** Whose a line is: the person it names, else the structure. */
const ownerOf = (line: Record<string, string>): string =>
  line['Identification nationale PP'] || `structure ${line['Identification Structure'] ?? ''}`;

function byOwner(lines: readonly Record<string, string>[]): Map<string, string[]> {
  const owners = Map.groupBy(lines, ownerOf);
  return new Map(
    [...owners].map(([owner, own]) => [
      owner,
      own.map(({ Action: _, ...rest }) => JSON.stringify(rest)).sort(),
    ]),
  );
}

const fullOf = async (service: string): Promise<Copy> =>
  new Map([...(await take(`/${service}`))].map(([name, lines]) => [name, byOwner(lines)]));

/** Replaces what a file of changes names, and takes away what it says is gone. */
async function follow(service: string, since: number): Promise<number> {
  const changes = await take(`/${service}/delta?depuis=${since}`);
  for (const [name, lines] of changes) {
    const copy = copies.get(service)?.get(name);
    if (!copy) throw new Error(`${service} had no text ${name}`);
    for (const owner of new Set(lines.map(ownerOf))) copy.delete(owner);
    for (const [owner, own] of byOwner(lines.filter(({ Action }) => Action !== 'S'))) copy.set(owner, own);
  }
  return [...changes.values()].flat().length;
}

/** New mailboxes for somebody: none to three, open or not; and one for a place now and then. */
async function giveMailboxes(tx: Ctx, n: number): Promise<void> {
  const idNat = people[n]?.idNat ?? '';
  const place = places[draw(places.length)]?.id ?? '';
  const boxes = Array.from(
    { length: draw(4) },
    (_, i): Mailbox => ({
      ...openMailbox(`boite${n}.${i}.${draw(99)}@mssante.example`, { type: 'PER', idNat }),
      ...(draw(2) === 0 && { structureId: place }),
      redList: draw(5) === 0,
      published: draw(6) > 0,
    }),
  );
  await sql`update directory.entries set mailboxes = ${JSON.stringify(boxes)}::jsonb,
    mailboxes_version = mailboxes_version + 1, xid = pg_current_xact_id() where id_nat = ${idNat}`.execute(
    tx.db,
  );
  if (draw(3) > 0) return;
  const own =
    draw(3) === 0
      ? []
      : [openMailbox(`service${draw(9)}@ch.mssante.example`, { type: 'ORG', structureId: place })];
  await sql`insert into directory.structure_mailboxes (structure_id, mailboxes, version, updated_at, xid)
    values (${place}, ${JSON.stringify(own)}::jsonb, 1, ${tx.clock.now()}, pg_current_xact_id())
    on conflict (structure_id) do update set mailboxes = excluded.mailboxes,
      version = directory.structure_mailboxes.version + 1, xid = excluded.xid`.execute(tx.db);
}

/** One invented day: people come, change, close, come back; mailboxes change hands; a place takes another name. */
async function live(day: number): Promise<void> {
  const some = Array.from({ length: 12 }, () => draw(PEOPLE));
  const renamed = places[draw(places.length)];
  if (renamed) {
    const now = { ...renamed, name: `${renamed.name.split(' /')[0]} / ${day}` };
    places = places.map((one) => (one.id === now.id ? now : one));
    await upsertStructures(world.ctx, [now]);
    // Who works there is written anew, as the projection does.
    const there = people.flatMap(({ exercises }, n) =>
      exercises.some(({ activities }) => activities.some(({ structure }) => structure === now.id)) ? [n] : [],
    );
    some.push(...there);
  }
  people = people.map((one, n) => {
    if (!some.includes(n)) return one;
    const [isClosed, what] = [draw(4) === 0, draw(3)];
    return {
      ...one,
      version: one.version + 1,
      state: isClosed ? 'closed' : 'active',
      exercises: one.exercises.map((exercise) => ({
        ...exercise,
        ...(what === 0 && { name: `NOM${draw(99)}` }),
        activities: what === 1 ? exercise.activities.slice(1) : exercise.activities,
      })),
    };
  });
  const changed = people.filter((_, n) => some.includes(n));
  await published((tx) => writePeople(tx, changed, places, dateOf(day)));
  await published(async (tx) => {
    for (let i = 0; i < 8; i += 1) await giveMailboxes(tx, draw(PEOPLE));
  });
}

const sorted = (copy: Copy | undefined) =>
  [...(copy ?? [])].map(([name, owners]) => [name, [...owners].sort(([a], [b]) => (a < b ? -1 : 1))]);

describe('the whole files of the first day, and the changes of each day', () => {
  it('S4-32 S4-31 make the whole files of the last day, of people and of mailboxes; a number to come is refused', async () => {
    let since = await currentPublication(world.ctx);
    let told = 0;
    for (let day = 1; day <= DAYS; day += 1) {
      await world.app.clock.set(onDay(day));
      // The calls of a real minute are counted, and these are thirty days.
      await sql`delete from platform.rate_limits`.execute(world.ctx.db);
      await live(day);
      const now = await currentPublication(world.ctx);
      for (const service of SERVICES) told += await follow(service, since.number);
      since = now;
    }
    expect(told).toBeGreaterThan(DAYS * 20);
    for (const service of SERVICES) {
      const full = await fullOf(service);
      expect([...full.values()].every((owners) => owners.size > 20)).toBe(true);
      expect(sorted(copies.get(service))).toEqual(sorted(full));
      const refused = await fetch(`${world.origin}${PATH}/${service}/delta?depuis=${since.number + 1}`);
      expect(refused.status).toBe(400);
    }
  });
});

import type { Bundle } from 'fhir/r4.js';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Kind } from '../../src/modules/directory/fhir/parameters.js';
import { type Structure, upsertStructures } from '../../src/modules/structures/index.js';
import { FORBIDDEN, MARKED, writes } from '../directory/marked-person.js';
import { openMailbox, writePeople } from './people.js';
import { type FhirWorld, openFhir } from './world.js';

const RED = 'zqredlist@mssante.example';
const UNPUBLISHED = 'zqapplication@mssante.example';
const HIDDEN: Readonly<Record<string, readonly string[]>> = {
  ...FORBIDDEN,
  'mailboxes of the red list': [RED],
  'mailboxes that their operator does not publish': [UNPUBLISHED],
  'responsible and phone of a mailbox': ['ZQRESPONSIBLE', '+33199000099'],
};

let world: FhirWorld;
const answers = new Map<string, string>();

beforeAll(async () => {
  world = await openFhir(0);
  const places = MARKED.exercises.flatMap(({ activities }) => activities.flatMap(({ place }) => place ?? []));
  // A place where he once worked is a place like any other: that he did is what must not be known.
  await upsertStructures(world.ctx, places.filter(({ name }) => name === 'PUBLICPLACE') as Structure[]);
  await writePeople(world.ctx, [MARKED], places, '2026-06-01');
  const mailboxes = [
    openMailbox(RED, { type: 'PER', redList: true, responsible: 'ZQRESPONSIBLE' }),
    openMailbox(UNPUBLISHED, { type: 'APP', published: false }),
    openMailbox('open@mssante.example', { type: 'PER', responsible: 'ZQRESPONSIBLE', phone: '+33199000099' }),
  ];
  await sql`update directory.entries set mailboxes = ${JSON.stringify(mailboxes)}::jsonb`.execute(
    world.ctx.db,
  );
  await sql`insert into directory.structure_mailboxes (structure_id, mailboxes, version, updated_at, xid)
    values ('R99000000000001', ${JSON.stringify(mailboxes)}::jsonb, 1, now(), pg_current_xact_id())`.execute(
    world.ctx.db,
  );
  for (const [kind, query] of [
    ['Practitioner', 'identifier=899700000013&_revinclude=PractitionerRole:practitioner'],
    ['PractitionerRole', 'practitioner.identifier=899700000013&_include=*'],
    ['Organization', 'name=PUBLICPLACE&_revinclude=PractitionerRole:organization'],
  ] as [Kind, string][]) {
    const bundle = await world.bundle(`/${kind}?${query}`);
    answers.set(kind, JSON.stringify(bundle));
    for (const { resource } of bundle.entry ?? []) {
      const one = await (await world.ask(`/${resource?.resourceType}/${resource?.id}`)).text();
      answers.set(`${resource?.resourceType} by its id`, one);
    }
  }
});
afterAll(() => world.close());

const DOORS = ['Practitioner', 'PractitionerRole', 'Organization'].flatMap((kind) => [
  kind,
  `${kind} by its id`,
]);

it('tells what everybody may know', () => {
  expect([...answers.keys()].toSorted()).toEqual(DOORS.toSorted());
  for (const text of answers.values()) expect(text).toMatch(/PUBLICNAME|PUBLICPLACE/);
  expect(answers.get('Practitioner')).toContain('open@mssante.example');
});

describe.each(Object.entries(HIDDEN))('%s', (_, marks) => {
  it.each(DOORS)('never leaves by %s', (door) => {
    const text = answers.get(door) ?? '';
    expect(text).not.toBe('');
    expect(marks.filter((mark) => writes(text, mark))).toEqual([]);
  });

  it('finds nobody, whatever parameter it is asked in', async () => {
    for (const mark of marks.filter((one) => /^[\w@.+-]{4,}$/.test(one) && !/^\d{4}$/.test(one))) {
      for (const path of [
        'Practitioner?name:contains=',
        'Practitioner?identifier=',
        'Practitioner?mailbox-mss:contains=',
        'PractitionerRole?practitioner.name=',
        'Organization?name:contains=',
        'Organization?identifier=',
        'Organization?mailbox-mss=',
      ]) {
        const found: Bundle = await world.bundle(`/${path}${encodeURIComponent(mark)}`);
        expect(found.entry ?? [], path + mark).toEqual([]);
      }
    }
  });
});

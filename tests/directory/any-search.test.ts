import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORBIDDEN, MARKED } from './marked-person.js';
import { personOf, putPeople } from './people.js';
import { openWorld, type World } from './world.js';

const FIELDS = [
  ...['q', 'profession', 'savoir-faire', 'role', 'mode', 'categorie', 'departement'],
  ...['lieu', 'structure', 'onglet', 'tri', 'page', 'limit', 'format'],
];
const FUZZED = 10_000;
/** An answer that takes longer, even on a machine that has much else to do, is no answer. */
const IN_TIME_MS = 60_000;

let world: World;

beforeAll(async () => {
  world = await openWorld();
  const people = Array.from({ length: 200 }, (_, i) =>
    personOf({ idNat: `0${990000000 + i}`, name: `NOM ${i}`, givenName: 'Zoé' }),
  );
  await putPeople(world.ctx, [MARKED, ...people]);
});
afterAll(() => world.close());

/** Status of the answer, 0 for one that came too late. */
async function ask(path: string): Promise<number> {
  const begun = performance.now();
  const answer = await world.ask(path, { json: true });
  await answer.text();
  return performance.now() - begun > IN_TIME_MS ? 0 : answer.status;
}

const nasty = fc.constantFrom(
  ...[
    '\0',
    '\u0001',
    '\u001b[2J',
    '\u202e',
    '\ufeff',
    '\ud83d',
    '%',
    '%%',
    '\\',
    "'",
    '"',
    '«',
    ':*',
    '&',
    '|',
    '!',
    '<->',
  ],
  ...[
    '((((',
    "' | '",
    'n_',
    "');",
    '--',
    '$1',
    '{',
    '\u{10ffff}',
    'œ',
    'ß',
    'İ',
    '٣',
    '²',
    '76',
    '8997',
    'rouen',
    'kiné',
    '@',
  ],
);
const text = fc
  .array(fc.oneof(nasty, nasty, fc.string({ unit: 'binary', maxLength: 12 }), fc.string({ maxLength: 20 })), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''));

const encoded = (value: string): string => encodeURIComponent(value.toWellFormed());

describe('any text in any field of the search', () => {
  it('gets an answer in time or a 400, never a failure of ours: ten thousand of them', async () => {
    const faults: string[] = [];
    const asked = fc.sample(
      fc.dictionary(fc.constantFrom(...FIELDS), text, { minKeys: 1, maxKeys: 4 }),
      FUZZED,
    );
    for (const fields of asked) {
      const query = Object.entries(fields).map(([name, value]) => `${name}=${encoded(value)}`);
      const path = `/annuaire?${query.join('&')}`;
      const status = await ask(path);
      if (status !== 200 && status !== 400) faults.push(`${status} ${path}`);
    }
    expect(faults).toEqual([]);
  });

  it.each(FIELDS)('of one megabyte in « %s », too', async (field) => {
    for (const value of [
      'a'.repeat(1_000_000),
      'a '.repeat(500_000),
      '9'.repeat(1_000_000),
      '"'.repeat(1_000_000),
    ])
      expect([200, 400, 414, 431]).toContain(await ask(`/annuaire?${field}=${encodeURIComponent(value)}`));
  });

  it.each(['/annuaire/personnes/', '/annuaire/structures/'])('and in the address of %s', async (path) => {
    for (const value of fc.sample(text, 300).filter((one) => !/^\.{0,2}$/.test(one)))
      expect([200, 301, 400, 404], `${path}${encoded(value)}`).toContain(await ask(path + encoded(value)));
  });
});

describe('what the texts keep from the public', () => {
  const secrets = Object.entries(FORBIDDEN).flatMap(([name, ways]) =>
    ways.filter((way) => /^[\w@.+-]{5,}$/.test(way)).map((way) => [name, way] as const),
  );

  it.each(secrets)('finds nobody: %s, « %s »', async (_, secret) => {
    for (const q of [secret, secret.slice(0, 6), `${secret} publicname`, `x${secret.slice(1)}`]) {
      const found = await (await world.ask(`/annuaire?q=${encoded(q)}`, { json: true })).json();
      const { people, respelt, suggestions } = found as Record<string, { idNat?: string }[]>;
      expect(people?.map(({ idNat }) => idNat) ?? [], q).not.toContain(MARKED.idNat);
      // Words of the lists and towns are proposed to everybody, whoever has them.
      if (/zq/i.test(secret))
        expect(JSON.stringify([respelt, suggestions]).toLowerCase()).not.toContain(secret.toLowerCase());
    }
  });

  it('while the name of exercise does', async () => {
    expect(secrets.length).toBeGreaterThan(15);
    const found = await (await world.ask('/annuaire?q=publicname', { json: true })).json();
    expect((found as { people: { idNat: string }[] }).people.map(({ idNat }) => idNat)).toEqual([
      MARKED.idNat,
    ]);
  });
});

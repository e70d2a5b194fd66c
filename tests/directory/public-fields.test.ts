import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatPhone } from '../../src/ui/index.js';
import { FORBIDDEN, MARKED, PUBLIC, PUBLIC_DETAIL, writes } from './marked-person.js';
import { putPeople } from './people.js';
import { openWorld, type World } from './world.js';

/** Every door by which the public gets a person. The print view is the page itself, restyled by the browser. */
const DOORS: readonly [name: string, path: string, json: boolean, shown: readonly string[]][] = [
  ['search page', '/annuaire?q=publicname', false, PUBLIC],
  ['search page by number', '/annuaire?q=899700000013', false, PUBLIC],
  ['search as JSON', '/annuaire?q=publicname', true, [...PUBLIC, ...PUBLIC_DETAIL]],
  [
    'person page and its print view',
    '/annuaire/personnes/899700000013',
    false,
    [...PUBLIC, ...PUBLIC_DETAIL],
  ],
  ['person as JSON', '/annuaire/personnes/899700000013', true, [...PUBLIC, ...PUBLIC_DETAIL]],
];

let world: World;
const answers = new Map<string, string>();

beforeAll(async () => {
  world = await openWorld();
  await putPeople(world.ctx, [MARKED]);
  for (const [name, path, json] of DOORS) {
    const answer = await world.ask(path, { json });
    // The choice of professions of the form names them all, whoever is found.
    answers.set(name, (await answer.text()).replace(/<select.*?<\/select>/gs, ''));
  }
});
afterAll(() => world.close());

describe.each(DOORS)('%s', (name, _path, _json, shown) => {
  it('S3-09 shows an anonymous visitor the public part and none of the restricted elements', () => {
    const answer = answers.get(name) ?? '';
    for (const text of shown) expect(answer, `${text} is public`).toContain(text);
    const leaks = Object.values(FORBIDDEN)
      .flat()
      .filter((mark) => writes(answer, mark));
    expect(leaks).toEqual([]);
  });

  it.each(Object.entries(FORBIDDEN))('keeps from the public: %s', (_element, marks) => {
    const answer = answers.get(name) ?? '';
    expect(answer).not.toBe('');
    expect(marks.filter((mark) => writes(answer, mark))).toEqual([]);
  });
});

describe('the account page', () => {
  // What the marks that no page writes stand for: keys of rows, codes shown by their words, dates in French.
  const UNWRITTEN =
    /^(ZQACT|ZQBIRTHPLACE|ZQEXERCISEKEY|"sex"|\d{4}|13\/03|99127|99139|99900000000017|06 39 98 00 01|ZQPHONESOURCE|ZQACTIVITYKEY|20000)$/;

  it('S0-34 shows the restricted data to the person and to the card support, and refuses another professional', async () => {
    const own = await world.ask('/annuaire/compte', { token: await world.signIn({ idNat: MARKED.idNat }) });
    const page = await own.text();
    // Pages write numbers as people do, by pairs of digits.
    const ungrouped = (text: string) => text.replace(/(?<=\d) (?=\d)/g, '');
    for (const mark of Object.values(FORBIDDEN).flat())
      if (!UNWRITTEN.test(mark)) expect(ungrouped(page)).toContain(ungrouped(formatPhone(mark)));
    const support = await world.signIn({ role: 'support' });
    const form = { idNat: MARKED.idNat, motif: 'Appel du professionnel' };
    const looked = await world.ask('/annuaire/compte', { token: support, form });
    expect([looked.status, (await looked.text()).includes('ZQBIRTHNAME')]).toEqual([200, true]);
    const other = await world.signIn({ idNat: '899700000021' });
    for (const refused of [
      await world.ask(`/annuaire/compte?idNat=${MARKED.idNat}`, { token: other }),
      await world.ask('/annuaire/compte', { token: other, form }),
    ]) {
      expect(refused.status).toBe(403);
      expect(await refused.text()).not.toContain('ZQ');
    }
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession, SESSION_COOKIE } from '../../src/modules/access/index.js';
import { ecps } from '../../src/modules/credentials/index.js';
import { makeFiness, makeRpps } from '../../src/modules/nomenclatures/index.js';
import { enterStaff } from '../../src/modules/registry/index.js';
import { upsertStructures } from '../../src/modules/structures/index.js';
import { journalOf } from '../../src/platform/journal.js';
import { doctor, type Registered, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { judge, openBrowser } from '../support/browser.js';

const HERE = 'F990000116';
let t: TestApp;
let story: Story;

beforeAll(async () => {
  t = await startTestApp();
  story = new Story(t.origin);
  await upsertStructures(t.app.ctx, [
    { id: 'F990000108', finess: '990000108', kind: 'EJ', name: 'HOPITAL DES ESSAIS' },
    { id: HERE, finess: '990000116', kind: 'EG', finessLegalEntity: '990000108', name: 'SITE DES ESSAIS' },
    { id: 'F990000124', finess: '990000124', kind: 'EG', finessLegalEntity: '990000199', name: 'AILLEURS' },
  ]);
});
afterAll(() => t?.stop());

/** A doctor with a salaried situation in a structure, between two days if given. */
function working(structure: string, days: { from?: string; to?: string } = {}): Promise<Registered> {
  const record = doctor() as { exercises: Record<string, unknown>[] };
  const [exercise] = record.exercises;
  const activity = {
    key: 'a1',
    mode: 'S',
    genre: 'GENR01',
    sector: 'SA01',
    structure: { id: structure },
    ...days,
  };
  return story.register('CNOM', { ...record, exercises: [{ ...exercise, activities: [activity] }] });
}

const cookieOf = async (role: string, scope?: string) =>
  `${SESSION_COOKIE}=${(await openSession(t.app.ctx, { role, ...(scope && { scope }) })).token}`;

async function check(cookie: string, idNats: readonly string[], from = '2026-12-01', to = '2026-12-31') {
  const answer = await fetch(`${t.origin}/personnel`, {
    method: 'POST',
    headers: {
      origin: t.origin,
      cookie,
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ numeros: idNats.join('\n'), du: from, au: to }),
  });
  return { status: answer.status, text: (await answer.text()).replaceAll('\u00a0', ' ') };
}

/** The cells of one person's line. */
const lineOf = (text: string, idNat: string): string[] => {
  const row = new RegExp(`<tr[^>]*>(?:(?!<tr).)*?${idNat}.*?</tr>`, 's').exec(text)?.[0] ?? '';
  return row
    .split(/<\/t[dh]>/)
    .map((cell) => cell.replaceAll(/<[^>]*>/g, '').trim())
    .filter((cell) => cell !== '');
};

describe('interim staff seen by a structure', () => {
  it('S2-36 tells whether each holds a working means, yes or no, to the manager alone, and writes who looked', async () => {
    const [phone, card, none] = [await working(HERE), await working(HERE), await working(HERE)];
    await t.settle();
    await story.phone(phone.idNat);
    await fetch(`${t.origin}/sandbox/api/cards`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ idNat: card.idNat }),
    });
    const manager = await cookieOf('manager', HERE);
    const all = [phone, card, none].map(({ idNat }) => idNat);
    const { text } = await check(manager, all);
    expect(all.map((idNat) => lineOf(text, idNat)[3])).toEqual(['Oui', 'Oui', 'Non']);
    // Nothing of which means, since when, on which device; nothing of the contacts.
    const answer = /aria-label="Résultat".*?<\/section>/s.exec(text)?.[0] ?? '';
    expect(answer).not.toMatch(/CPS[^<]*\d|Téléphone virtuel|Valable|carte|@|06 39/i);
    await ecps.endMeans(t.app.ctx, { idNat: phone.idNat, reason: 'lost' });
    expect(lineOf((await check(manager, all)).text, phone.idNat)[3]).toBe('Non');
    const seen = await journalOf(t.app.ctx, none.idNat);
    expect(seen.filter(({ act }) => act === 'credentials.see-has-means')).toHaveLength(2);
    for (const [role, scope] of [['agent', 'CNOM'], ['cpam'], ['operator'], ['mandataire', HERE]] as const)
      expect((await check(await cookieOf(role, scope), all)).status).toBe(403);
  });

  it('tells nothing of the staff whom another structure numbers, and tells a structure its own', async () => {
    const [theirs, ours] = [`3${makeFiness('99000012')}/CPET00001`, `3${makeFiness('99000011')}/CPET00001`];
    const names = { givenName: 'Lou', familyName: 'SECRETE' };
    const staff = [
      { ...names, idNat: theirs, structureId: 'F990000124', entry: randomUUID() },
      { ...names, idNat: ours, structureId: HERE, entry: randomUUID() },
    ];
    for (const one of staff) await enterStaff(t.app.ctx, one);
    await t.settle();
    const { text } = await check(await cookieOf('manager', HERE), [theirs, ours]);
    expect(lineOf(text, theirs).slice(1)).toEqual(['Absent de l’Annuaire', 'Non', 'Non']);
    expect(lineOf(text, ours)[1]).toContain('SECRETE');
    const seen = (await journalOf(t.app.ctx, theirs)).map(({ act }) => act);
    expect(seen).not.toContain('credentials.see-has-means');
  });

  it('S2-35 lists whose situation in the structure covers the contract, and who lacks one', async () => {
    const [covered, partly, elsewhere] = [
      await working(HERE, { from: '2026-11-01' }),
      await working(HERE, { from: '2026-11-01', to: '2026-12-15' }),
      await working('F990000124'),
    ];
    await t.settle();
    const stranger = `8${makeRpps('9979999998')}`;
    // The manager of the legal entity answers for its sites.
    const { text } = await check(await cookieOf('manager', 'F990000108'), [
      ...[covered, partly, elsewhere].map(({ idNat }) => idNat),
      stranger,
    ]);
    expect(text).toContain('Il manque quelque chose pour 4 personnes sur 4');
    expect([covered, partly, elsewhere].map(({ idNat }) => lineOf(text, idNat)[2])).toEqual([
      'Oui',
      'Non',
      'Non',
    ]);
    expect(lineOf(text, stranger).slice(1)).toEqual(['Absent de l’Annuaire', 'Non', 'Non']);
  });

  it('refuses an unreadable list, one that is too long, and days the wrong way round, each with its line', async () => {
    const manager = await cookieOf('manager', HERE);
    const faulty = await check(manager, ['bonjour'], '2026-12-31', '2026-12-01');
    expect(faulty.status).toBe(422);
    expect(faulty.text).toContain('Ligne 1');
    expect(faulty.text).toContain('Le dernier jour vient le premier jour ou après');
    const none = await check(manager, ['bonjour'], '2026-99-99', '2026-99-99');
    expect(none.text).toContain('Donnez le premier jour du contrat');
    const many = Array.from({ length: 101 }, (_, i) => `8${makeRpps(String(9978000100 + i))}`);
    expect((await check(manager, many)).text).toContain('dépasse 100 numéros');
    expect((await check(manager, [])).text).toContain('Donnez au moins un numéro');
  });

  it('stands on a small screen, and for everybody', async () => {
    const browser = await openBrowser();
    try {
      const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
      const [name = '', value = ''] = (await cookieOf('manager', HERE)).split('=');
      await context.addCookies([{ name, value, url: t.origin }]);
      const page = await context.newPage();
      await page.goto(`${t.origin}/personnel`);
      await judge(page, 'personnel');
      const { idNat } = await working(HERE);
      await t.settle();
      await page.getByLabel('Numéros RPPS, un par ligne').fill(`${idNat}\n8${makeRpps('9979999997')}`);
      await page.getByRole('button', { name: 'Vérifier' }).click();
      await page.getByText('Absent de l’Annuaire').waitFor();
      await judge(page, 'personnel-resultat');
    } finally {
      await browser.close();
    }
  });
});

import { sql } from 'kysely';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession, SESSION_COOKIE } from '../../src/modules/access/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { rhythmDecisions } from '../../src/platform/feeds/rhythms.js';
import { doctor } from '../../src/sandbox/kit/story.js';
import { openReplay, type Replay } from '../replay/world.js';
import { judge, openBrowser } from '../support/browser.js';

let replay: Replay;
let browser: Browser;
let operator: string;

beforeAll(async () => {
  [replay, browser] = await Promise.all([openReplay('2021-01-25T08:00:00Z'), openBrowser()]);
  operator = (await openSession(replay.test.app.ctx, { role: 'operator' })).token;
  await replay.story.register('CNOM', doctor());
  await replay.test.settle();
});
afterAll(async () => {
  await browser?.close();
  await replay?.stop();
});

async function ask(path: string, body?: Record<string, string> | FormData) {
  const answer = await fetch(`${replay.test.origin}/exploitation/${path}`, {
    method: body ? 'POST' : 'GET',
    redirect: 'manual',
    headers: {
      accept: 'text/html',
      origin: replay.test.origin,
      cookie: `${SESSION_COOKIE}=${operator}`,
    },
    ...(body && { body: body instanceof FormData ? body : new URLSearchParams(body) }),
  });
  const text = (await answer.text()).replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ');
  return { status: answer.status, location: answer.headers.get('location'), text };
}

const journaled = (act: string) =>
  rows(
    replay.test.app.ctx.db,
    sql<{ actor: string; reason: string | null; data: Record<string, unknown> }>`select actor, reason, data
      from platform.journal where act = ${act} order by id desc limit 1`,
  );

const rowOf = (page: string, title: string) =>
  page.split('<tr').find((row) => row.includes(`>${title}</th>`)) ?? '';

describe('the calendar of the feeds', () => {
  it('tells each feed with its rhythm, its text, its last run, what waits and the next date', async () => {
    const { status, text } = await ask('flux');
    expect(status).toBe(200);
    const [order, rass, psc] = [
      'Autorités vers RPPS',
      'RPPS vers Annuaire Santé',
      'Annuaire Santé vers Pro',
    ].map((title) => text.split('<tr').find((row) => row.includes(title)) ?? '');
    expect(order).toContain('Sans délai');
    expect(order).toContain('depuis le 20 janvier 2021');
    expect(order).toMatch(/25 janvier 2021/);
    expect(rass).toMatch(/24 heures.*>1<.*26 janvier 2021/s);
    expect(rass).toContain('FAQ RPPS+');
    expect(psc).toContain('Aucun encore');
    expect(rowOf(text, 'Contacts ONI vers Annuaire Santé (infirmiers, ère ADELI)')).toContain(
      '12 février 2021',
    );
  });

  it('changes the rhythm of one feed after a confirmation with its reason, and undoes it once', async () => {
    const page = await ask('flux/rpps-to-rass/immediat');
    expect(page.text).toContain('RPPS vers Annuaire Santé : immédiat');
    const silent = await ask('flux/rpps-to-rass/immediat', { motif: ' ', jour: '2021-02-31' });
    expect([
      silent.status,
      silent.text.includes('Dites pourquoi'),
      silent.text.includes('n’existe pas'),
    ]).toEqual([422, true, true]);
    expect(await rhythmDecisions(replay.test.app.ctx)).toHaveLength(1);
    const done = await ask('flux/rpps-to-rass/immediat', { motif: 'essai', jour: '' });
    expect([done.status, done.location]).toEqual([303, '/exploitation/flux?fait=rythme']);
    const after = (await ask('flux?fait=rythme')).text;
    expect(after).toMatch(/RPPS vers Annuaire Santé<\/th>.*?Immédiat/s);
    expect(await journaled('feeds.decide-rhythm')).toMatchObject([
      { actor: expect.stringContaining('operator'), reason: 'essai', data: { rhythm: 'immediate' } },
    ]);
    const [decision] = await rhythmDecisions(replay.test.app.ctx);
    const undo = () => ask(`flux/decisions/${decision?.id}/annuler`, {});
    expect((await undo()).location).toBe('/exploitation/flux?fait=annule');
    expect((await undo()).location).toBe('/exploitation/flux?fait=deja-annule');
    expect((await ask('flux?fait=annule')).text).toMatch(/RPPS vers Annuaire Santé<\/th>.*?Rythme national/s);
  });

  it('takes a rhythm from a day to come on, for all the feeds, and knows no other feed nor rhythm', async () => {
    await ask('flux/tous/immediat', { motif: 'bascule', jour: '2021-03-01' });
    const rhythms = async () =>
      (await (await fetch(`${replay.test.origin}/sandbox/api/rhythms`)).json()) as { rhythm: string }[];
    expect(new Set((await rhythms()).map(({ rhythm }) => rhythm))).toEqual(new Set(['national']));
    const [decision] = await rhythmDecisions(replay.test.app.ctx);
    expect(decision?.effectiveAt.toISOString()).toBe('2021-02-28T23:00:00.000Z');
    for (const path of ['flux/autre/national', 'flux/rpps-to-rass/parfois', 'perimetre/autre/inclure'])
      expect([path, (await ask(path)).status, (await ask(path, { motif: 'x' })).status]).toEqual([
        path,
        404,
        404,
      ]);
    await ask(`flux/decisions/${decision?.id}/annuler`, {});
  });
});

describe('the files of contacts', () => {
  const send = (content: string, name: string, quand: string) => {
    const form = new FormData();
    form.set('fichier', new File([content], name));
    form.set('quand', quand);
    return ask('contacts-oni', form);
  };
  const HEADER = 'NUMERO_ADELI;MAIL;MOBILE';

  it('load by hand with a report, wait for the calendar, and can be taken back', async () => {
    expect((await ask('contacts-oni')).text).toMatch(/12 février 2021.*26 février 2021/s);
    const wrong = await send('autre chose', 'x.csv', 'maintenant');
    expect([wrong.status, wrong.text.includes('n’est pas un fichier de contacts')]).toEqual([422, true]);
    expect((await send('', 'vide.csv', 'maintenant')).text).toContain('Choisissez un fichier');
    const lines = [HEADER, '356099001;a@oni.example;', '356099002;;+33639980011'].join('\n');
    const loaded = await send(lines, 'ONI_CONTACTS_20210124.csv', 'maintenant');
    expect(loaded.location).toBe('/exploitation/contacts-oni?fait=charge');
    const report = (await ask('contacts-oni?fait=charge')).text;
    expect(report).toContain('Ligne 3 : mobile de 12 caractères');
    const next = `${HEADER}\n356099001;b@oni.example;`;
    expect((await send(next, 'ONI_CONTACTS_20210210.csv', 'calendrier')).location).toContain('depose');
    expect((await send(next, 'ONI_CONTACTS_20210210.csv', 'calendrier')).text).toContain('attend déjà');
    const id = /contacts-oni\/(\d+)\/retirer/.exec((await ask('contacts-oni')).text)?.[1];
    expect((await ask(`contacts-oni/${id}/retirer`, {})).location).toContain('retire');
    expect((await ask(`contacts-oni/${id}/retirer`, {})).status).toBe(422);
    await replay.go('2021-02-12T08:00:00Z');
    expect((await ask('flux')).text).toMatch(/Contacts ONI.*?24 janvier 2021/s);
  });
});

it('a file of contacts larger than any form is taken whole', async () => {
  const form = new FormData();
  const lines = Array.from(
    { length: 5000 },
    (_, n) => `35609${String(n).padStart(4, '0')};m${n}@oni.example;`,
  );
  form.set(
    'fichier',
    new File([['NUMERO_ADELI;MAIL;MOBILE', ...lines].join('\r\n')], 'ONI_CONTACTS_20210212.csv'),
  );
  form.set('quand', 'maintenant');
  expect((await ask('contacts-oni', form)).status).toBe(303);
  expect((await ask('flux')).text).toMatch(/Contacts ONI.*?12 février 2021.*?5 000/s);
});

describe('the perimeter of Pro Santé Connect', () => {
  it('shows each population, takes one in with the next run, and undoes it', async () => {
    expect((await ask('perimetre')).text).toMatch(/Internes.*?Hors périmètre/s);
    expect((await ask('perimetre/interns/inclure', { motif: '' })).status).toBe(422);
    const done = await ask('perimetre/interns/inclure', { motif: 'ouverture' });
    expect(done.location).toBe('/exploitation/perimetre?fait=perimetre');
    expect((await ask('perimetre')).text).toMatch(/Internes.*?Hors périmètre.*?13 février 2021/s);
    await replay.go('2021-02-13T09:00:00Z');
    expect((await ask('perimetre')).text).toMatch(/Internes.*?Dans le périmètre/s);
    const id = /perimetre\/decisions\/(\d+)\/annuler/.exec((await ask('perimetre')).text)?.[1];
    expect((await ask(`perimetre/decisions/${id}/annuler`, {})).location).toContain('fait=annule');
    expect((await ask(`perimetre/decisions/${id}/annuler`, {})).location).toContain('fait=deja-annule');
    expect((await ask('perimetre')).text).toMatch(/Internes.*?Hors périmètre/s);
    expect(await journaled('identity-provider.decide-perimeter')).toMatchObject([{ reason: 'ouverture' }]);
  });
});

it('these pages are usable by everybody, on a wide screen and on a narrow one', async () => {
  const paths = ['flux', 'flux/tous/national', 'contacts-oni', 'perimetre', 'perimetre/interns/inclure'];
  const cookie = { name: SESSION_COOKIE, value: operator, url: replay.test.origin };
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  await context.addCookies([cookie]);
  const page = await context.newPage();
  for (const path of paths) {
    await page.goto(`${replay.test.origin}/exploitation/${path}`);
    await judge(page, path.replaceAll('/', '-'));
  }
});

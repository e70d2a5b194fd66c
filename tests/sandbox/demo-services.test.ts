import { existsSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepEntry, revokeKey } from '../../src/modules/identity-provider/index.js';
import { demoOrigins } from '../../src/sandbox/demo-services/index.js';
import { HttpBrowser } from '../../src/sandbox/kit/http-browser.js';
import { doctor, type Registered, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';

let running: TestApp;
let story: Story;
let person: Registered;
let phone: string;

beforeAll(async () => {
  running = await startTestApp();
  story = new Story(running.origin);
  person = await story.register('CNOM', doctor());
  await running.settle();
  phone = (await story.phone(person.idNat)).id;
});
afterAll(() => running.stop());

const origin = (site: 0 | 1): string => demoOrigins(running.app)[site] ?? '';
const ADDRESSES = () => [origin(0), origin(1), `${origin(1)}/infos-patient`, `${origin(1)}/tops`];
const text = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

/** Signs in at a demo service with the phone, in that browser. */
async function signIn(at: string, browser = new HttpBrowser()): Promise<HttpBrowser> {
  const back = (url: string) => url.startsWith(at) && !url.includes('/connexion');
  await browser.go(`${at}/connexion`);
  if (!browser.url.startsWith(at)) {
    await browser.submit({ idNat: person.idNat }, '');
    await story.answer(phone);
    for (let turn = 0; turn < 20 && !back(browser.url); turn += 1) await browser.go(browser.url);
  }
  return browser;
}

async function onDay(day: string, work: () => Promise<void>): Promise<void> {
  const now = running.app.clock.now();
  await running.app.clock.set(new Date(`${day}T12:00:00Z`));
  try {
    await work();
  } finally {
    await running.app.clock.set(now);
  }
}

describe('the care record of the sandbox', () => {
  it('S3-26 refuses a single factor from 1 January 2026 on, takes it the day before, and takes Pro Santé Connect', async () => {
    const oneFactor = () =>
      fetch(`${origin(0)}/un-facteur`, {
        method: 'POST',
        body: new URLSearchParams({ secret: 'blouse-blanche' }),
      });
    const front = async () => (await fetch(origin(0))).text();
    await onDay('2025-12-31', async () => {
      expect([(await oneFactor()).status, (await front()).includes('un seul facteur')]).toEqual([200, true]);
    });
    await onDay('2026-01-01', async () => {
      const refused = await oneFactor();
      expect([refused.status, (await front()).includes('name="secret"')]).toEqual([403, false]);
      expect(await refused.text()).toContain('Un seul facteur n’ouvre plus ce dossier');
    });
    expect(text((await signIn(origin(0))).body)).toContain(person.idNat);
  });

  it('S3-27 calls INSi, MSSanté and DMP, who all recognise the person of Pro Santé Connect and nobody without', async () => {
    const browser = await signIn(origin(0));
    await browser.submit({}, '/socle');
    const page = text(browser.body);
    for (const name of ['INSi', 'MSSanté', 'DMP']) expect(page).toContain(name);
    expect(page.split(person.idNat)).toHaveLength(4);
    for (const code of ['insi', 'mssante', 'dmp']) {
      const stranger = (authorization: string) =>
        fetch(`${origin(1)}/socle/${code}`, { headers: { authorization } });
      for (const authorization of ['', 'Bearer invente'])
        expect([code, (await stranger(authorization)).status]).toEqual([code, 401]);
    }
    const outside = new HttpBrowser();
    await outside.go(`${origin(0)}/socle`, undefined, { method: 'POST' });
    expect(outside.body).not.toContain(person.idNat);
  });
});

describe('the other services of the sandbox', () => {
  it('S4-57 show a patient to whoever signed in by Pro Santé Connect, and nothing before', async () => {
    const at = `${origin(1)}/infos-patient`;
    const look = (browser: HttpBrowser) =>
      browser.go(`${at}/patient`, undefined, {
        method: 'POST',
        body: new URLSearchParams({ numero: '2 99 99 00 000 001 01' }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    const stranger = await look(new HttpBrowser());
    expect([stranger.url, stranger.body.includes('Médecin traitant')]).toEqual([at, false]);
    const browser = await look(await signIn(at));
    expect(text(browser.body)).toContain('Médecin traitant déclaré');
  });

  it('S4-52 S1-12 show the same button and sign-in page, and give the same identity, without any password', async () => {
    const pages = await Promise.all(ADDRESSES().map(async (at) => (await fetch(at)).text()));
    const buttons = pages.map((page) => /<a class="psc-button"[\s\S]*?<\/a>/.exec(page)?.[0] ?? '');
    expect(new Set(buttons.map((button) => button.replace(/href="[^"]*"/, ''))).size).toBe(1);
    expect(buttons[0]).toContain('S’identifier avec');
    const signInPages = await Promise.all(
      ADDRESSES().map(async (at) => {
        const browser = await new HttpBrowser().go(`${at}/connexion`);
        return [new URL(browser.url).origin, /<h1[^>]*>(.*?)<\/h1>/.exec(browser.body)?.[1]].join(' ');
      }),
    );
    expect(new Set(signInPages)).toEqual(new Set([expect.stringContaining(running.origin)]));
    const browser = new HttpBrowser();
    const identities = [];
    for (const at of ADDRESSES()) {
      await signIn(at, browser);
      const raw = /<code>(\{[\s\S]*?\})<\/code>/.exec(browser.body)?.[1] ?? '';
      identities.push(raw.replaceAll('&quot;', '"'));
    }
    expect(identities[0]).toContain(person.idNat);
    expect(new Set(identities).size).toBe(1);
    for (const page of pages) expect(page).not.toMatch(/type="password"/);
    const security = await story.page('/services/securite');
    for (const name of ['Dossier de soins', 'Télé-expertise', 'Infos Patient', 'TOPS', 'SubjectRefPro'])
      expect(security).toContain(name);
    const columns = sql<{ name: string }>`select column_name name from information_schema.columns
      where table_schema = 'identity_provider' and column_name ~ 'password|pin'`;
    expect((await columns.execute(running.app.database.db)).rows).toEqual([]);
  });

  it('S4-40 go on when the signing keys change, having nothing but an issuer and a client', async () => {
    await signIn(`${origin(1)}/tops`);
    const published = async () => {
      const answer = await fetch(`${story.issuer}/protocol/openid-connect/certs`);
      return ((await answer.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
    };
    const { kid } = await revokeKey(running.app.ctx, { reason: 'essai', pauseMs: 0 });
    await expect.poll(published, { interval: 200 }).not.toContain(kid);
    expect(text((await signIn(`${origin(1)}/tops`)).body)).toContain(person.idNat);
    const gone = await new HttpBrowser().go(`${origin(1)}/tops/retour?code=invente&state=autre`);
    expect([gone.status, gone.body.includes(person.idNat)]).toEqual([400, false]);
  });
});

describe('the catalogue of the sandbox', () => {
  const page = async (path: string) => text(await story.page(path));

  it('S4-59 holds the services and the projects of the first years, each with its owner and its state', async () => {
    const row = async (name: string) => {
      const html = await story.page(`/services/catalogue?q=${encodeURIComponent(name)}`);
      return (/<tbody[\s\S]*?<tr[\s\S]*?<\/tr>/.exec(html)?.[0] ?? '').replaceAll(/<[^>]+>/g, ' ');
    };
    for (const [name, owner] of [
      ['Infos Patient', 'CNAM'],
      ['TOPS', 'ASIP'],
    ] as const)
      expect(await row(name)).toMatch(new RegExp(`${name}[\\s\\S]*${owner}[\\s\\S]*En service`));
    for (const name of ['SARA', 'SILPC', 'SESAN']) expect(await row(name)).toMatch(/En projet/);
    expect(await page('/services/catalogue?q=inconnu-au-catalogue')).toContain('Aucun service ne correspond');
  });

  it('S4-54 tells the level that each service requires and gives; none that is in service keeps passwords', async () => {
    const held = sql<{ approved: { otherMeans: string[] } }>`select approved
      from identity_provider.declarations where client_id is not null`;
    const { rows } = await held.execute(running.app.database.db);
    expect(rows.length).toBeGreaterThan(6);
    for (const { approved } of rows) expect(approved.otherMeans).not.toContain('PASSWORD');
    expect(await page('/services/catalogue?q=dossier+de+soins')).toMatch(/substantiel substantiel/);
    expect(await page('/services/catalogue?q=historique')).toMatch(/substantiel faible/);
  });

  it('S1-08 marks what has required Pro Santé Connect since 1 January 2023, and lists who is not connected', async () => {
    const dmp = await page('/services/catalogue?q=dmp');
    expect(dmp).toContain('PSC exigé depuis le 01/01/2023');
    expect(await page('/services/catalogue?q=tele-expertise')).not.toContain('PSC exigé');
    const missing = (await page('/services/conformite')).split('Niveau de chaque moyen')[0] ?? '';
    expect(missing).toContain('Registre national imaginaire');
    for (const name of ['DMP Socle', 'Télé-expertise', 'SARA']) expect(missing).not.toContain(name);
    await onDay('2022-12-31', async () => {
      expect((await page('/services/conformite')).includes('Registre national imaginaire')).toBe(false);
    });
  });

  it('S1-09 flags a user record that integrates a national service while it keeps a local password', async () => {
    const flagged = async () =>
      /Dossier usager historique[^.]*mot de passe local reste ouverte/.test(
        await page('/services/conformite'),
      );
    expect(await flagged()).toBe(true);
    const entry = {
      name: 'Dossier usager historique',
      organisation: 'Association imaginaire',
      purpose: 'Tenir le dossier des usagers.',
      kind: 'integrates' as const,
    };
    await keepEntry(running.app.ctx, 'demo-dossier-usager-historique', entry);
    expect(await flagged()).toBe(false);
  });

  it('S4-41 S3-103 gives the level of each means, and what meets each requirement, with pages that open', async () => {
    const html = await story.page('/services/conformite');
    const shown = text(html);
    for (const means of ['Application e-CPS', 'Carte', 'Délégation', 'Clé de sécurité'])
      expect(shown).toMatch(new RegExp(`${means} eIDAS substantiel 2 eidas1`));
    expect(shown).toMatch(/Code par SMS un seul facteur 1 0/);
    const rows = [...html.matchAll(/<a href="(\/[^"]+)">Voir la page<\/a>/g)].map(([, href]) => href ?? '');
    expect(rows.length).toBeGreaterThan(10);
    const tests = [...html.matchAll(/<code>((?:tests|src)\/[^<]+\.test\.ts)<\/code>/g)].map(
      ([, file]) => file ?? '',
    );
    expect(tests).toHaveLength(rows.length);
    expect(tests.filter((file) => !existsSync(file))).toEqual([]);
    for (const href of new Set(rows))
      expect([href, (await fetch(running.origin + href)).status]).toEqual([href, 200]);
  });
});

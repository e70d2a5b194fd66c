import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoOrigins } from '../../../src/sandbox/demo-services/index.js';
import { HttpBrowser } from '../../../src/sandbox/kit/http-browser.js';
import { MAIL_PASSWORD } from '../../../src/sandbox/sectoral/password-way.js';
import { send } from '../../api/client.js';
import { judge, openBrowser } from '../../support/browser.js';
import { PATIENT, SectoralWorld } from './world.js';

let w: SectoralWorld;

beforeAll(async () => {
  w = await SectoralWorld.open();
});
afterAll(() => w.t.stop());

const at = (site: 0 | 1, path: string): string => `${demoOrigins(w.t.app)[site]}${path}`;
const text = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
const MAIL = () => at(1, '/messagerie');
const DMP = () => at(1, '/dmp');
const DUI = () => at(0, '/dui');

/** Signs in at a demo service with the phone of that person. */
async function signIn(site: string, idNat: string): Promise<HttpBrowser> {
  const { id } = await w.story.phone(idNat);
  const browser = await new HttpBrowser().go(`${site}/connexion`);
  await browser.submit({ idNat }, '');
  await w.story.answer(id);
  for (
    let turn = 0;
    turn < 20 && !(browser.url.startsWith(site) && !browser.url.includes('/connexion'));
    turn += 1
  )
    await browser.go(browser.url);
  return browser;
}

const post = (url: string, fields: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

/** Sends a form of a demo service in that browser. Out: what it reads. */
async function sent(browser: HttpBrowser, url: string, fields: Record<string, string>): Promise<string> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  await browser.go(url, undefined, { method: 'POST', body: new URLSearchParams(fields).toString(), headers });
  return text(browser.body);
}

describe('the mail of the sandbox', () => {
  it('S2-31 opens by e-CPS besides a password and a code, and from 2026 on by the e-CPS and no more by them', async () => {
    const idNat = await w.doctor();
    const browser = await signIn(MAIL(), idNat);
    const desk = await sent(browser, `${MAIL()}/boites`, {});
    const [address = ''] = /\S+@demo\.mssante\.example/.exec(desk) ?? [];
    const ask = () => post(`${MAIL()}/mot-de-passe`, { adresse: address, secret: MAIL_PASSWORD });
    const code = async () => {
      const { body } = await send(`${w.t.origin}/sandbox/api/messages?to=%2B33639980099`, 'GET');
      return /\b\d{6}\b/.exec(body[0].text)?.[0] ?? '';
    };
    const open = async (typed: string) =>
      (await post(`${MAIL()}/code`, { adresse: address, code: typed })).status;
    await w.onDay('2025-12-31', async () => {
      const front = await (await fetch(MAIL())).text();
      for (const way of ['psc-button', 'name="secret"'])
        expect([way, front.includes(way)]).toEqual([way, true]);
      expect((await ask()).status).toBe(200);
      const right = await code();
      expect([
        await open(right === '000000' ? '111111' : '000000'),
        await open(right),
        await open(right),
      ]).toEqual([403, 200, 403]);
      expect((await post(`${MAIL()}/mot-de-passe`, { adresse: address, secret: 'faux' })).status).toBe(403);
      expect((await (await signIn(MAIL(), idNat)).go(`${MAIL()}/boites`)).body).toContain(address);
    });
    await w.onDay('2026-01-01', async () => {
      expect(await (await fetch(MAIL())).text()).not.toContain('name="secret"');
      const refused = await ask();
      expect([refused.status, text(await refused.text())]).toEqual([
        403,
        expect.stringContaining('mss-personal.password.2'),
      ]);
      const opened = await (await signIn(MAIL(), idNat)).go(`${MAIL()}/boites`);
      expect(opened.body).toContain(address);
    });
  });

  it('lets a holder delegate his mailbox, and end it; whoever was given it finds it on his desk', async () => {
    const [owner, delegate] = [await w.doctor(), await w.role('331')];
    const browser = await signIn(MAIL(), owner);
    await sent(browser, `${MAIL()}/boites`, {});
    const [, path = ''] = /href="(\/messagerie\/boites\/[0-9a-f-]+)"/.exec(browser.body) ?? [];
    const mailbox = new URL(path, MAIL()).href;
    expect(await sent(browser, `${mailbox}/delegations`, { idNat: delegate, until: '' })).toContain(delegate);
    const hers = await signIn(MAIL(), delegate);
    expect(text((await hers.go(`${MAIL()}/boites`)).body)).toContain('Délégation');
    expect(text((await hers.go(mailbox)).body)).toContain('Aucun message');
    expect(await sent(browser, `${mailbox}/delegations`, { idNat: owner, until: '' })).toContain(
      'déjà la vôtre',
    );
    expect(await sent(browser, `${mailbox}/delegations/fin`, { idNat: delegate })).toContain(
      'Vous êtes seul',
    );
    expect(text((await hers.go(`${MAIL()}/boites`)).body)).not.toContain('Délégation');
  });
});

describe('the DMP on the web', () => {
  it('shows the documents that a profession opens, and to an e-CPE the administrative information alone', async () => {
    const browser = await signIn(DMP(), await w.doctor());
    const record = await sent(browser, `${DMP()}/dossier`, { numero: PATIENT });
    expect(record).toContain('Lus en tant que Médecin, d’après la matrice 2023-10 partielle');
    expect(record).not.toContain('Attestation de résidence');
    const form = { numero: PATIENT, lecteur: 'TRE_G15#10' };
    expect(await sent(browser, `${DMP()}/document`, { ...form, id: 'essai-11488-4' })).toContain(
      'Document inventé',
    );
    expect(await sent(browser, `${DMP()}/document`, { ...form, id: 'essai-ATTEST-RESID' })).toContain(
      'Refusé',
    );
    const staff = await signIn(DMP(), await w.employee());
    const seen = await sent(staff, `${DMP()}/dossier`, { numero: PATIENT });
    expect(seen).toContain('Médecin traitant déclaré');
    expect(seen).toContain('Ligne dmp-consult.psc-staff.1 de la matrice d’usage');
    expect(seen).not.toContain('Lire les documents');
  });
});

describe('the user record of the sandbox', () => {
  it('calls INSi and the DMP by the certificates of its structure, for a user whom it names, and nobody signed in', async () => {
    const front = await (await fetch(DUI())).text();
    expect(front).toContain('Sans moyen personnel');
    const qualified = await post(`${DUI()}/structure/ins`, { compte: 'accueil-1' });
    expect([qualified.status, text(await qualified.text())]).toEqual([200, expect.stringContaining(PATIENT)]);
    expect(await w.lastCall()).toMatchObject({
      act: 'insi-verify',
      means: 'org',
      idNat: null,
      account: 'accueil-1',
    });
    expect((await post(`${DUI()}/structure/depot`, { compte: 'accueil-1' })).status).toBe(200);
    expect(await w.lastCall()).toMatchObject({
      act: 'dmp-feed',
      mode: 'indirect',
      account: 'accueil-1',
      outcome: 'done',
    });
    const unnamed = await post(`${DUI()}/structure/ins`, { compte: '' });
    expect([unnamed.status, text(await unnamed.text())]).toEqual([
      422,
      expect.stringContaining('Compte-Agissant'),
    ]);
    const trace = text(await w.story.page('/sandbox/appels'));
    expect(trace).toContain('compte accueil-1');
    expect(trace).toContain('Refusé sandbox.account-missing');
  });

  it('calls the core services with the identity of who is signed in, and INSi not before it took Pro Santé Connect', async () => {
    const idNat = await w.doctor();
    const core = async () => sent(await signIn(DUI(), idNat), `${DUI()}/socle`, {});
    const page = await core();
    for (const answer of ['Identité qualifiée', '0 BAL', 'Dossier ouvert']) expect(page).toContain(answer);
    await w.onDay('2025-12-18', async () => {
      const before = await core();
      expect(before).toContain('Refusé : INSi n’accepte pas encore');
      expect(before).not.toContain('Identité qualifiée');
    });
  });
});

it('the pages of the sectoral services read well, as large as they are and on a small phone', async () => {
  const idNat = await w.doctor();
  const { id } = await w.story.phone(idNat);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    const signed = async (site: string) => {
      await page.goto(`${site}/connexion`);
      if (page.url().startsWith(site)) return;
      await page.getByLabel('Identifiant national').fill(idNat);
      await page.locator('main form button').first().click();
      await expect
        .poll(() =>
          w.story.answer(id).then(
            () => true,
            () => false,
          ),
        )
        .toBe(true);
      await page.waitForURL((url) => url.href.startsWith(site));
    };
    await page.goto(DUI());
    await judge(page, 'dui');
    await page.getByRole('button', { name: 'Déposer une note au DMP' }).click();
    await judge(page, 'dui-depot');
    await page.goto(`${w.t.origin}/sandbox/appels`);
    await judge(page, 'appels');
    await signed(MAIL());
    await page.getByRole('link', { name: 'Ouvrir mes boîtes' }).click();
    await judge(page, 'messagerie');
    await page.getByRole('button', { name: 'Activer ma BAL nominative' }).click();
    await page.getByRole('link', { name: /@demo/ }).click();
    await judge(page, 'messagerie-boite');
    await signed(DMP());
    await page.getByLabel('Numéro du patient').fill(PATIENT);
    await page.getByRole('button', { name: 'Ouvrir le dossier' }).click();
    await judge(page, 'dmp');
  } finally {
    await browser.close();
  }
});

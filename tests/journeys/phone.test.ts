import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ecps } from '../../src/modules/credentials/index.js';
import { type PhoneApp, publish, startPhoneApp } from '../credentials/phone-app.js';
import { lastSecrets, PERSON, PIN } from '../credentials/world.js';
import { judge, openBrowser } from '../support/browser.js';

const ANDROID =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1';

let app: PhoneApp;
let browser: Browser;
let faults: string[] = [];

beforeAll(async () => {
  app = await startPhoneApp();
  await publish(app);
  browser = await openBrowser();
});
beforeEach(() => {
  faults = [];
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

async function phone(userAgent: string, width = 390): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ userAgent, viewport: { width, height: 780 }, hasTouch: true });
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => {
    if (/Content Security Policy/.test(line.text())) faults.push(line.text());
  });
  return { context, page };
}

const start = () => ecps.startActivation(app.ctx, { ...PERSON, origin: app.origin });
const heading = (page: Page) => page.locator('section:not([hidden]) > h2').textContent();

async function enrol(page: Page, pin = PIN): Promise<void> {
  await page.getByLabel('Code reçu par SMS').fill(lastSecrets(app).sms);
  await page.getByLabel('Choisissez votre code personnel').fill(pin);
  await page.getByLabel('Votre code personnel, encore une fois').fill(pin);
  await page.getByRole('button', { name: 'Activer mon e-CPS' }).click();
}

async function activate(page: Page, query = ''): Promise<void> {
  await start();
  await page.goto(`${app.origin}/e-cps${query}#a=${lastSecrets(app).link}`);
  await page.getByRole('button', { name: 'Activer sur cet appareil' }).click();
  await page.getByLabel('Code reçu par SMS').waitFor();
  await enrol(page);
  await page.getByRole('heading', { name: 'Votre e-CPS est active' }).waitFor();
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.getByText('Prête : vos demandes').waitFor();
}

const ask = () =>
  ecps.requestApproval(app.ctx, {
    idNat: PERSON.idNat,
    service: 'Dossier de soins <b>Démo</b>',
    clientId: 'demo-1',
    place: 'Firefox, Linux',
    origin: app.origin,
  });

async function approve(page: Page, number: number, pin = PIN): Promise<void> {
  await page.getByRole('button', { name: String(number), exact: true }).click();
  await page.getByLabel('Code à quatre chiffres').fill(pin);
  await page.getByRole('button', { name: 'Approuver la connexion' }).click();
}

it('opens the e-CPS of the person on an Android phone, and only with both secrets', async () => {
  const { context, page } = await phone(ANDROID, 320);
  await page.goto(`${app.origin}/e-cps`);
  expect(await heading(page)).toBe('Activer mon e-CPS');
  await judge(page, 'e-cps-welcome-320');
  await page.getByLabel('Les dix caractères', { exact: true }).fill('ABCDE FGHJK');
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.getByText('a déjà servi, ou a expiré').waitFor();
  await judge(page, 'e-cps-welcome-refused-320');
  await start();
  await page.goto(`${app.origin}/e-cps#a=${lastSecrets(app).link}`);
  await page.getByRole('button', { name: 'Activer sur cet appareil' }).waitFor();
  expect(page.url()).toBe(`${app.origin}/e-cps`);
  await judge(page, 'e-cps-open-320');
  await page.getByRole('button', { name: 'Activer sur cet appareil' }).click();
  await page.getByLabel('Code reçu par SMS').waitFor();
  expect(await page.getByLabel('Téléphone ou tablette Android').isChecked()).toBe(true);
  await judge(page, 'e-cps-enrol-320');
  await page.getByLabel('Code reçu par SMS').fill('000000');
  await page.getByLabel('Choisissez votre code personnel').fill('1234');
  await page.getByLabel('Votre code personnel, encore une fois').fill('1234');
  await page.getByRole('button', { name: 'Activer mon e-CPS' }).click();
  await page.getByText('dont les chiffres ne se suivent pas').waitFor();
  expect(await ecps.activeMeans(app.ctx, PERSON.idNat)).toBe(false);
  await enrol(page);
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.getByText('Prête : vos demandes').waitFor();
  expect(await heading(page)).toBe('e-CPS de Camille Moreau');
  expect((await ecps.meansOf(app.ctx, [PERSON.idNat])).get(PERSON.idNat)?.platform).toBe('android');
  await judge(page, 'e-cps-home-320');
  await context.close();
  expect(faults).toEqual([]);
});

it('opens it on an iPhone as well, and the former device is told that it holds none any more', async () => {
  const android = await phone(ANDROID);
  await activate(android.page);
  const ios = await phone(IPHONE);
  await activate(ios.page);
  expect((await ecps.meansOf(app.ctx, [PERSON.idNat])).get(PERSON.idNat)?.platform).toBe('ios');
  await android.page.getByRole('heading', { name: 'Cet appareil n’a plus d’e-CPS' }).waitFor();
  const request = await ask();
  await approve(ios.page, request.number);
  await ios.page.getByRole('heading', { name: 'Connexion approuvée' }).waitFor();
  expect((await ecps.collectApproval(app.ctx, request.id))?.approvedBy).toBe(PERSON.idNat);
  await Promise.all([android.context.close(), ios.context.close()]);
  expect(faults).toEqual([]);
});

it('shows a sign-in as it comes, approves it, refuses another, and takes a wrong number for a refusal', async () => {
  const { context, page } = await phone(ANDROID);
  await activate(page);
  const first = await ask();
  await page.getByText('Dossier de soins <b>Démo</b>').first().waitFor();
  expect(await page.locator('[data-numbers] button').count()).toBe(3);
  await judge(page, 'e-cps-request-390');
  await page.getByRole('button', { name: String(first.number), exact: true }).click();
  await judge(page, 'e-cps-code-390');
  await page.getByLabel('Code à quatre chiffres').fill('9999');
  await page.getByRole('button', { name: 'Approuver la connexion' }).click();
  await page.getByText('Il vous reste 2 essais').waitFor();
  await page.getByLabel('Code à quatre chiffres').fill(PIN);
  await page.getByRole('button', { name: 'Approuver la connexion' }).click();
  await page.getByRole('heading', { name: 'Connexion approuvée' }).waitFor();
  expect((await ecps.collectApproval(app.ctx, first.id))?.approvedBy).toBe(PERSON.idNat);
  await page.getByRole('button', { name: 'Continuer' }).click();
  const second = await ask();
  await page.getByRole('button', { name: 'Refuser' }).click();
  await page.getByRole('heading', { name: 'Connexion refusée' }).waitFor();
  expect((await ecps.approvalState(app.ctx, second.id))?.reason).toBe('refused');
  await page.getByRole('button', { name: 'Continuer' }).click();
  const third = await ask();
  await page.locator('[data-numbers] button').first().waitFor();
  const numbers = (await page.locator('[data-numbers] button').allInnerTexts()).map(Number);
  await approve(page, numbers.find((n) => n !== third.number) ?? 0);
  await page.getByText('Ce n’est pas le nombre affiché').waitFor();
  await judge(page, 'e-cps-result-390');
  await context.close();
  expect(faults).toEqual([]);
});

it('locks after three wrong codes, and a new activation helps', async () => {
  const { context, page } = await phone(ANDROID);
  await activate(page);
  const request = await ask();
  await approve(page, request.number, '9999');
  await page.getByText('Il vous reste 2 essais').waitFor();
  await page.getByLabel('Code à quatre chiffres').fill('9998');
  await page.getByRole('button', { name: 'Approuver la connexion' }).click();
  await page.getByText('Il vous reste 1 essai').waitFor();
  await page.getByLabel('Code à quatre chiffres').fill('9997');
  await page.getByRole('button', { name: 'Approuver la connexion' }).click();
  await page.getByRole('heading', { name: 'Votre e-CPS est bloquée' }).waitFor();
  await activate(page);
  expect(await ecps.activeMeans(app.ctx, PERSON.idNat)).toBe(true);
  await context.close();
  expect(faults).toEqual([]);
});

it('tries the e-CPS on the spot, survives a reload, and can be deleted', async () => {
  const { context, page } = await phone(ANDROID);
  await activate(page);
  await page.getByRole('button', { name: 'Essayer mon e-CPS' }).click();
  const said = await page.getByText('Pour cet essai, le nombre').textContent();
  await approve(page, Number(/\d+/.exec(said ?? '')?.[0]));
  await page.getByRole('heading', { name: 'Bravo, votre e-CPS fonctionne' }).waitFor();
  await page.reload();
  await page.getByText('Prête : vos demandes').waitFor();
  await page.getByRole('button', { name: 'Supprimer l’e-CPS' }).click();
  await judge(page, 'e-cps-supprimer-390');
  await page.getByRole('button', { name: 'Garder mon e-CPS' }).click();
  await page.getByText('Prête : vos demandes').waitFor();
  await page.getByRole('button', { name: 'Supprimer l’e-CPS' }).click();
  await page.getByRole('button', { name: 'Supprimer pour de bon' }).click();
  await page.getByRole('heading', { name: 'e-CPS supprimée' }).waitFor();
  expect(await ecps.activeMeans(app.ctx, PERSON.idNat)).toBe(false);
  await context.close();
  expect(faults).toEqual([]);
});

it('keeps a key that nobody can export, and puts the token in no address', async () => {
  const { context, page } = await phone(ANDROID);
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  await activate(page);
  const kept = (await page.evaluate(`new Promise((resolve) => {
    const opening = indexedDB.open('e-cps');
    opening.onsuccess = () => {
      const got = opening.result.transaction('device').objectStore('device').get('current');
      got.onsuccess = () => resolve({ ...got.result, extractable: got.result.privateKey.extractable });
    };
  })`)) as { deviceToken: string; extractable: boolean };
  expect(kept.extractable).toBe(false);
  const history = (await page.evaluate('location.href')) as string;
  for (const address of [...addresses, history]) {
    expect(address).not.toContain(kept.deviceToken);
    if (!address.includes('#a=')) continue;
    // The browser never sends a fragment; it only shows it here.
    expect(new URL(address).search).toBe('');
  }
  await context.close();
});

it('says why it cannot work over http on another host, and how to get https', async () => {
  const { context, page } = await phone(ANDROID);
  await page.route('http://phone.example/**', async (route) => {
    const { pathname, search } = new URL(route.request().url());
    const answer = await fetch(app.origin + pathname + search);
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    });
  });
  await page.goto('http://phone.example/e-cps');
  await page.getByRole('heading', { name: 'Cette page ne peut pas protéger votre clé' }).waitFor();
  expect(await page.locator('main').textContent()).toContain('sans https');
  expect(await page.locator('main').textContent()).toContain('ESCULAPE_ORIGIN');
  await judge(page, 'e-cps-unsupported-390');
  await page.goto(`${app.origin.replace('localhost', '127.0.0.1')}/e-cps`);
  await page.getByText('qui n’est pas celle de l’e-CPS').waitFor();
  await context.close();
});

it('says so when the telephone has no network', async () => {
  const { context, page } = await phone(ANDROID);
  await page.goto(`${app.origin}/e-cps`);
  await expect
    .poll(() => page.evaluate(`navigator.serviceWorker.ready.then((r) => r.active.state)`))
    .toBe('activated');
  await context.setOffline(true);
  await page.goto(`${app.origin}/e-cps`);
  expect(await page.locator('h1').textContent()).toBe('Hors ligne');
  await judge(page, 'e-cps-offline-390');
  await context.close();
});

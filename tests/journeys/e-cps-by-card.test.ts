import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ecps } from '../../src/modules/credentials/index.js';
import type { SandboxCard } from '../../src/sandbox/cards.js';
import { doctor, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { judge, openBrowser } from '../support/browser.js';

const CODE = 'Code à quatre chiffres';

let t: TestApp;
let browser: Browser;
let idNat: string;
let card: SandboxCard;
let desk: Page;
let phone: Page;

beforeAll(async () => {
  t = await startTestApp();
  const story = new Story(t.origin);
  ({ idNat } = await story.register('CNOM', doctor()));
  const made = await fetch(`${t.origin}/sandbox/api/cards`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ idNat }),
  });
  card = (await made.json()) as SandboxCard;
  browser = await openBrowser();
  const pfx = Buffer.from(card.pkcs12, 'base64');
  const reader = await browser.newContext({
    viewport: { width: 1200, height: 900 },
    ignoreHTTPSErrors: true,
    clientCertificates: [{ origin: t.app.config.cardOrigin, pfx, passphrase: card.password }],
  });
  desk = await reader.newPage();
  phone = await (await browser.newContext({ viewport: { width: 320, height: 700 } })).newPage();
});
afterAll(async () => {
  await browser?.close();
  await t?.stop();
});

async function signInByCard(): Promise<void> {
  await desk.goto(`${t.origin}/connexion/psc?moyen=carte&retour=/portefeuille/e-cps`);
  await desk.getByRole('link', { name: 'Carte', exact: true }).click();
  await desk.getByRole('link', { name: 'Se connecter avec ma carte' }).click();
  await desk.getByLabel(CODE).fill(card.pin);
  await desk.getByRole('button', { name: 'Valider' }).click();
  await desk.waitForURL(`${t.origin}/portefeuille/e-cps`);
}

async function showCode(): Promise<string> {
  await desk.goto(`${t.origin}/portefeuille/e-cps`);
  await desk.getByRole('button', { name: 'Afficher le code' }).click();
  await desk.getByRole('img', { name: /Code QR à lire/ }).waitFor();
  return ((await desk.locator('.big-code-value').textContent()) ?? '').trim();
}

async function typeOnPhone(code: string): Promise<void> {
  await phone.goto(`${t.origin}/e-cps`);
  await phone.getByLabel('Les dix caractères', { exact: true }).fill(code);
  await phone.getByRole('button', { name: 'Continuer' }).click();
}

describe('activation with the card', () => {
  it('S2-10 shows state, phones, end and help; a code of ninety seconds after a sign-in with the card, to no other session', async () => {
    const other = await (await browser.newContext()).newPage();
    await other.request.post(`${t.origin}/sandbox/api/sessions`, { data: { idNat } });
    await other.goto(`${t.origin}/portefeuille/e-cps`);
    expect(await other.getByRole('button', { name: 'Afficher le code' }).count()).toBe(0);
    const forced = await other.request.post(`${t.origin}/portefeuille/e-cps/code`, {
      headers: { origin: t.origin },
    });
    expect(forced.status()).toBe(422);
    expect(await forced.text()).toContain('Reconnectez-vous avec votre carte');
    await signInByCard();
    await desk.getByRole('heading', { name: 'Aucune e-CPS' }).waitFor();
    await judge(desk, 'portefeuille-e-cps-aucune');
    const code = await showCode();
    await judge(desk, 'portefeuille-e-cps-code');
    await typeOnPhone(code);
    await phone.getByRole('heading', { name: 'Choisissez votre code personnel' }).waitFor();
    expect(await phone.getByLabel('Code reçu par SMS').isVisible()).toBe(false);
    await judge(phone, 'e-cps-enrol-carte-320');
    await phone.getByLabel('Choisissez votre code personnel').fill('2580');
    await phone.getByLabel('Votre code personnel, encore une fois').fill('2580');
    await phone.getByRole('button', { name: 'Activer mon e-CPS' }).click();
    await phone.getByRole('heading', { name: 'Votre e-CPS est active' }).waitFor();
    await desk.getByText('Votre e-CPS est active sur le téléphone').waitFor();
    await desk.goto(`${t.origin}/portefeuille/e-cps`);
    const text = (await desk.textContent('main'))?.replaceAll('\u00a0', ' ') ?? '';
    for (const shown of ['Active', 'Navigateur', 'Carte', 'Valable jusqu’au', 'J’ai perdu mon téléphone'])
      expect(text).toContain(shown);
    await judge(desk, 'portefeuille-e-cps');
  });

  it('tries the e-CPS out from end to end, until «Bravo»; another number refuses', async () => {
    await phone.getByRole('button', { name: 'Continuer' }).click();
    await phone.getByText('Prête : vos demandes').waitFor();
    await desk.getByRole('link', { name: 'Je teste ma e-CPS' }).first().click();
    await judge(desk, 'portefeuille-essai');
    await desk.getByRole('button', { name: 'Lancer l’essai' }).click();
    const number = ((await desk.locator('.big-code-value').textContent()) ?? '').trim();
    await judge(desk, 'portefeuille-essai-nombre');
    await phone.getByRole('button', { name: number, exact: true }).click();
    await phone.getByLabel(CODE).fill('2580');
    await phone.getByRole('button', { name: 'Approuver la connexion' }).click();
    await desk.getByText('Bravo').first().waitFor();
    await judge(desk, 'portefeuille-essai-bravo');
    await phone.getByRole('button', { name: 'Continuer' }).click();
    await desk.getByRole('link', { name: 'Refaire l’essai' }).click();
    await desk.getByRole('button', { name: 'Lancer l’essai' }).click();
    await phone.getByRole('button', { name: 'Refuser' }).click();
    await desk.getByText('La demande a été refusée').waitFor();
  });

  it('takes a code once, within ninety seconds, and no trial of somebody else', async () => {
    const spent = await showCode();
    await ecps.openActivation(t.app.ctx, spent);
    const fresh = await (await browser.newContext({ viewport: { width: 320, height: 700 } })).newPage();
    phone = fresh;
    await typeOnPhone(spent);
    await phone.getByText('a déjà servi, ou a expiré').waitFor();
    const late = await showCode();
    await sql`update credentials.ecps_activations set link_expires_at = link_expires_at - interval '91 seconds'
      where state = 'sent'`.execute(t.app.database.db);
    await typeOnPhone(late);
    await phone.getByText('a déjà servi, ou a expiré').waitFor();
    await desk.getByText('ses 90 secondes sont passées').waitFor();
    await judge(desk, 'portefeuille-e-cps-code-passe');
    // The e-CPS of before is untouched by codes that led nowhere.
    expect(await ecps.activeMeans(t.app.ctx, idNat)).toBe(true);
    const foreign = await desk.request.get(`${t.origin}/portefeuille/essai/${crypto.randomUUID()}`);
    expect(foreign.status()).toBe(404);
  });
});

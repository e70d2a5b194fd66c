import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  changeMember,
  member,
  membershipsOf,
  parseMobile,
  registerMember,
} from '../../src/modules/authorities/index.js';
import { ecps } from '../../src/modules/credentials/index.js';
import { registerService } from '../../src/modules/identity-provider/index.js';
import { makeRpps } from '../../src/modules/nomenclatures/index.js';
import { messages } from '../../src/sandbox/inbox.js';
import { Story } from '../../src/sandbox/kit/story.js';
import { doctor } from '../registry/people.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { openBrowser, screenshot } from '../support/browser.js';

const BACK = 'http://service.example/retour';
const PIN = '2580';

let running: TestApp;
let browser: Browser;

beforeAll(async () => {
  running = await startTestApp();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await running?.stop();
});

/** A doctor whom the ordre registers, once the directory and Pro Santé Connect have him. */
async function register(n: number, correspondence: { mail?: string; mobile?: string }): Promise<string> {
  const { mobile, ...mail } = correspondence;
  const parsed = mobile ? parseMobile(mobile, 'CNOM') : undefined;
  const person = doctor(n, { correspondence: { ...mail, ...(parsed && { mobile: parsed }) } });
  const { memberId } = await registerMember(running.app.ctx, person);
  await running.settle();
  const idNat = (await member(running.app.ctx, memberId))?.idNat ?? '';
  expect(idNat).toMatch(/^89978\d{7}$/);
  return idNat;
}

async function askActivation(page: Page, idNat: string): Promise<string> {
  await page.goto(`${running.origin}/portail-psc/activation`);
  await page.locator('input[name=idNat]').fill(idNat);
  await page.getByRole('button', { name: 'Recevoir mes deux secrets' }).click();
  return (await page.locator('main').textContent()) ?? '';
}

const received = async (to: string) => (await messages(running.app.database.db, to, 1))[0]?.text ?? '';

async function activate(page: Page, mail: string, mobile: string): Promise<void> {
  const link = /http\S+#a=\S+/.exec(await received(mail))?.[0] ?? '';
  await page.goto(link);
  await page.getByRole('button', { name: 'Activer sur cet appareil' }).click();
  await page.getByLabel('Code reçu par SMS').fill(/\b\d{6}\b/.exec(await received(mobile))?.[0] ?? '');
  await page.getByLabel('Choisissez votre code personnel').fill(PIN);
  await page.getByLabel('Votre code personnel, encore une fois').fill(PIN);
  await page.getByRole('button', { name: 'Activer mon e-CPS' }).click();
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.getByText('Prête : vos demandes').waitFor();
}

/** A workstation as it comes out of its box: no reader, no certificate. The service only takes note of what it gets. */
async function workstation(): Promise<{
  page: Page;
  back: Promise<URL>;
  signInAt: string;
  service: Service;
}> {
  const service = await registerService(running.app.ctx, { name: 'Service d’essai', redirectUris: [BACK] });
  const context = await browser.newContext();
  const page = await context.newPage();
  const back = new Promise<URL>((resolve) => {
    void page.route(`${BACK}*`, async (route) => {
      resolve(new URL(route.request().url()));
      await route.fulfill({ body: 'Retour au service' });
    });
  });
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: service.clientId,
    redirect_uri: BACK,
    scope: 'openid scope_all',
    acr_values: 'eidas1',
    state: 'state',
    nonce: 'nonce',
  });
  const issuer = `${running.origin}/auth/realms/esante-wallet`;
  return { page, back, service, signInAt: `${issuer}/protocol/openid-connect/auth?${query}` };
}

type Service = Awaited<ReturnType<typeof registerService>>;

async function askSignIn(page: Page, at: string, idNat: string): Promise<void> {
  await page.goto(at);
  await page.locator('input[name=idNat]').fill(idNat);
  await page.getByRole('button', { name: 'Se connecter avec e-CPS' }).click();
}

it('S4-42 S4-51 a person of the register without any card signs in by e-CPS from a bare workstation; nobody else does', async () => {
  const [mail, mobile] = ['sans.carte@courriel.example', '+33639980051'];
  const idNat = await register(51, { mail, mobile });
  const phone = await (await browser.newContext({ viewport: { width: 390, height: 780 } })).newPage();
  expect(await askActivation(phone, idNat)).toContain('Deux messages sont en route');
  await activate(phone, mail, mobile);

  const desk = await workstation();
  await askSignIn(desk.page, desk.signInAt, idNat);
  const number = ((await desk.page.locator('.big-code-value').textContent()) ?? '').trim();
  await screenshot(desk.page, 'e-cps-desk-waiting');
  await phone.getByRole('button', { name: number, exact: true }).click();
  await phone.getByLabel('Code à quatre chiffres').fill(PIN);
  await phone.getByRole('button', { name: 'Approuver la connexion' }).click();
  const back = await desk.back;
  const story = new Story(running.origin);
  const tokens = await story.redeem(desk.service, BACK, back.searchParams);
  expect((await story.userinfo(tokens.access_token ?? '')).SubjectNameID).toBe(idNat);

  // Without the phone's approval, nothing is signed in.
  const refused = await workstation();
  await phone.getByRole('button', { name: 'Continuer' }).click();
  await askSignIn(refused.page, refused.signInAt, idNat);
  await phone.getByRole('button', { name: 'Refuser' }).click();
  await refused.page.getByRole('heading', { name: 'Connexion interrompue' }).waitFor();

  // Not in the register: neither activation nor sign-in, and no message to anybody.
  const stranger = `8${makeRpps('9979999999')}`;
  const before = (await messages(running.app.database.db, undefined, 1))[0]?.id;
  expect(await askActivation(phone, stranger)).not.toContain('Deux messages sont en route');
  expect((await messages(running.app.database.db, undefined, 1))[0]?.id).toBe(before);
  const other = await workstation();
  await askSignIn(other.page, other.signInAt, stranger);
  await other.page.getByText('Cet identifiant ne permet pas de se connecter').waitFor();
  expect(await ecps.activeMeans(running.app.ctx, stranger)).toBe(false);
});

it('S4-44 activates without a card only people found in the directory with a usable mail and mobile', async () => {
  const mail = 'bientot.joignable@courriel.example';
  const idNat = await register(44, { mail });
  const page = await (await browser.newContext()).newPage();
  expect(await askActivation(page, idNat)).not.toContain('Deux messages sont en route');
  expect(await received(mail)).toBe('');
  const [membership] = await membershipsOf(running.app.ctx, idNat);
  const mobile = parseMobile('+33639980044', 'CNOM');
  await changeMember(running.app.ctx, {
    memberId: membership?.memberId ?? '',
    change: { correspondence: { mobile } },
    act: 'change-contacts',
  });
  await running.settle();
  expect(await askActivation(page, idNat)).toContain('Deux messages sont en route');
  await activate(page, mail, '+33639980044');
  expect(await ecps.activeMeans(running.app.ctx, idNat)).toBe(true);
});

const DEVICES = [
  {
    row: 'S0-43',
    name: 'Android',
    platform: 'android',
    agent: 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36',
    mobile: '+33639980043',
  },
  {
    row: 'S0-44',
    name: 'iPhone',
    platform: 'ios',
    agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148',
    mobile: '+33639980045',
  },
];

it.each(DEVICES)(
  '$row the tracking page leads an $name device to the e-CPS of its person, and to nobody else’s',
  async (device) => {
    const mail = `${device.platform}@courriel.example`;
    const idNat = await register(device.platform.length, { mail, mobile: device.mobile });
    const context = await browser.newContext({
      userAgent: device.agent,
      viewport: { width: 390, height: 780 },
    });
    const page = await context.newPage();
    await page.goto(`${running.origin}/suivi`);
    expect(await page.content()).not.toContain('appareil=');
    await context.request.post(`${running.origin}/sandbox/api/sessions`, { data: { idNat } });
    const follow = async () => {
      await page.goto(`${running.origin}/suivi`);
      await page
        .getByRole('link', { name: `Application e-CPS sur ${device.name}` })
        .first()
        .click();
      await page.waitForURL(`${running.origin}/e-cps?appareil=${device.platform}`);
    };
    await follow();
    await page.getByRole('heading', { name: 'Activer mon e-CPS' }).waitFor();
    await askActivation(page, idNat);
    await activate(page, mail, device.mobile);
    await follow();
    await page.getByRole('heading', { name: 'e-CPS de Léa' }).waitFor();
    expect((await ecps.meansOf(running.app.ctx, [idNat])).get(idNat)?.platform).toBe(device.platform);
    const stranger = await (await browser.newContext({ userAgent: device.agent })).newPage();
    await stranger.goto(`${running.origin}/e-cps?appareil=${device.platform}`);
    await stranger.getByRole('heading', { name: 'Activer mon e-CPS' }).waitFor();
    expect(await stranger.locator('main').textContent()).not.toContain(idNat);
  },
);

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cards } from '../../src/modules/credentials/index.js';
import type { SandboxCard } from '../../src/sandbox/cards.js';
import { doctor, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { judge, openBrowser } from '../support/browser.js';
import { type ForeignService, foreignService } from '../support/foreign-service.js';

let t: TestApp;
let browser: Browser;
let service: ForeignService;
let start: string;
let card: SandboxCard;
const blocked: string[] = [];

beforeAll(async () => {
  t = await startTestApp();
  const story = new Story(t.origin);
  const { idNat } = await story.register('CNOM', doctor());
  const ordered = await fetch(`${t.origin}/sandbox/api/cards`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ idNat }),
  });
  card = (await ordered.json()) as SandboxCard;
  service = await foreignService();
  start = service.signInAt(story.issuer, (await story.client(service.back)).clientId);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  service?.close();
  await t?.stop();
});

/** A workstation whose reader holds the card, or nothing; it stands before the code page, or what says no. */
async function atReader(inserted: SandboxCard | undefined): Promise<Page> {
  const pfx = inserted && Buffer.from(inserted.pkcs12, 'base64');
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    ignoreHTTPSErrors: true,
    ...(inserted &&
      pfx && {
        clientCertificates: [{ origin: t.app.config.cardOrigin, pfx, passphrase: inserted.password }],
      }),
  });
  const page = await context.newPage();
  page.on('console', (line) => {
    if (/Content Security Policy/.test(line.text())) blocked.push(line.text());
  });
  await page.goto(start);
  await page.getByRole('link', { name: 'Carte', exact: true }).click();
  await judge(page, 'psc-carte');
  await page.getByRole('link', { name: 'Se connecter avec ma carte' }).click();
  return page;
}

const CODE = 'Code à quatre chiffres';

describe('signing in with a card in a browser', () => {
  it('asks the code of the card, and goes back to the service', async () => {
    const page = await atReader(card);
    await page.getByRole('heading', { name: 'Code de votre carte' }).waitFor();
    await judge(page, 'psc-carte-code');
    await page.getByLabel(CODE).fill(card.pin === '1590' ? '1591' : '1590');
    await page.keyboard.press('Enter');
    await page.getByText('Il vous reste 2 essais').first().waitFor();
    await judge(page, 'psc-carte-code-faux');
    await page.getByLabel(CODE).fill(card.pin);
    await page.getByRole('button', { name: 'Valider' }).click();
    await page.waitForURL(/retour\?code=/);
    expect(await page.textContent('h1')).toBe('Bienvenue');
    expect(blocked).toEqual([]);
    await page.context().close();
  });

  it('gives a blocked card back by the letter’s unblocking code', async () => {
    const page = await atReader(card);
    for (let i = 0; i < 3; i += 1) {
      await page.getByLabel(CODE).fill(card.pin === '1590' ? '1591' : '1590');
      await Promise.all([page.waitForResponse(/\/carte\//), page.keyboard.press('Enter')]);
      await page.waitForLoadState();
    }
    await page.getByRole('heading', { name: 'Votre carte est bloquée' }).waitFor();
    await judge(page, 'psc-carte-bloquee');
    await page.getByLabel('Code de déblocage à huit chiffres').fill(card.puk);
    await page.getByLabel('Nouveau code à quatre chiffres').fill('2580');
    await page.getByRole('button', { name: 'Débloquer' }).click();
    await page.getByLabel(CODE).fill('2580');
    await page.getByRole('button', { name: 'Valider' }).click();
    await page.waitForURL(/retour\?code=/);
    await page.context().close();
  });

  it('says that there is no card, or that it is opposed, and leads back to the choice of the means', async () => {
    await cards.opposeCard(t.app.ctx, { number: card.number, reason: 'loss' });
    const cases = [
      { inserted: undefined, title: 'Aucune carte n’a été présentée', name: 'psc-carte-absente' },
      { inserted: card, title: 'Votre carte est en opposition', name: 'psc-carte-opposee' },
    ];
    for (const { inserted, title, name } of cases) {
      const page = await atReader(inserted);
      await page.getByRole('heading', { name: title }).waitFor();
      await judge(page, name);
      await page.getByRole('link', { name: 'Revenir' }).click();
      await page.getByRole('link', { name: 'Application e-CPS' }).click();
      await page.getByLabel('Identifiant national').waitFor();
      await page.context().close();
    }
  });
});

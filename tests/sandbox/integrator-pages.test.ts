import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { conformity } from '../../src/cli/conformity.js';
import { demoOrigins } from '../../src/sandbox/demo-services/index.js';
import { doctor, Story } from '../../src/sandbox/kit/story.js';
import { testPeople } from '../../src/sandbox/people.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { judge, openBrowser } from '../support/browser.js';

// A run of the bot is some thirty sign-ins.
vi.setConfig({ testTimeout: 90_000 });

let running: TestApp;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  running = await startTestApp();
  await new Story(running.origin).register('CNOM', doctor());
  await running.settle();
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
});
afterAll(async () => {
  await browser?.close();
  await running?.stop();
});

const service = () => demoOrigins(running.app)[0] ?? '';

describe('the conformity bot for people', () => {
  it('judges a service from its page, and says why it cannot judge another', async () => {
    await page.goto(`${running.origin}/sandbox/conformite`);
    await judge(page, 'sandbox-conformite');
    await page.getByLabel('Adresse de la page').fill(service());
    await page.getByRole('button', { name: 'Lancer les contrôles' }).click();
    await page.getByText('Conforme : ').waitFor();
    expect(await page.getByText('Réussi', { exact: true }).count()).toBeGreaterThan(20);
    await judge(page, 'sandbox-conformite-rapport');
    await page.getByLabel('Adresse de la page').fill('https://inconnu.example/');
    await page.getByRole('button', { name: 'Lancer les contrôles' }).click();
    await page.getByText('Aucun service enregistré').waitFor();
    expect(await page.getByLabel('Adresse de la page').inputValue()).toBe('https://inconnu.example/');
  });

  it('is closed to callers of elsewhere, whom it would otherwise lend its own place in the network', async () => {
    const body = new URLSearchParams({ url: service() });
    const there = `${running.origin}/sandbox/conformite`;
    const far = { method: 'POST', body, headers: { 'x-forwarded-for': '192.0.2.7', origin: running.origin } };
    expect((await fetch(there, far)).status).toBe(403);
    expect((await fetch(there)).status).toBe(200);
  });
});

describe('the phones of the sandbox', () => {
  it('are created, and told in advance what to do, from their page', async () => {
    await page.goto(`${running.origin}/sandbox/telephones`);
    const idNat = (await testPeople(running.app.ctx, { limit: 1 }))[0]?.idNat ?? '';
    await page.getByLabel('Identifiant national').fill(idNat);
    await page.getByRole('button', { name: 'Créer le téléphone' }).click();
    const card = page.getByRole('form', { name: `Script du téléphone de ${idNat}` });
    await card.getByLabel('À la prochaine connexion').selectOption('refuse');
    await card.getByLabel('Après combien de secondes').fill('2');
    await card.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('À suivre : refuser après 2 s.').waitFor();
    await judge(page, 'sandbox-telephones');
    await card.getByLabel('Après combien de secondes').fill('deux');
    await card.getByLabel('À la prochaine connexion').selectOption('approve');
    await card.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('un délai de 0 à 300 secondes').waitFor();
    await card.getByLabel('À la prochaine connexion').selectOption('');
    await card.getByLabel('Après combien de secondes').fill('0');
    await card.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('Il attend qu’on réponde.').waitFor();
    await page.getByLabel('Identifiant national').fill('899700000000');
    await page.getByRole('button', { name: 'Créer le téléphone' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Début de l’identifiant').selectOption('finess-staff');
    await page.getByRole('button', { name: 'Créer la personne' }).click();
    await page.getByRole('heading', { name: /^e-CPS de 3/ }).waitFor();
  });
});

describe('esculape conformity', () => {
  async function run(...args: string[]): Promise<{ code: number; said: string }> {
    vi.stubEnv('PORT', new URL(running.origin).port);
    let said = '';
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      said += String(chunk);
      return true;
    });
    try {
      return { code: await conformity.run(args), said };
    } finally {
      write.mockRestore();
      vi.unstubAllEnvs();
    }
  }

  it('prints the report as text, keeps it as JSON and as a page, and answers by its exit code', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'esculape-conformity-'));
    try {
      const text = await run(service());
      expect(text.said).toContain('✓ Un jeton d’identité expiré est refusé');
      expect(text.said).toContain('Conforme : ');
      expect(text.code).toBe(0);
      const [json, html] = [join(folder, 'r.json'), join(folder, 'r.html')];
      await run(service(), '--format', 'json', '--output', json);
      expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject({ conformant: true });
      await run(service(), '--format', 'html', '--output', html);
      await page.goto(`file://${html}`);
      await judge(page, 'conformity-report-file');
      expect(await page.getByText('Conforme : ').count()).toBe(1);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('says what is wrong with what was asked', async () => {
    expect(await run('http://localhost:1/')).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^Aucun service[^{]*\n$/),
    });
    expect((await run(service(), '--format', 'pdf')).code).toBe(2);
    const alone = await run(service(), '--sandbox', 'http://localhost:1');
    expect(alone).toMatchObject({ code: 1, said: expect.stringContaining('ne répond pas') });
  });
});

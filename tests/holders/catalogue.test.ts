import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/modules/credentials/index.js';
import { judge, openBrowser } from '../support/browser.js';
import { startDoor, type TestDoor } from '../support/door.js';

const HOME = '/moyens-d-identification';
let door: TestDoor;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  door = await startDoor([HOME]);
  browser = await openBrowser();
  page = await (await browser.newContext({ viewport: { width: 1200, height: 900 } })).newPage();
});
afterAll(async () => {
  await browser?.close();
  await door?.close();
});

const text = async () => (await page.textContent('main')) ?? '';

describe('the catalogue of means', () => {
  it('shows every means under one of two headings, with its door', async () => {
    await page.goto(door.origin + HOME);
    const [people, organisations] = await page.locator('main section:has(> h2):has(.grid)').all();
    for (const { branch, name } of catalogue.CATALOGUE) {
      const [own, other] = branch === 'person' ? [people, organisations] : [organisations, people];
      expect([name, await own?.getByText(name, { exact: true }).count()]).toEqual([name, 1]);
      expect([name, await other?.getByText(name, { exact: true }).count()]).toEqual([name, 0]);
    }
    await judge(page, 'moyens-catalogue');
  });

  it('lists who has which card on a day, and says when the day does not exist', async () => {
    await page.goto(`${door.origin}${HOME}/eligibles`);
    const line = (label: string) => page.locator('tr', { hasText: label }).first().textContent();
    expect(await line('Médecin')).toContain('CPS, envoyée à l’inscription');
    expect(await line('Infirmier')).toContain('CPS, à commander sur Ma Carte');
    expect(await line('Psychologue')).toMatch(/envoyée à l’inscription.*à commander sur Ma Carte/);
    await judge(page, 'moyens-eligibles');
    await page.getByLabel('À la date du').fill('2022-12-31');
    await page.getByRole('button', { name: 'Voir cette date' }).click();
    await page.getByText('au 31 décembre 2022').waitFor();
    // The register did not take psychologists yet.
    expect(await page.locator('tr', { hasText: 'Psychologue' }).count()).toBe(0);
    expect(await line('Médecin')).toContain('CPS');
    const wrong = await fetch(`${door.origin}${HOME}/eligibles?date=2026-02-30`);
    expect([wrong.status, (await wrong.text()).includes('Écrivez une date qui existe')]).toEqual([422, true]);
  });

  it('leads from three questions to one means, by keyboard, and says so when there is none', async () => {
    await page.goto(`${door.origin}${HOME}/guide`);
    await judge(page, 'moyens-guide');
    await page.getByRole('button', { name: 'Voir le moyen qui convient' }).press('Enter');
    await page.getByText('Dites qui vous êtes.').first().waitFor();
    await page.getByLabel('Inscrit au RPPS par mon employeur').press('Space');
    await page.getByLabel('Consulter ou alimenter le DMP').press('Space');
    await page.getByLabel('Oui').press('Space');
    await page.getByRole('button', { name: 'Voir le moyen qui convient' }).press('Enter');
    await page.getByText('Le moyen qui convient : e-CPS').waitFor();
    expect(await text()).not.toContain('CPE');
    await judge(page, 'moyens-conseil');
    await page.goto(`${door.origin}${HOME}/guide?qui=practice-staff&besoin=dmp&telephone=oui`);
    expect(await text()).toContain('Aucun moyen ne le permet');
    await judge(page, 'moyens-aucun');
  });
});

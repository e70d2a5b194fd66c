import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { judge } from '../support/browser.js';

export const DESK = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** What browsers held against the pages of the story: script errors, and what the content policy blocked. */
export const faults: string[] = [];

/** A browser of somebody: a computer, or a telephone. */
export async function open(browser: Browser, viewport: typeof DESK): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    viewport,
    hasTouch: viewport === PHONE,
    locale: 'fr-FR',
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on('console', (line) => {
    if (/Content Security Policy/.test(line.text())) faults.push(line.text());
  });
  return page;
}

/** Looks at one step of the story, and keeps its picture. */
export const look = (page: Page, name: string): Promise<void> => judge(page, `story-${name}`);

/** Loads the page again until it shows that text: each hop of the chain takes a moment. */
export async function reloadUntil(page: Page, text: string | RegExp): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) {
    if (await page.getByText(text).first().isVisible()) return;
    await page.waitForTimeout(250);
    await page.reload();
  }
  throw new Error(`${page.url()} never showed ${text}`);
}

/** The agent's form, filled as from the papers on the desk. */
export async function fillRegistration(page: Page, mail: string, mobile: string): Promise<void> {
  await page.getByLabel('Nom de naissance').fill('Brindelair');
  await page.getByLabel('Prénoms').fill('Solène, Marie');
  await page.getByLabel('Féminin').check();
  await page.getByLabel('Date de naissance').fill('1984-05-17');
  await page.getByLabel('Commune de naissance').fill('Rouen');
  await page.getByLabel('Code postal de cette commune').fill('76000');
  await page.getByLabel('Profession', { exact: true }).selectOption('10:C');
  await page.getByLabel('Civilité d’exercice').selectOption({ label: 'Docteur' });
  await page.getByLabel('Courriel').fill(mail);
  await page.getByLabel('Téléphone mobile').fill(mobile);
  await page.getByRole('button', { name: 'Déposer la demande' }).click();
}

/** Takes the file up, ticks every check, validates. */
export async function validate(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Commencer l’instruction' }).click();
  await page.getByLabel('Pièce', { exact: true }).selectOption('Passeport');
  await page.getByLabel('Quatre derniers caractères du numéro').fill('12AB');
  await page.getByLabel('Vue le').fill(new Date().toISOString().slice(0, 10));
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await page.getByRole('button', { name: 'Valider l’inscription' }).click();
  await page.getByRole('link', { name: 'Ouvrir la fiche du membre' }).waitFor();
}

/** On the phone: chooses the number that the computer shows, then types the personal code. */
export async function approve(phone: Page, number: string, pin: string): Promise<void> {
  await phone.getByRole('button', { name: String(Number(number)), exact: true }).click();
  await phone.getByLabel('Code à quatre chiffres').fill(pin);
  await phone.getByRole('button', { name: 'Approuver la connexion' }).click();
  await phone.getByRole('heading', { name: 'Connexion approuvée' }).waitFor();
}

/** Moves the focus with the Tab key until it is on the control of that name, and sees that the focus shows. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    const [named, outlined] = (await page.evaluate(FOCUSED)) as [string, boolean];
    if (named !== name) continue;
    expect([name, outlined]).toEqual([name, true]);
    return;
  }
  throw new Error(`the Tab key never reached ${name} on ${page.url()}`);
}

const FOCUSED = `(() => {
  const at = document.activeElement;
  const text = (at?.labels?.[0] ?? at)?.textContent.trim().replace(/\\s+/g, ' ');
  return [text ?? '', at ? getComputedStyle(at).outlineStyle !== 'none' : false];
})()`;

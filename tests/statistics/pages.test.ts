import { join } from 'node:path';
import { sql } from 'kysely';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countPopulation } from '../../src/modules/directory/index.js';
import { useImports } from '../imports/world.js';
import { nationIn } from '../nation/files.js';
import { judge, openBrowser, screenshot } from '../support/browser.js';
import { NATIONAL_COUNTS } from '../support/national-counts.js';

const nation = nationIn({ people: 8000, seed: 3, files: ['personne-activite'] });
const world = useImports();
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  nation.clean();
});

const page = async (path: string) => {
  const answer = await fetch(`${world.test.origin}/statistiques${path}`);
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
};

/** The cells of each row of a page or of a file, by the first one. */
const rowsOf = (html: string): Map<string, string[]> =>
  new Map(
    [...html.matchAll(/<tr role="row">(.*?)<\/tr>/gs)].map(([, row = '']) => {
      const cells = [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) =>
        cell.replaceAll(/<[^>]*>/g, '').replaceAll('\u00a0', ' '),
      );
      return [cells[0] ?? '', cells.slice(1)];
    }),
  );
const nearest = (n: number) => Math.round(n / 5) * 5;
const number = (text: string | undefined) => Number(text?.replaceAll(/[\s\u202f\u00a0]/g, ''));

describe('before the first count', () => {
  it('the pages say when to come back, and the file leads to them', async () => {
    await sql`delete from directory.population_state`.execute(world.ctx.db);
    expect(await page('')).toContain('pas encore faits');
    expect(await page('/reference')).toContain('pas encore faits');
    const file = await fetch(`${world.test.origin}/statistiques/effectifs.csv`, { redirect: 'manual' });
    expect([file.status, file.headers.get('location')]).toEqual([303, '/statistiques']);
  });
});

describe('the statistics of a loaded nation', () => {
  beforeAll(async () => {
    await world.load(
      'annuaire',
      nation.names.map((name) => join(nation.folder, name)),
    );
    await world.test.settle();
    await sql`delete from directory.population_state`.execute(world.ctx.db);
    await countPopulation(world.ctx);
  }, 60_000);

  it('S4-03 gives the number of people by profession to anybody, and singles nobody out', async () => {
    const rows = rowsOf(await page('?par=profession'));
    const lines = nation.lines('personne-activite');
    const doctors = new Set(lines.filter((line) => line.profession === '10').map((line) => line.idNat));
    expect(number(rows.get('Médecin')?.[0])).toBe(nearest(doctors.size));
    expect(rows.size).toBeGreaterThan(25);
    const few = [...rows.values()].filter(([n]) => n === 'moins de 5');
    expect(few.length).toBeGreaterThan(0);
    for (const [n, share] of few) expect([n, share]).toEqual(['moins de 5', '–']);
    expect(await page('?profession=84')).toContain('personne, ou moins de cinq');
  });

  it('S4-13 S4-16 sets the people held beside the published populations, and they agree at the same size', async () => {
    const html = await page('/reference');
    const rows = rowsOf(html);
    const lines = [
      ...['Médecin', 'Masseur-Kinésithérapeute', 'Pharmacien', 'Chirurgien-Dentiste', 'Sage-Femme'],
      ...['Pédicure-Podologue', 'Étudiants, toutes professions', 'Psychologue', 'Orthoptiste'],
    ];
    for (const name of lines) {
      const [population, , here, scaled] = rows.get(name) ?? [];
      expect([name, number(here) > 5]).toEqual([name, true]);
      const off = number(scaled) / number(population) - 1;
      expect([name, Math.abs(off) < 0.03 + 3 / number(here)]).toEqual([name, true]);
    }
    for (const [, thousands] of NATIONAL_COUNTS)
      expect([...rows.values()].some(([population]) => number(population) === thousands * 1000)).toBe(true);
    expect(rows.get('Masseur-Kinésithérapeute')?.slice(0, 2).map(number)).toEqual([90_000, 85_000]);
    expect(rows.get('Oculariste')).toMatchObject(['50', '–', 'moins de 5', '–']);
    expect(html).toContain('novembre 2019');
  });

  it('S4-20 shows what each ordre and the armed forces registered, and leaves the others out', async () => {
    const rows = rowsOf(await page('?par=autorite'));
    const told = (words: string) =>
      number(rows.get([...rows.keys()].find((key) => key.includes(words)) ?? '')?.[0]);
    const lines = nation.lines('personne-activite');
    for (const [code, words] of [
      ['CNOM', 'rdre des médecins'],
      ['SSA', 'rmées'],
    ] as const) {
      const people = new Set(
        lines.filter((line) => line.authorities?.startsWith(`${code}/`)).map((line) => line.idNat),
      );
      expect([code, told(words)]).toEqual([code, nearest(people.size)]);
    }
    const reference = await page('/reference');
    expect(reference).toContain('sans l’Ordre des infirmiers');
    const section = rowsOf(reference.slice(reference.indexOf('Enregistrements des ordres')));
    expect(section.size - 1).toBe(8);
    expect([...section.keys()].some((key) => /Agence régionale/.test(key))).toBe(false);
  });

  it('cross two criteria, keep the breakdown that was chosen, and say of when they are', async () => {
    const html = await page('?profession=10&departement=75&par=mode');
    expect(html).toContain('Médecin, 75 Paris');
    expect(html).toMatch(/aria-current="page">Par mode/);
    expect(html).toMatch(/publication n° \d+/);
    expect([...rowsOf(html).keys()]).toContain('Salarié');
  });

  it('come as a file for spreadsheets, in which no code is a formula', async () => {
    const answer = await fetch(`${world.test.origin}/statistiques/effectifs.csv?profession=10`);
    expect(answer.headers.get('content-type')).toContain('text/csv');
    const text = await answer.text();
    const lines = text.trim().split('\r\n');
    expect(lines[0]).toBe('Critère;Code;Libellé;Personnes;Population;État du');
    expect(lines.some((line) => /^Département;75;75 Paris;\d+;Médecin;20/.test(line))).toBe(true);
    const hostile = await fetch(
      `${world.test.origin}/statistiques/effectifs.csv?${new URLSearchParams({ profession: '=1+1;"' })}`,
    );
    expect(await hostile.text()).toContain(`Total;;"'=1+1;""";moins de 5`);
  });

  it('read well for everybody, on a phone and on paper', async () => {
    const tab = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    for (const [path, name] of [
      ['', 'statistiques'],
      ['?par=departement', 'statistiques-departements'],
      ['?profession=10&par=mode', 'statistiques-medecins'],
      ['?profession=84', 'statistiques-masque'],
      ['/reference', 'statistiques-reference'],
    ]) {
      await tab.goto(`${world.test.origin}/statistiques${path}`);
      await judge(tab, name ?? '');
    }
    await tab.emulateMedia({ media: 'print' });
    await screenshot(tab, 'statistiques-imprimees');
    expect(await tab.locator('form').filter({ visible: true }).count()).toBe(0);
    expect(await tab.locator('.measure-bar').first().isVisible()).toBe(true);
  });
});

import { join } from 'node:path';
import { sql } from 'kysely';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countPopulation, populationOf, search } from '../../src/modules/directory/index.js';
import { competentAuthorities, professions } from '../../src/modules/nomenclatures/index.js';
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
  });

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

  /** What the page says of some lines of its fixture, which the numbers held here must fit at the same size. */
  const compared = async (names: readonly string[]) => {
    const rows = rowsOf(await page('/reference'));
    for (const name of names) {
      const [population, , here, scaled] = rows.get(name) ?? [];
      expect([name, number(here) > 5]).toEqual([name, true]);
      const off = number(scaled) / number(population) - 1;
      expect([name, Math.abs(off) < 0.03 + 3 / number(here)]).toEqual([name, true]);
    }
    return rows;
  };

  it('S4-13 reproduces the populations of the ordres, each profession with its ordre and the armed forces, no other', async () => {
    const rows = await compared([
      ...['Médecin', 'Masseur-Kinésithérapeute', 'Pharmacien', 'Chirurgien-Dentiste', 'Sage-Femme'],
      ...['Pédicure-Podologue', 'Étudiants, toutes professions'],
    ]);
    const told = [...rows.values()].slice(1, 8).map(([population]) => number(population));
    expect(told).toEqual([230_000, 90_000, 75_000, 42_000, 40_000, 23_000, 14_000]);
    expect(rows.get('Masseur-Kinésithérapeute')?.slice(0, 2).map(number)).toEqual([90_000, 85_000]);
    for (const [code, ordre] of [
      ...[['10', 'CNOM'] as const, ['70', 'CNOMK'] as const, ['21', 'CNOP'] as const],
      ...[['40', 'ONCD'] as const, ['50', 'CNOSF'] as const, ['80', 'CNOPP'] as const],
    ]) {
      const asked = (category: string) => competentAuthorities(code, category);
      expect([code, asked('C'), asked('M')]).toEqual([code, [ordre], ['SSA']]);
      const byAuthority = await populationOf(world.ctx, { profession: code });
      const authorities = byAuthority?.breakdowns.authority?.map(([value]) => value) ?? [];
      expect(authorities.filter((value) => value !== ordre && value !== 'SSA')).toEqual([]);
      expect(authorities).toContain(ordre);
    }
  });

  it('S4-16 knows the 21 professions of ADELI by their codes, reproduces their figures and finds their people', async () => {
    const rows = await compared(['Psychologue', 'Orthoptiste', 'Assistant de service social']);
    const known = professions({ population: 'ars' });
    expect(known).toHaveLength(21);
    for (const { code, label } of known) {
      const thousands = NATIONAL_COUNTS.find(([one]) => one === code)?.[1];
      if (thousands) expect([label, number(rows.get(label)?.[0])]).toEqual([label, thousands * 1000]);
      const lines = nation.lines('personne-activite').filter((line) => line.profession === code);
      const { total } = await search(world.ctx, { profession: code });
      expect([code, total > 0]).toEqual([code, lines.length > 0]);
    }
    expect(rows.get('Oculariste')).toMatchObject(['50', '–', 'moins de 5', '–']);
    expect(rows.get('Epithésiste')?.[0]).toBe('80');
    expect(professions().some(({ code }) => code === '39')).toBe(false);
    expect(await page('/reference')).toContain('novembre 2019');
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
    const places = lines.flatMap((line) => /^Département;([^;]*);[^;]*;(\d+)/.exec(line)?.slice(1) ?? []);
    const counts = places.filter((_, i) => i % 2 === 1).map(Number);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
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
    // The room that an upright sheet has: rows of a table, where a screen of that width has cards.
    await tab.setViewportSize({ width: 673, height: 950 });
    const display = () =>
      tab.locator('tbody tr').evaluateAll((all) => {
        const { getComputedStyle } = globalThis as unknown as {
          getComputedStyle(row: unknown): { display: string };
        };
        return [...new Set(all.map((row) => getComputedStyle(row).display))];
      });
    expect(await display()).toEqual(['block']);
    await tab.emulateMedia({ media: 'print' });
    expect(await display()).toEqual(['table-row']);
    await screenshot(tab, 'statistiques-imprimees');
    expect(await tab.locator('form').filter({ visible: true }).count()).toBe(0);
    await tab.locator('.measure-bar').first().waitFor();
  });
});

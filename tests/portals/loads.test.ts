import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sql } from 'kysely';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession, SESSION_COOKIE } from '../../src/modules/access/index.js';
import {
  importCorrespondences,
  lastImports,
  persons,
  releaseImport,
} from '../../src/modules/registry/index.js';
import { finessFileName, importFiness } from '../../src/modules/structures/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { journalOf } from '../../src/platform/journal.js';
import {
  civilLine,
  doctorLine,
  fileText,
  rejectsIn,
  rpps,
  write,
  writeLines,
} from '../imports/national-files.js';
import { useImports } from '../imports/world.js';
import { csvText, pharmacyLine } from '../structures/finess-files.js';
import { judge, openBrowser } from '../support/browser.js';

const world = useImports();
const hundred = Array.from({ length: 100 }, (_, rank) => doctorLine(rank));
/** Sixty people change their name, twenty leave. */
const upheaval = hundred.slice(20).map((line, rank) => (rank < 60 ? { ...line, name: 'NOUVEAU' } : line));
const idNat = (rank: number) => `8${rpps(rank)}`;

let browser: Browser;
let operators: string[];
beforeAll(async () => {
  browser = await openBrowser();
  const opened = [1, 2].map(() => openSession(world.ctx, { role: 'operator' }));
  operators = (await Promise.all(opened)).map(({ token }) => token);
});
afterAll(() => browser?.close());

let day = 0;
const load = async (lines: typeof hundred) => {
  day += 1;
  return world.load('annuaire', [writeLines('personne-activite', lines, day)]);
};

const loadFiness = async (at: number, text: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'esculape-finess-'));
  const path = join(folder, finessFileName('csv', new Date(Date.UTC(2026, 0, at))));
  writeFileSync(path, text);
  try {
    return await importFiness(world.ctx, world.url, { path, rejectsIn: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const ask = async (path: string, fields?: Record<string, string>, operator = 0) => {
  const answer = await fetch(`${world.test.origin}/exploitation/chargements${path}`, {
    method: fields ? 'POST' : 'GET',
    redirect: 'manual',
    headers: {
      accept: 'text/html',
      origin: world.test.origin,
      cookie: `${SESSION_COOKIE}=${operators[operator]}`,
    },
    ...(fields && { body: new URLSearchParams(fields) }),
  });
  return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
};
const person = async (rank: number) => (await persons(world.ctx, [idNat(rank)])).get(idNat(rank));
const acts = async (id: number) =>
  (await journalOf(world.ctx, String(id))).map(({ act, reason }) => [act, reason]);

describe('the page of the loads', () => {
  it('says how to load when nothing was loaded, and lists what was', async () => {
    expect((await ask('')).text).toContain('Aucun chargement');
    const { id } = await load(hundred);
    expect((await ask('')).text).toMatch(new RegExp(`chargements/${id}".*appliqué`));
    expect((await ask('/999')).status).toBe(404);
    expect((await ask('/x')).status).toBe(404);
  });

  it('shows of a held load the counts by kind, whom it closes and each cell it changes; nothing has changed', async () => {
    const { id, state } = await load(upheaval);
    expect(state).toBe('held');
    const { text } = await ask(`/${id}`);
    const plain = text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
    for (const shown of [
      'attend votre décision',
      'personnes et activités, RPPS',
      'au-delà du seuil',
      'CLAIRE ESSAIA',
    ])
      expect(plain).toContain(shown);
    expect(plain).toMatch(
      new RegExp(`${idNat(20)} personnes et activités Nom d&#39;exercice ESSAIU NOUVEAU`),
    );
    expect(plain.split('NOUVEAU').length - 1).toBe(30);
    expect(plain.match(/Code profession : 10/g)?.length).toBe(20);
    expect(await person(0)).toMatchObject({ state: 'active', version: 1 });
    expect(await acts(id)).toContainEqual(['operations.look-at-load', null]);
  });

  it('asks for a reason before it decides', async () => {
    const [held] = await lastImports(world.ctx);
    const page = await ask(`/${held?.id}/appliquer`);
    expect(page.text).toContain('60 modifiées et 20 fermées sur 100');
    const refused = await ask(`/${held?.id}/appliquer`, { motif: '  ' });
    expect([refused.status, refused.text.includes('Dites pourquoi')]).toEqual([422, true]);
    expect(await person(0)).toMatchObject({ state: 'active' });
  });

  it('gives a load up with its reason, once; the published state is the same', async () => {
    const [held] = await lastImports(world.ctx);
    const id = held?.id ?? 0;
    const done = await ask(`/${id}/abandonner`, { motif: 'fichier tronqué' });
    expect(done.location).toBe(`/exploitation/chargements/${id}?fait=abandonner`);
    expect((await ask(`/${id}/appliquer`, { motif: 'trop tard' })).location).toContain('fait=trop-tard');
    expect((await ask(`/${id}/abandonner`)).location).toContain('fait=trop-tard');
    expect(await acts(id)).toContainEqual(['registry.discard-import', 'fichier tronqué']);
    expect(await person(0)).toMatchObject({ state: 'active', version: 1 });
  });

  it('lets one of two operators succeed, and tells the other', async () => {
    const { id } = await load(upheaval);
    const both = await Promise.all([
      ask(`/${id}/appliquer`, { motif: 'vérifié' }, 0),
      ask(`/${id}/appliquer`, { motif: 'vérifié aussi' }, 1),
    ]);
    const outcomes = both.map(({ location }) => location?.split('fait=')[1]).sort();
    expect(outcomes[0]).toBe('appliquer');
    expect(['occupe', 'trop-tard']).toContain(outcomes[1]);
    expect((await acts(id)).filter(([act]) => act === 'registry.release-import')).toHaveLength(1);
    expect(await person(0)).toMatchObject({ state: 'closed' });
    expect(await person(20)).toMatchObject({ version: 2, exercises: [{ name: 'NOUVEAU' }] });
    const done = await ask(`/${id}?fait=appliquer`);
    expect(done.text).toContain('Le chargement est appliqué.');
    await expect(releaseImport(world.ctx, world.url, id)).rejects.toMatchObject({
      code: 'registry.import-not-held',
    });
  });

  it('decides nothing while another load is under way, and says so', async () => {
    const { id } = await load(hundred);
    const lock = await world.test.app.database.pool.connect();
    try {
      await lock.query('select pg_advisory_lock(727002)');
      expect((await ask(`/${id}`)).text).toContain('rien ne peut être décidé avant sa fin');
      expect((await ask(`/${id}/appliquer`, { motif: 'vite' })).location).toContain('fait=occupe');
    } finally {
      await lock.query('select pg_advisory_unlock(727002)');
      lock.release();
    }
    expect((await ask(`/${id}`)).text).toContain('/appliquer"');
  });

  it('tells of restricted cells that they change, and none of their values', async () => {
    const people = Array.from({ length: 10 }, (_, rank) => civilLine(rank + 20));
    await world.load('psc', [writeLines('prosanteconnect', people, 1)]);
    const changed = people.map((line) => ({
      ...line,
      birthName: 'SECRETE',
      ownMail: 'secret@courriel.example',
    }));
    const { id, state } = await world.load('psc', [writeLines('prosanteconnect', changed, 2)]);
    expect(state).toBe('held');
    const { text } = await ask(`/${id}`);
    expect(text).toContain('Nom de famille');
    expect(text).toContain('restreint');
    expect(text).not.toMatch(/SECRETE|NAISSANCE|courriel\.example/);
    expect((await rows(world.ctx.db, sql`select from registry.imports where state = 'held'`)).length).toBe(2);
  });

  it('decides of the files of FINESS in the same way', async () => {
    const pharmacies = Array.from({ length: 40 }, (_, rank) => pharmacyLine(rank + 1));
    await loadFiness(5, csvText(pharmacies));
    const renamed = pharmacies.map((line) => ({ ...line, rs: 'AUTRE NOM' }));
    const { id, state } = await loadFiness(6, csvText(renamed));
    expect(state).toBe('held');
    expect((await ask('')).text).toContain(`/exploitation/chargements/finess/${id}`);
    const page = await ask(`/finess/${id}`);
    for (const shown of ['attend votre décision', 'Établissements', 'au-delà du seuil'])
      expect(page.text).toContain(shown);
    expect((await ask(`/finess/${id}/appliquer`)).text).toContain('40 modifiés et 0 fermés sur 40');
    expect((await ask(`/finess/${id}/appliquer`, { motif: '' })).status).toBe(422);
    const both = await Promise.all([0, 1].map((who) => ask(`/finess/${id}/appliquer`, { motif: 'lu' }, who)));
    expect(both.map(({ location }) => location?.split('fait=')[1]).sort()[0]).toBe('appliquer');
    expect(await acts(id)).toContainEqual(['structures.release-import', 'lu']);
    expect((await ask(`/finess/${id}/abandonner`, { motif: 'tard' })).location).toContain('fait=trop-tard');
    expect((await ask('/finess/999')).status).toBe(404);
  });

  it('tells of a refused file its name and why, and a trial from a load that was given up', async () => {
    const older = writeLines('personne-activite', hundred, 0);
    await expect(world.load('annuaire', [older])).rejects.toThrow('plus récente');
    const refused = (await lastImports(world.ctx)).find(({ state }) => state === 'refused');
    const pages = [(await ask('')).text, (await ask(`/${refused?.id}`)).text];
    for (const text of pages)
      for (const told of [basename(older), 'plus récente']) expect(text).toContain(told);
    day += 1;
    await world.load('annuaire', [writeLines('personne-activite', hundred, day)], { dryRun: true });
    expect((await ask('')).text).toContain('essai à blanc');
  });

  it('tells of a file of correspondences its lines and the numbers that it made one account', async () => {
    const path = write('savoir-faire', `N° ADELI;N° RPPS\n991234567;${rpps(1)}\n991234575;12\n`);
    const { id } = await importCorrespondences(world.ctx, world.url, { path, rejectsIn: rejectsIn() });
    const { text } = await ask(`/${id}`);
    for (const told of ['2 lignes lues, 1 rejetées', `rejets-${id}.txt`, '1 numéros réunis, 0 déjà connus'])
      expect(text).toContain(told);
    expect((await ask('/../flux')).text).toMatch(/correspondances ADELI–RPPS.*?>2<\/td>/s);
  });

  it('keeps the way to older loads, and the calendar the last file of each kind, however many came after', async () => {
    const older = writeLines('personne-activite', hundred, 0);
    for (let n = 0; n < 21; n += 1)
      await expect(world.load('annuaire', [older])).rejects.toThrow('plus récente');
    const first = await ask('');
    expect(first.text).not.toContain('/exploitation/chargements/1"');
    const [, avant = ''] = /href="[^"]*chargements(\?avant=\d+)"/.exec(first.text) ?? [];
    const before = await ask(avant);
    expect(before.text).toContain('/exploitation/chargements/1"');
    expect(before.text).toContain('Les derniers chargements');
    expect((await ask('?avant=x')).text).toContain('Chargements plus anciens');
    const calendar = (await ask('/../flux')).text;
    for (const told of ['personnes et activités', 'PS_LibreAcces_Personne_activite_', 'FINESS'])
      expect(calendar).toContain(told);
  });

  it('says why nothing is closed by files of which a line names nobody, and why a load was refused', async () => {
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
    await context.addCookies([{ name: SESSION_COOKIE, value: operators[0] ?? '', url: world.test.origin }]);
    const page = await context.newPage();
    const text = `${fileText('personne-activite', hundred)}ligne\n`;
    const people = await world.load('annuaire', [write('personne-activite', text, 300)]);
    const places = await loadFiness(30, `${csvText([pharmacyLine(1)])}ligne\n`);
    await expect(world.load('annuaire', [write('personne-activite', '', 301)])).rejects.toThrow();
    const refused = (await lastImports(world.ctx)).find(({ state }) => state === 'refused');
    for (const [path, name, says] of [
      [`/${people.id}`, 'chargement-lignes', 'jusqu’au prochain fichier sain'],
      [`/finess/${places.id}`, 'chargement-finess-lignes', 'jusqu’au prochain fichier sain'],
      [`/${refused?.id}`, 'chargement-refuse', 'le fichier est vide'],
    ] as const) {
      await page.goto(`${world.test.origin}/exploitation/chargements${path}`);
      expect(await page.textContent('main')).toContain(says);
      await judge(page, name);
    }
    await context.close();
  });

  it('reads well for everybody, on a phone too', async () => {
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
    await context.addCookies([{ name: SESSION_COOKIE, value: operators[0] ?? '', url: world.test.origin }]);
    const page = await context.newPage();
    const held = (await lastImports(world.ctx)).find(({ source }) => source === 'annuaire');
    for (const [path, name] of [
      ['/exploitation', 'exploitation'],
      ['/exploitation/chargements', 'chargements'],
      [`/exploitation/chargements/${held?.id}`, 'chargement'],
      [`/exploitation/chargements/${held?.id}/appliquer`, 'chargement-appliquer'],
      ['/exploitation/chargements/finess/1', 'chargement-finess'],
      ['/exploitation/flux', 'flux-avec-fichiers'],
    ]) {
      await page.goto(world.test.origin + path);
      await judge(page, name ?? '');
    }
  });
});

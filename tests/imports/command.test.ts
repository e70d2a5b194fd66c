import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Command } from '../../src/cli/command.js';
import { doctor } from '../../src/cli/doctor.js';
import { importCommand } from '../../src/cli/import.js';
import { testDatabase } from '../support/database.js';
import { doctorLine, rpps, write, writeLines } from './national-files.js';

let url: string;
const dataDir = mkdtempSync(join(tmpdir(), 'esculape-imports-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
beforeAll(async () => {
  url = await testDatabase();
});

const run = (...args: string[]) => runCommand(importCommand, ...args);

/** Runs a command on the test's database; what it printed and its exit code. */
async function runCommand(command: Command, ...args: string[]): Promise<{ code: number; text: string }> {
  vi.stubEnv('DATABASE_URL', url);
  vi.stubEnv('DATA_DIR', dataDir);
  let text = '';
  const output = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    return { code: await command.run(args), text };
  } finally {
    output.mockRestore();
  }
}

const people = Array.from({ length: 10 }, (_, rank) => doctorLine(rank));

describe('esculape import', () => {
  it('loads a file and tells what changed, and which lines were not taken', async () => {
    const text = await run('annuaire', writeLines('personne-activite', people));
    expect(text.text).toContain('10 lignes lues, 0 rejetées');
    expect(text.text).toContain('RPPS : 10 créées, 0 modifiées, 0 fermées, 0 inchangées');
    expect(text.code).toBe(0);
    const bad = await run(
      'annuaire',
      writeLines('personne-activite', [...people, doctorLine(1, { idNat: '' })], 1),
    );
    expect(bad.text).toContain(`${dataDir}/rejets/rejets-2.txt`);
  });

  it('leaves a load that the doctor calls late by its name, as long as nobody carries it', async () => {
    const { text } = await runCommand(doctor);
    expect(text).toContain('✗ directory.project-publication : 1 chargement de fichiers en retard');
    expect(text).toContain('✓ directory.project-people : à jour');
    expect(text).not.toContain('dossier');
  });

  it('holds a load with an exit code of its own, shows it, and applies it when told to', async () => {
    const held = await run('annuaire', writeLines('personne-activite', people.slice(1), 2));
    expect(held.code).toBe(3);
    expect(held.text).toContain('au-delà du seuil');
    expect(held.text).toMatch(/par exemple 8\d{11} \(personnes et activités, fermée\)/);
    expect((await run('status')).text).toMatch(/^3 .* en attente de décision/);
    const released = await run('release', '3');
    expect(released.text).toContain('Chargement 3 appliqué.');
    expect(await run('discard', '3')).toMatchObject({
      code: 1,
      text: expect.stringContaining('Le chargement 3 n’est pas en attente : il a été appliqué.'),
    });
    expect((await run('release', '99')).text).toContain('Aucun chargement 99.');
  });

  it('says in one sentence why a file is refused, and that nothing changed', async () => {
    const empty = await run('annuaire', write('personne-activite', '', 3));
    expect(empty.code).toBe(1);
    expect(empty.text).toContain('le fichier est vide.\nRien n’a été changé.');
    // Its name is told once, though it was given and the refusal begins with it.
    const [told = ''] = (await run('status')).text.split('\n').filter((line) => line.includes('est vide'));
    expect(told.split('PS_LibreAcces')).toHaveLength(2);
    expect((await run('annuaire', '/nulle/part.txt')).text).toContain('n’existe pas ou ne se lit pas');
  });

  it('refuses a date that is not the one of the name, whatever the register', async () => {
    const path = writeLines('personne-activite', people, 3);
    const two = await run('annuaire', path, '--date', '202501010245');
    expect([two.code, two.text]).toEqual([
      1,
      expect.stringMatching(/le nom du fichier dit \d{12}, --date dit 202501010245\./),
    ]);
    const named = /_(\d{12})\./.exec(path)?.[1] ?? '';
    expect((await run('annuaire', path, '--date', named, '--dry-run')).text).toContain('Essai à blanc');
  });

  it('makes one account of numbers by a file of correspondences, tries it first, and undoes it', async () => {
    const path = write('savoir-faire', `N° ADELI;N° RPPS\n991234567;${rpps(1)}\nx;y\n`, 4);
    const tried = await run('correspondances', path, '--dry-run');
    expect(tried.text).toContain('1 numéros réunis, 0 déjà connus, 0 en conflit');
    expect(tried.text).toContain('Essai à blanc : rien n’a été changé.');
    const done = await run('correspondances', path);
    expect(done).toMatchObject({
      code: 0,
      text: expect.stringMatching(/2 lignes lues, 1 rejetées\n.*rejets-\d+/),
    });
    expect((await run('correspondances', path, '--undo')).text).toContain('1 numéros rendus à eux-mêmes');
    expect((await run('status')).text).toContain('correspondances');
    expect((await run('correspondances', '/nulle/part')).code).toBe(1);
  });

  it.each([
    [],
    ['annuaire'],
    ['psc', 'a', 'b'],
    ['release', 'x'],
    ['autre'],
    ['correspondances'],
    ['correspondances', 'a', 'b'],
  ])('shows its usage for « %s »', async (...args) => {
    const shown = await run(...args);
    expect(shown.code).toBe(2);
    for (const words of ['esculape import', 'psc FICHIER', 'correspondances FICHIER', '--dry-run'])
      expect(shown.text).toContain(words);
  });
});

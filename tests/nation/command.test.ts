import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { generate } from '../../src/cli/generate.js';
import { progressBar } from '../../src/cli/progress-bar.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'esculape-generate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command; what it printed and its exit code. */
async function run(...args: string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    return { code: await generate.run(args), text };
  } finally {
    write.mockRestore();
  }
}

describe('esculape generate', () => {
  it('writes the files asked for, in a folder that it makes, and tells their lines', async () => {
    const out = join(folder, 'a', 'b');
    const { code, text } = await run(
      '--people',
      '50',
      '--out',
      out,
      '--files',
      'savoir-faire,personne-activite',
    );
    expect(code).toBe(0);
    expect(readdirSync(out)).toEqual([
      'PS_LibreAcces_Personne_activite_202601050245.txt',
      'PS_LibreAcces_SavoirFaire_202601050245.txt',
    ]);
    expect(text).toMatch(/\d+ lignes {2}PS_LibreAcces_Personne_activite_202601050245\.txt\n/);
    expect(text).toContain('lignes en tout');
  });

  it('writes a nation of one person, and replaces files of the same name', async () => {
    for (const _ of [1, 2]) expect((await run('--people', '1', '--out', folder)).code).toBe(0);
    expect(readdirSync(folder)).toHaveLength(8);
  });

  it.each([
    [['--people', '10'], 'Usage'],
    [['--out', 'x'], 'Usage'],
    [['--people', '0', '--out', 'x'], '--people attend un nombre entier'],
    [['--people', '2500001', '--out', 'x'], '--people attend un nombre entier'],
    [['--people', '1e3', '--out', 'x'], '--people attend un nombre entier'],
    [['--people', '10', '--out', 'x', '--structures', '0'], '--structures attend un nombre entier'],
    [['--people', '10', '--out', 'x', '--seed', 'abc'], '--seed attend un nombre entier'],
    [['--people', '10', '--out', 'x', '--seed', '4294967296'], '--seed attend un nombre entier'],
    [['--people', '10', '--out', 'x', '--days', '0'], '--days attend un nombre entier'],
    [['--people', '10', '--out', 'x', '--days', '61'], '--days attend un nombre entier'],
    [['--people', '10', '--out', 'x', '--files', 'diplomes,cartes'], '--files ne connaît pas « cartes »'],
  ])('refuses %j and says why', async (args, words) => {
    const { code, text } = await run(...args);
    expect(code).toBe(2);
    expect(text).toContain(words);
    expect(existsSync('x')).toBe(false);
  });

  it('refuses options that it does not know', async () => {
    await expect(run('--people', '10', '--out', folder, '--fast')).rejects.toMatchObject({
      code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION',
    });
  });

  it('says when a folder cannot be written, and leaves nothing half done', async () => {
    writeFileSync(join(folder, 'file'), '');
    for (const out of [join(folder, 'file', 'x'), '/proc/x', '/proc/x/y'])
      await expect(run('--people', '10', '--out', out)).rejects.toThrow(
        `Le dossier ${out} ne peut pas être écrit`,
      );

    mkdirSync(join(folder, 'out', 'PS_LibreAcces_SavoirFaire_202601050245.txt.part'), { recursive: true });
    const blocked = await run('--people', '10', '--out', join(folder, 'out'));
    expect(blocked).toMatchObject({ code: 1 });
    expect(readdirSync(join(folder, 'out'))).toEqual(['PS_LibreAcces_SavoirFaire_202601050245.txt.part']);
  });

  it('shows its progress on a terminal only', () => {
    const drawn = (isTTY: boolean) => {
      let text = '';
      const write = (chunk: string) => {
        text += chunk;
      };
      const terminal = { isTTY, write };
      const bar = progressBar(terminal as unknown as NodeJS.WriteStream);
      bar.show(1, 2, 'jour 1');
      bar.show(2, 2, 'jour 1');
      bar.clear();
      return text;
    };
    expect(drawn(true)).toContain('50 %  jour 1');
    expect(drawn(true)).toContain('100 %  jour 1');
    expect(drawn(true).endsWith('\r\x1b[K')).toBe(true);
    expect(drawn(false)).toBe('');
  });
});

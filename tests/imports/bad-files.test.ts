import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileName, persons } from '../../src/modules/registry/index.js';
import { doctorLine, fileText, rpps, write, writeLines } from './national-files.js';
import { counted, useImports } from './world.js';
import { zipOf } from './zip.js';

const world = useImports();
const idNat = (rank: number) => `8${rpps(rank)}`;
const name = fileName('personne-activite', new Date(Date.UTC(2026, 0, 20, 2, 45)));
const good = Buffer.from(fileText('personne-activite', [doctorLine(1), doctorLine(2)]));
const zipped = zipOf([{ name, content: good }]);
const bomb = zipOf([
  { name, content: Buffer.concat([good, Buffer.alloc(40 * 1024 ** 2, ' '), Buffer.from('\n')]) },
]);

/** A zip of which one byte of content is another one: the sum says so at the very end. */
function altered(): Buffer {
  const content = Buffer.from(good);
  content[good.length - 40] = (good[good.length - 40] ?? 0) ^ 1;
  const other = zipOf([{ name, content }]);
  const sumAt = 14;
  zipped.copy(other, sumAt, sumAt, sumAt + 4);
  const inDirectory = other.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
  zipped.copy(other, inDirectory + 16, sumAt, sumAt + 4);
  return other;
}

/** Flags and method stand at these places of an entry, in the directory two bytes further. */
function marked(flags: number, method: number): Buffer {
  const other = Buffer.from(zipped);
  const inDirectory = other.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
  for (const at of [6, inDirectory + 8]) other.writeUInt16LE(flags, at);
  for (const at of [8, inDirectory + 10]) other.writeUInt16LE(method, at);
  return other;
}

const lines = good.toString().split('\n');
const cases: readonly [what: string, content: Buffer | string, code: string][] = [
  ['an empty file', '', 'empty'],
  ['a header alone', `${lines[0]}\n`, 'empty'],
  ['a page of HTML', '<!doctype html>\n<title>503</title>\n', 'header'],
  ['a header without one column', good.toString().replace('Code profession|', 'Autre|'), 'header'],
  ['the header of another file', fileText('savoir-faire', [doctorLine(1)]), 'header'],
  ['a file cut in the middle of a line', good.subarray(0, good.length - 60), 'cut'],
  ['a zip cut at its end', zipped.subarray(0, zipped.length - 30), 'damaged'],
  ['a zip cut in its first bytes', zipped.subarray(0, 40), 'damaged'],
  ['a zip whose content is not what its sum says', altered(), 'damaged'],
  ['a zip that asks for a password', marked(1, 8), 'locked'],
  ['a zip packed another way', marked(0, 93), 'unknown-packing'],
  ['a zip without a file', zipOf([]), 'many-entries'],
  [
    'a zip of two files',
    zipOf([
      { name, content: good },
      { name: 'autre.txt', content: good },
    ]),
    'many-entries',
  ],
  ['a zip bomb', bomb, 'too-big'],
];

describe('a file that cannot be trusted as a whole', () => {
  it.each(cases)('%s is refused, and nothing changes', async (_, content, code) => {
    await world.load('annuaire', [writeLines('personne-activite', [doctorLine(1)])]);
    const path = write('personne-activite', content, 19);
    const before = await persons(world.ctx, [idNat(1), idNat(2)]);
    await expect(world.load('annuaire', [path])).rejects.toMatchObject({
      code: expect.stringMatching(`^(registry\\.import-|file\\.)${code}$`),
    });
    expect(await persons(world.ctx, [idNat(1), idNat(2)])).toEqual(before);
  });

  it('does not keep the same content from being loaded once it is whole, out of a zip', async () => {
    const held = await world.load('annuaire', [write('personne-activite', zipped, 19)]);
    expect(counted(held)).toMatchObject({ created: 1, unchanged: 1 });
  });
});

describe('a line that cannot be read', () => {
  it('is written to the reject file with its number and reason; every other one is kept exactly', async () => {
    const kept = ['\\', '\\N', '\\.', '"', '""', "'", 'tab\there', ' bords ', 'é œ 😀', 'NULL', ';,'];
    const [header = '', first = '', second = ''] = lines;
    const named = kept.map((name, i) => fileText('personne-activite', [doctorLine(10 + i, { name })]));
    const bad = [
      first.replace('ESSAIB', 'ES\0SAI'),
      first.replace('ESSAIB', 'ES\rSAI'),
      first.replace('ESSAIB', 'A'.repeat(1_000_000)),
      first.replace('ESSAIB', 'A'.repeat(600)),
      first.replace('|CLAIRE|', '|'),
      first.replaceAll(rpps(1), `${rpps(1).slice(0, 10)}${(Number(rpps(1)[10]) + 1) % 10}`),
      first.replace(`8|${rpps(1)}`, `0|${rpps(1)}`),
      '',
    ];
    const body = [first, second, ...named.map((text) => text.split('\n')[1] ?? ''), ...bad];
    const ends = ['\n', '\r\n'];
    const text = [header, ...body].map((line, i) => `${line}${ends[i % 2]}`).join('');
    const outcome = await world.load('annuaire', [write('personne-activite', text, 30)], {});
    const rejects = readFileSync(outcome.rejects ?? '', 'utf8')
      .trimEnd()
      .split('\n');
    expect(rejects.map((line) => line.split('|').slice(1))).toEqual([
      [String(kept.length + 4), 'caractère de contrôle'],
      [String(kept.length + 5), 'caractère de contrôle'],
      [String(kept.length + 6), 'ligne démesurée'],
      [String(kept.length + 7), 'cellule de plus de 500 caractères'],
      [String(kept.length + 8), '55 colonnes au lieu de 56'],
      [String(kept.length + 9), expect.stringContaining('clé')],
      [String(kept.length + 10), 'les trois colonnes d’identifiant se contredisent'],
      [String(kept.length + 11), 'ligne vide'],
    ]);
    const people = await persons(
      world.ctx,
      kept.map((_, i) => idNat(10 + i)),
    );
    expect([...people.values()].map((one) => one.exercises[0]?.name).sort()).toEqual([...kept].sort());
  });

  it('is read as Latin-1 where the file is no UTF-8, and with columns in another order', async () => {
    const text = fileText('personne-activite', [doctorLine(1, { name: 'DÉJÀ' })], 48);
    const turned = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => `${line.slice(0, -1).split('|').reverse().join('|')}\n`);
    const path = write('personne-activite', Buffer.from(turned.join(''), 'latin1'), 31);
    const tried = await world.load('annuaire', [path], { dryRun: true });
    expect(tried.files).toMatchObject([{ lines: 1, rejected: 0 }]);
  });
});

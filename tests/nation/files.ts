import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { columnsOf, type FileKind, parseFileName } from '../../src/modules/registry/index.js';
import { generateNation, PUBLISHED, type Published } from '../../src/sandbox/nation/index.js';

/** A line read by its header: our words for the columns. */
export type Line = Readonly<Record<string, string>>;

/** Writes a nation in a folder of its own, which `clean` takes away. */
export function nationIn(plan: {
  people: number;
  structures?: number;
  seed?: number;
  days?: number;
  files?: readonly Published[];
}) {
  const folder = mkdtempSync(join(tmpdir(), 'esculape-nation-'));
  const written = generateNation({ seed: 1, days: 1, files: PUBLISHED, ...plan, folder });
  const names = readdirSync(folder).sort();
  const text = (name: string) => readFileSync(join(folder, name), 'utf8');
  return {
    folder,
    written,
    names,
    text,
    /** The lines of a kind of file on a day, the first being 0. */
    lines: (kind: FileKind, day = 0) =>
      readLines(text(names.filter((name) => parseFileName(name)?.kind === kind)[day] ?? '')),
    hashes: () => names.map((name) => `${name} ${createHash('sha256').update(text(name)).digest('hex')}`),
    clean: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function readLines(text: string): Line[] {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const found = columnsOf(header.split('|'));
  if (!('kind' in found)) throw new Error(found.problem);
  return lines.map((line) =>
    Object.fromEntries(
      line.split('|').flatMap((cell, i) => (found.columns[i] ? [[found.columns[i], cell]] : [])),
    ),
  );
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf } from './columns-of.js';
import { type FileKind, NATIONAL_FILES } from './national-file.js';

const KINDS = Object.keys(NATIONAL_FILES) as FileKind[];
const headersOf = (kind: FileKind): string[] => NATIONAL_FILES[kind].columns.map(([name]) => name);
const fieldsOf = (kind: FileKind): string[] => NATIONAL_FILES[kind].columns.map(([, field]) => field);

function sample(kind: FileKind): string[][] {
  const path = join('tests/fixtures/files', `${NATIONAL_FILES[kind].name}_202601050245.txt`);
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('|'));
}

describe('the columns of the national files', () => {
  it('have a name of their own in each file', () => {
    for (const kind of KINDS) {
      expect(new Set(fieldsOf(kind)).size).toBe(fieldsOf(kind).length);
      expect(columnsOf(headersOf(kind))).toEqual({ kind, columns: fieldsOf(kind) });
    }
    expect(KINDS.map((kind) => fieldsOf(kind).length)).toEqual([51, 13, 56, 13]);
  });

  it('are found in files as they are published, with an empty cell after the last separator', () => {
    for (const kind of KINDS) {
      const [header = [], ...lines] = sample(kind);
      const found = columnsOf(header);
      if (!('kind' in found)) throw new Error(found.problem);
      expect(found.kind).toBe(kind);
      expect(found.columns.at(-1)).toBeUndefined();
      expect(found.columns.slice(0, -1)).not.toContain(undefined);
      for (const line of lines) {
        expect(line.length).toBe(header.length);
        const { idType, number, idNat } = Object.fromEntries(
          line.map((cell, i) => [found.columns[i] ?? '', cell]),
        );
        expect(idNat).toBe(`${idType}${number}`);
      }
    }
  });

  it('are fewer in older publications', () => {
    for (const width of [48, 52, 54, 55]) {
      const found = columnsOf(headersOf('personne-activite').slice(0, width));
      expect(found).toEqual({
        kind: 'personne-activite',
        columns: fieldsOf('personne-activite').slice(0, width),
      });
    }
    const older = headersOf('prosanteconnect').filter((name) => name !== 'Autres identifiants');
    expect(columnsOf(older)).toMatchObject({ kind: 'prosanteconnect' });
    expect(columnsOf(older.slice(0, 49))).toMatchObject({ kind: 'prosanteconnect' });
  });

  it('are read by name, whatever their order, their spelling and columns still unknown', () => {
    const respelt = (name: string) =>
      name.replace(/\bd'/, fcPick(name, ['d’', 'D ', ''])).replace('structure)', 'Structure)');
    fc.assert(
      fc.property(
        fc
          .constantFrom(...KINDS)
          .chain((kind) =>
            fc.tuple(
              fc.constant(kind),
              fc.shuffledSubarray(headersOf(kind), { minLength: headersOf(kind).length }),
            ),
          ),
        ([kind, header]) => {
          const found = columnsOf([...header.map(respelt), 'Code de demain', '']);
          const expected = header.map((name) => fieldsOf(kind)[headersOf(kind).indexOf(name)]);
          expect(found).toEqual({ kind, columns: [...expected, undefined, undefined] });
        },
      ),
    );
    expect(
      columnsOf(headersOf('savoir-faire').map((name, i) => (i === 0 ? `\uFEFF${name}` : name))),
    ).toMatchObject({ kind: 'savoir-faire' });
  });

  it('are refused when one that every publication has is missing, or when one comes twice', () => {
    for (const kind of KINDS) {
      const { columns, required } = NATIONAL_FILES[kind];
      for (const [name, field] of columns.slice(0, required)) {
        const found = columnsOf(headersOf(kind).filter((other) => other !== name));
        const tolerated = kind === 'personne-activite' && field.startsWith('departement');
        if (tolerated) expect(found).toMatchObject({ kind });
        else expect('kind' in found && found.kind === kind).toBe(false);
      }
      const twice = columnsOf([...headersOf(kind), headersOf(kind)[0] ?? '']);
      expect(twice).toEqual({ problem: 'repeated-columns', columns: [headersOf(kind)[0]] });
    }
  });

  it('are not seen in a line of data, in an empty line or in another file', () => {
    for (const kind of KINDS)
      expect(columnsOf(sample(kind)[1] ?? [])).toEqual({ problem: 'no-header', columns: [] });
    expect(columnsOf([])).toEqual({ problem: 'no-header', columns: [] });
    expect(columnsOf(['N° ADELI', 'N° RPPS'])).toEqual({ problem: 'no-header', columns: [] });
    fc.assert(fc.property(fc.array(fc.string()), (cells) => 'problem' in columnsOf(cells)));
  });
});

/** The same choice for the same text. */
function fcPick(text: string, among: readonly string[]): string {
  return among[text.length % among.length] ?? '';
}

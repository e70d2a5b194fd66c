import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRpps } from '../../src/modules/nomenclatures/index.js';
import { type FileKind, fileName, NATIONAL_FILES } from '../../src/modules/registry/index.js';

/** A line by field; what is not said is empty. */
export type Line = Readonly<Record<string, string>>;

/** An invented RPPS number of a range that this register does not draw from. */
export const rpps = (rank: number): string => makeRpps(`9971${String(rank).padStart(6, '0')}`);

/** The three cells that name a person of the RPPS. */
export const named = (rank: number): Line => ({ idType: '8', number: rpps(rank), idNat: `8${rpps(rank)}` });

/** A salaried doctor of a hospital, one line of the activities. */
export function doctorLine(rank: number, more: Line = {}): Line {
  return {
    ...named(rank),
    exerciseCivility: 'DR',
    civility: 'MME',
    name: `ESSAI${String.fromCharCode(65 + (rank % 26))}`,
    givenName: 'CLAIRE',
    profession: '10',
    category: 'C',
    mode: 'S',
    finess: '990000028',
    finessLegalEntity: '990000010',
    structure: 'F990000028',
    structureName: 'CH DE LA FICTION',
    street: 'DES TESTS',
    postcode: '75014',
    commune: '75114',
    country: '99000',
    structureNationalId: '1990000028',
    authorities: 'CNOM/CNOM/CNOM',
    sector: 'SA01',
    genre: 'GENR01',
    ...more,
  };
}

/** The same person in the restricted extraction, with civil status and contacts. */
export function civilLine(rank: number, more: Line = {}): Line {
  return {
    ...doctorLine(rank),
    birthName: 'NAISSANCE',
    givenNames: "CLAIRE'ANNE'",
    birthDate: '01/02/1970',
    birthCommune: '75114',
    birthCountry: '99000',
    birthPlace: 'PARIS 14',
    sex: 'F',
    mobile: `0639980${String(rank % 1000).padStart(3, '0')}`,
    ownMail: `claire.${rank}@courriel.example`,
    ...more,
  };
}

const columnsOf = (kind: FileKind, width?: number): readonly (readonly [string, string])[] =>
  (NATIONAL_FILES[kind].columns as readonly (readonly [string, string])[]).slice(0, width);

/** The text of a national file, with the bar after the last cell of each line. */
export function fileText(kind: FileKind, lines: readonly Line[], width?: number): string {
  const columns = columnsOf(kind, width);
  const written = lines.map((line) => columns.map(([, field]) => line[field] ?? '').join('|'));
  return [columns.map(([header]) => header).join('|'), ...written].map((line) => `${line}|\n`).join('');
}

const FOLDER = mkdtempSync(join(tmpdir(), 'esculape-imports-'));
let made = 0;

/** Writes a file under the name of its publication, `day` days after 1 January 2026. Out: its path. */
export function write(kind: FileKind, content: string | Buffer, day = 0): string {
  made += 1;
  const folder = join(FOLDER, String(made));
  mkdirSync(folder);
  const path = join(folder, fileName(kind, new Date(Date.UTC(2026, 0, 1 + day, 2, 45))));
  writeFileSync(path, content);
  return path;
}

/** Writes lines as the publication of a day. */
export const writeLines = (kind: FileKind, lines: readonly Line[], day = 0): string =>
  write(kind, fileText(kind, lines), day);

/** A folder for reject files, for one test. */
export const rejectsIn = (): string => mkdtempSync(join(FOLDER, 'rejets-'));

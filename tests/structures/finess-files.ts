import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { makeFiness } from '../../src/modules/nomenclatures/index.js';
import {
  CSV_COLUMNS,
  type FinessOutcome,
  type FinessRequest,
  finessFileName,
  importFiness,
} from '../../src/modules/structures/index.js';
import { type TestContext, testContext } from '../support/context.js';

/** A FINESS number that no register gives. */
export const finess = (rank: number): string => makeFiness(`769${String(rank).padStart(5, '0')}`);

export type CsvLine = Readonly<Partial<Record<(typeof CSV_COLUMNS)[number], string>>>;

/** A pharmacy of the CSV; its legal entity has the number that is 5,000 further. */
export function pharmacyLine(rank: number, more: CsvLine = {}): CsvLine {
  return {
    ...{ nofinesset: finess(rank), nofinessej: finess(rank + 5000), rs: `PHARMACIE ${rank}` },
    ...{ numvoie: '3', typvoie: 'R', voie: 'DES ESSAIS', cog: '76540', codepostal: '76000' },
    ...{ libelle_routage: 'ROUEN', ligneacheminement: '76000 ROUEN', telephone: '0199000001' },
    ...{ categetab: '620', siret: '', coordx: '562000.0', coordy: '6928000.0', datemaj: '2026-01-02' },
    ...more,
  };
}

/** The text of a CSV file, header included. */
export function csvText(lines: readonly CsvLine[], columns: readonly string[] = CSV_COLUMNS): string {
  const cells = (line: CsvLine) => columns.map((name) => line[name as keyof CsvLine] ?? '').join(';');
  return [columns.join(';'), ...lines.map(cells)].map((line) => `${line}\n`).join('');
}

/** A hospital of FINESS+: a legal entity and its establishments. */
export function hospital(rank: number, more: Record<string, unknown> = {}) {
  return {
    informationsGeneralesPMEJ: {
      ...{ pmSmsseId: `${rank}`, numFinessPm: finess(rank + 5000), denominationPm: `CH NUMERO ${rank}` },
      ...{ denominationLonguePmSmsse: `CENTRE HOSPITALIER NUMERO ${rank}`, siren: '999000011' },
      ...{ statutJuridique: '13', codeApe: '8610Z', dateCreation: '1980-01-01' },
    },
    adresse: [{ usageAdresse: '02', codePostal: '76000', cogCommune: '76540', ligneAcheminement: 'ROUEN' }],
    etatObjet: 'A',
    dateDerniereMaj: '2026-01-02T08:00:00Z',
    ege: [site(rank)],
    ...more,
  };
}

export function site(rank: number, more: Record<string, unknown> = {}) {
  return {
    informationsGeneralesEGE: {
      ...{ egeId: `G${rank}`, numFinessEge: finess(rank), nomEgeCourt: `HOPITAL ${rank}` },
      ...{ nomEgeLong: `HOPITAL NUMERO ${rank}`, espic: ['1'], dateOuverture: '1990-01-01' },
    },
    categorieentiteGeographiqueExercice: '355',
    modefixationtarifaire: '03',
    adresse: [
      {
        ...{ usageAdresse: '03', numeroVoie: '1', typeVoie: 'AV', libelleVoie: 'DES TESTS' },
        ...{ codePostal: '76000', cogCommune: '76540', ligneAcheminement: 'ROUEN' },
        coordonneesGeographique: { directionLatitude: '49.44', directionLongitude: '1.1' },
      },
    ],
    contact: [{ typeContact: { roleContact: '01' }, telecom: { telephone: '0199000002' } }],
    etatObjet: 'A',
    ...more,
  };
}

/** A GHT whose first member carries it. */
export const grouping = (members: readonly number[]) => ({
  ...{ gccId: '49', nomGcc: 'GHT DES ESSAIS', typeGcc: '001', etatObjet: 'A' },
  pmejDuGcc: members.map((rank, i) => ({ pmSmsseId: `${rank}`, typeRoleEntiteGroupe: i === 0 ? 'S' : 'M' })),
});

export const jsonText = (pmej: readonly unknown[], gcc: readonly unknown[] = []): string =>
  JSON.stringify({ schemaVersion: 'v1.0.0', generatedAt: '2026-01-05T02:06:22Z', gco: [], gcc, pmej });

/** A database of its own and what loads files of FINESS into it; `day` is that of January 2026. */
export function useFiness() {
  const folder = mkdtempSync(join(tmpdir(), 'finess-'));
  let world: TestContext | undefined;
  beforeAll(async () => {
    world = await testContext();
  });
  afterAll(async () => {
    await world?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const opened = (): TestContext => {
    if (!world) throw new Error('the world is not open');
    return world;
  };
  const write = (kind: 'csv' | 'json', day: number, content: string | Buffer, suffix = '') => {
    const path = join(folder, finessFileName(kind, new Date(Date.UTC(2026, 0, day, 3, 42))) + suffix);
    writeFileSync(path, content);
    return path;
  };
  const loadPath = (path: string, more: Partial<FinessRequest> = {}): Promise<FinessOutcome> =>
    importFiness(opened().ctx, opened().app.databaseUrl, { path, rejectsIn: folder, ...more });
  return {
    get ctx() {
      return opened().ctx;
    },
    get url() {
      return opened().app.databaseUrl;
    },
    get clock() {
      return opened().app.clock;
    },
    folder,
    write,
    loadPath,
    load: (kind: 'csv' | 'json', day: number, content: string | Buffer, more: Partial<FinessRequest> = {}) =>
      loadPath(write(kind, day, content), more),
  };
}

/** The counts of one kind, without those that are zero. */
export function counted({ counts }: FinessOutcome, kind: 'EJ' | 'EG' = 'EG') {
  const found = counts.find((one) => one.kind === kind) ?? {};
  return Object.fromEntries(Object.entries(found).filter(([key, n]) => n !== 0 && key !== 'kind'));
}

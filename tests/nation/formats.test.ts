import { afterAll, describe, expect, it } from 'vitest';
import {
  isFictiveRpps,
  isFiness,
  isSiren,
  isSiret,
  label,
  parseIdNat,
  parseStructureId,
  profession,
  savoirFaireList,
} from '../../src/modules/nomenclatures/index.js';
import { type FileKind, NATIONAL_FILES } from '../../src/modules/registry/index.js';
import { type Line, nationIn } from './files.js';

const nation = nationIn({ people: 2000 });
afterAll(() => nation.clean());

const people = nation.lines('personne-activite');
const restricted = nation.lines('prosanteconnect');
const both = [...people, ...restricted];

/** The values of a field that are not empty. */
const filled = (lines: readonly Line[], field: string) =>
  lines.map((line) => line[field]).filter((cell) => cell);

describe('the files of an invented nation', () => {
  it('have the names and the headers of the national ones, and as many cells on each line', () => {
    expect(nation.names).toEqual([
      'Correspondance_ADELI_RPPS_202601050245.csv',
      'Extraction_Correspondance_MSSante_202601050245.txt',
      'Extraction_ProSanteConnect_Personne_activite_202601050245.txt',
      'PS_LibreAcces_Dipl_AutExerc_202601050245.txt',
      'PS_LibreAcces_Personne_activite_202601050245.txt',
      'PS_LibreAcces_SavoirFaire_202601050245.txt',
      'etalab-cs1100507-stock-20260105-0245.csv',
      'finess-structures-20260105-0245.json',
    ]);
    const width: Record<FileKind, number> = {
      'personne-activite': 56,
      'savoir-faire': 13,
      diplomes: 13,
      prosanteconnect: 50,
    };
    for (const [kind, { name, columns }] of Object.entries(NATIONAL_FILES)) {
      const text = nation.text(`${name}_202601050245.txt`);
      const headers = columns.map(([header]) => header).filter((header) => header !== 'Autres identifiants');
      expect(text.split('\n')[0]).toBe(`${headers.join('|')}|`);
      const counts = new Set(
        text
          .trimEnd()
          .split('\n')
          .map((line) => line.split('|').length),
      );
      expect([...counts]).toEqual([width[kind as FileKind] + 1]);
      expect(text.endsWith('|\n')).toBe(true);
      expect(text).not.toMatch(/undefined|NaN|’|\r/);
    }
  });

  it('tell how many lines each has', () => {
    for (const { name, lines } of nation.written)
      expect(nation.text(name).trimEnd().split('\n')).toHaveLength(lines + 1);
    expect(people.length).toBeGreaterThan(2000);
  });

  it('write no line twice', () => {
    const days = nationIn({ people: 5000, seed: 5, days: 3 });
    const twice = [nation, days].flatMap(({ names, text }) =>
      names
        .filter((name) => !name.endsWith('.json'))
        .flatMap((name) => {
          const lines = text(name).trimEnd().split('\n');
          return [...Map.groupBy(lines, (line) => line)].filter(([, same]) => same.length > 1);
        }),
    );
    days.clean();
    expect(twice).toEqual([]);
  });

  it('know people by numbers of fiction with right keys, of every kind in the restricted one', () => {
    const read = [...new Set(both.map((line) => line.idNat ?? ''))].map((text) => parseIdNat(text));
    expect(read.filter((one) => !one.ok)).toEqual([]);
    const kinds = (lines: readonly Line[]) => [...new Set(lines.map((line) => line.idType))].sort();
    expect(kinds(people)).toEqual(['0', '8']);
    expect(kinds(restricted)).toEqual(['0', '1', '3', '4', '5', '6', '8']);
    for (const { idType = '', number = '', idNat } of both) {
      expect(idNat).toBe(idType + number);
      if (idType !== '8') continue;
      expect(isFictiveRpps(number)).toBe(true);
      expect(number).toMatch(/^997[0-7]/);
    }
  });

  it('know structures by numbers that no register gives, with right keys', () => {
    for (const { finess, finessLegalEntity, siret, siren, structure, structureNationalId } of both) {
      if (finess) expect(isFiness(finess) && /^..99/.test(finess), finess).toBe(true);
      if (finessLegalEntity) expect(isFiness(finessLegalEntity)).toBe(true);
      if (siret) expect(isSiret(siret) && siret.startsWith('999'), siret).toBe(true);
      if (siren) expect(isSiren(siren)).toBe(true);
      if (structureNationalId)
        expect(parseStructureId(structureNationalId).ok, structureNationalId).toBe(true);
      if (structure) expect(structure).toMatch(/^(F\w{9}|C999\d{11}|R97\d{12})$/);
    }
    expect(filled(people, 'structure').length).toBeGreaterThan(people.length * 0.9);
  });

  it('write to addresses and numbers of fiction only', () => {
    expect(filled(restricted, 'ownMail').filter((mail) => !mail?.endsWith('.example'))).toEqual([]);
    expect(filled(restricted, 'mobile').filter((mobile) => !/^063998\d{4}$/.test(mobile ?? ''))).toEqual([]);
    expect(filled(both, 'phone').filter((phone) => !/^019900\d{4}$/.test(phone ?? ''))).toEqual([]);
  });

  it('give each code the label of its list', () => {
    const lists: [code: string, label: string, list: string][] = [
      ['civility', 'civilityLabel', 'TRE_R81'],
      ['exerciseCivility', 'exerciseCivilityLabel', 'TRE_R11'],
      ['category', 'categoryLabel', 'TRE_R09'],
      ['mode', 'modeLabel', 'TRE_R23'],
      ['sector', 'sectorLabel', 'TRE_R02'],
      ['streetType', 'streetTypeLabel', 'TRE_R35'],
      ['genre', 'genreLabel', 'TRE_R22'],
    ];
    for (const line of people) {
      for (const [code, told, list] of lists)
        expect(line[told]).toBe(line[code] ? label(list, line[code]) : '');
      expect(line.professionLabel).toBe(profession(line.profession ?? '')?.label);
      if (line.skill)
        expect(line.skillLabel).toBe(label(savoirFaireList(line.skillType ?? '') ?? '', line.skill));
      if (line.role) expect(line.roleLabel).not.toBe('');
    }
    const diplomas = nation.lines('diplomes');
    expect(filled(diplomas, 'diploma').length).toBe(filled(diplomas, 'diplomaLabel').length);
    expect(filled(diplomas, 'authorisationType').length).toBeGreaterThan(0);
  });

  it('tell of the restricted side what the open one does not, and of each person the same', () => {
    const open = new Map(people.map((line) => [line.idNat, line]));
    for (const line of restricted) {
      expect(line.birthDate).toMatch(/^\d\d\/\d\d\/(19|20)\d\d$/);
      expect(line.givenNames?.split("'")).toHaveLength(3);
      const twin = open.get(line.idNat);
      if (line.idType === '0' || line.idType === '8') expect(twin?.givenName).toBe(line.givenName);
      else expect(twin).toBeUndefined();
    }
  });
});

describe('the people of an invented nation', () => {
  it('hold several exercises, savoir-faire and activities, and some bear the same names', () => {
    const byPerson = Map.groupBy(people, (line) => line.idNat);
    const several = (field: string) =>
      [...byPerson.values()].filter((lines) => new Set(lines.map((line) => line[field])).size > 1).length;
    expect(several('profession')).toBeGreaterThan(5);
    expect(several('skill')).toBeGreaterThan(5);
    expect(several('structure')).toBeGreaterThan(100);
    const names = restricted.map((line) => [line.birthName, line.givenNames, line.idNat].join('|'));
    const unique = new Set(names).size;
    expect(new Set(restricted.map((line) => [line.birthName, line.givenNames].join('|'))).size).toBeLessThan(
      unique,
    );
  });

  it('have every savoir-faire in the file of savoir-faire', () => {
    const key = (line: Line) => [line.idNat, line.profession, line.skillType, line.skill].join('|');
    const seen = new Set(people.filter((line) => line.skill).map(key));
    expect(new Set(nation.lines('savoir-faire').map(key))).toEqual(seen);
  });

  it('who had an ADELI number are in the correspondence file, each once', () => {
    const [header, ...lines] = nation
      .text('Correspondance_ADELI_RPPS_202601050245.csv')
      .trimEnd()
      .split('\n');
    expect(header).toBe('N° ADELI;N° RPPS');
    const known = new Map(people.map((line) => [line.number, line]));
    const pairs = lines.map((line) => line.split(';'));
    expect(new Set(pairs.map(([adeli]) => adeli)).size).toBe(pairs.length);
    expect(pairs.length).toBeGreaterThan(500);
    for (const [adeli = '', rpps = ''] of pairs) {
      expect(parseIdNat(`0${adeli}`).ok).toBe(true);
      expect(known.has(adeli)).toBe(false);
      expect(['10', '21', '40', '50', '70', '80', '99']).not.toContain(known.get(rpps)?.profession);
    }
  });
});

import { afterAll, describe, expect, it } from 'vitest';
import { isFiness, isSiret, label } from '../../src/modules/nomenclatures/index.js';
import { nationIn } from './files.js';

/** Categories of FINESS by what the landscape counts; written apart from the program, which is judged by it. */
const COUNTED: readonly (readonly [what: string, categories: string, expected: number])[] = [
  ['hospital establishments', '101 106 109 114 122 128 292 355 365', 3000],
  ['pharmacies', '620', 20_000],
  ['health centres', '124 125', 2000],
  ['laboratories', '611', 4000],
  ['medico-social', '500 354 182 183 246 446 252 202 437 255 445 186 197 189 460', 35_000],
];

describe('the establishments of the whole country', () => {
  const nation = nationIn({ people: 1, structures: 103_000, files: ['finess', 'finess-plus'] });
  afterAll(() => nation.clean());
  const [csvName = '', jsonName = ''] = nation.names;
  const [header = '', ...lines] = nation.text(csvName).trimEnd().split('\n');
  const columns = header.split(';');
  const sites = lines.map((line) => {
    const cells = line.split(';');
    return Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? '']));
  });
  const plus = JSON.parse(nation.text(jsonName));

  it.each(COUNTED)('count the %s of the national landscape', (_, categories, expected) => {
    const wanted = new Set(categories.split(' '));
    expect(sites.filter(({ categetab = '' }) => wanted.has(categetab))).toHaveLength(expected);
  });

  it('count 100,000 structures beside the hospitals, each with a number of its own and the right keys', () => {
    expect(sites).toHaveLength(103_000);
    expect(new Set(sites.map(({ nofinesset }) => nofinesset)).size).toBe(103_000);
    for (const { nofinesset = '', nofinessej = '', siret = '', categetab = '' } of sites) {
      if (!isFiness(nofinesset) || !isFiness(nofinessej) || !isSiret(siret)) expect(nofinesset).toBe('right');
      if (!/^..9[89]/.test(nofinesset) || !siret.startsWith('999')) expect(nofinesset).toBe('fiction');
      if (label('TRE_R66', categetab) === undefined) expect(categetab).toBe('known');
    }
  });

  it('say the same in both files', () => {
    type Entity = {
      informationsGeneralesPMEJ: { numFinessPm: string };
      ege: { informationsGeneralesEGE: object }[];
    };
    const nested = (plus.pmej as Entity[]).flatMap(({ informationsGeneralesPMEJ: { numFinessPm }, ege }) =>
      ege.map(({ informationsGeneralesEGE }) => {
        const { numFinessEge, nomEgeCourt } = informationsGeneralesEGE as Record<string, string>;
        return `${numFinessEge} ${numFinessPm} ${nomEgeCourt}`;
      }),
    );
    const told = sites.map(({ nofinesset, nofinessej, rs }) => `${nofinesset} ${nofinessej} ${rs}`);
    expect(nested.sort()).toEqual(told.sort());
  });

  it('put 900 hospitals in 135 GHT, each carried by one of them', () => {
    expect(plus.gcc).toHaveLength(135);
    const roles = (plus.gcc as { pmejDuGcc: { pmSmsseId: string; typeRoleEntiteGroupe: string }[] }[]).map(
      ({ pmejDuGcc }) => pmejDuGcc,
    );
    expect(roles.flat()).toHaveLength(900);
    expect(new Set(roles.flat().map(({ pmSmsseId }) => pmSmsseId)).size).toBe(900);
    for (const group of roles)
      expect(group.filter(({ typeRoleEntiteGroupe }) => typeRoleEntiteGroupe === 'S')).toHaveLength(1);
  });
});

describe('the establishments of a small nation', () => {
  const nation = nationIn({ people: 2000, seed: 9, files: ['personne-activite', 'finess'] });
  afterAll(() => nation.clean());

  it('are those where its people work, under the same numbers and names', () => {
    const [name = ''] = nation.names.filter((one) => one.startsWith('etalab'));
    const told = new Set(
      nation
        .text(name)
        .split('\n')
        .map((line) => line.split(';').slice(0, 3).join(';')),
    );
    const places = nation.lines('personne-activite').filter(({ finess }) => finess);
    expect(places.length).toBeGreaterThan(500);
    for (const { finess, finessLegalEntity, structureName } of places)
      expect(told.has(`${finess};${finessLegalEntity};${structureName}`), finess).toBe(true);
  });
});

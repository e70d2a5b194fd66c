import { readFileSync, renameSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import {
  datumOrigin,
  discardFiness,
  lastFinessLoads,
  releaseFiness,
  structureAsOf,
  structureHistory,
  structuresById,
  upsertStructures,
} from '../../src/modules/structures/index.js';
import { one } from '../../src/platform/db/connection.js';
import { zipOf } from '../imports/zip.js';
import {
  counted,
  csvText,
  finess,
  grouping,
  hospital,
  jsonText,
  pharmacyLine,
  site,
  useFiness,
} from './finess-files.js';

const idOf = (rank: number) => `F${finess(rank)}`;
const ranks = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

describe('the CSV of establishments', () => {
  const world = useFiness();
  const held = async (rank: number) => (await structuresById(world.ctx, [idOf(rank)])).get(idOf(rank));
  let lines = ranks(1, 100).map((rank) => pharmacyLine(rank));

  it('is read with its address, its place on the map, its source and its date', async () => {
    await world.clock.set(new Date('2026-01-05T09:00:00Z'));
    const outcome = await world.load('csv', 5, csvText(lines));
    expect(counted(outcome)).toEqual({ created: 100 });
    const pharmacy = await held(1);
    expect(pharmacy).toMatchObject({
      ...{ kind: 'EG', finess: finess(1), nationalId: `1${finess(1)}`, finessLegalEntity: finess(5001) },
      ...{ name: 'PHARMACIE 1', category: '620', sector: 'SA33', phone: '0199000001' },
      address: {
        ...{ streetNumber: '3', commune: '76540', departement: '76' },
        ...{ postcode: '76000', cedexOffice: 'ROUEN' },
      },
    });
    expect(pharmacy?.position?.latitude).toBeCloseTo(49.44, 1);
    expect(pharmacy && datumOrigin(pharmacy, 'name')).toEqual({ source: 'FINESS', on: '2026-01-02' });
  });

  it('leaves no establishment without its legal entity, be it only a number', async () => {
    expect(await held(5001)).toMatchObject({ kind: 'EJ', finess: finess(5001), source: 'FINESS' });
  });

  it('closes what it no longer names, dated and never deleted, and opens it again when it comes back', async () => {
    await world.clock.set(new Date('2026-01-06T09:00:00Z'));
    expect(counted(await world.load('csv', 6, csvText(lines.slice(1))))).toEqual({
      ...{ known: 100, closed: 1, unchanged: 99 },
    });
    expect(await held(1)).toMatchObject({ closedOn: '2026-01-06', closing: 'absent', name: 'PHARMACIE 1' });
    await world.clock.set(new Date('2026-01-07T09:00:00Z'));
    expect(counted(await world.load('csv', 7, csvText(lines)))).toMatchObject({ reopened: 1, unchanged: 99 });
    expect((await held(1))?.closedOn).toBeUndefined();
    const past = await structureAsOf(world.ctx, idOf(1), new Date('2026-01-06T12:00:00Z'));
    expect(past?.closing).toBe('absent');
    expect((await structureHistory(world.ctx, idOf(1))).map(({ act }) => act.split(' ')[0])).toEqual([
      ...['finess', 'finess', 'finess'],
    ]);
  });

  it('is compared by content: the same file changes nothing, whatever the order of lines and columns', async () => {
    const columns = Object.keys(pharmacyLine(1)).reverse();
    const outcome = await world.load('csv', 7, csvText([...lines].reverse(), columns));
    expect(counted(outcome)).toEqual({ known: 100, unchanged: 100 });
  });

  it('is refused when a newer one was loaded, whatever its kind', async () => {
    const older = { code: 'structures.import-older' };
    await expect(world.load('csv', 6, csvText(lines))).rejects.toMatchObject(older);
    await expect(world.load('json', 6, jsonText([hospital(200)]))).rejects.toMatchObject(older);
  });

  it('is refused when its day has not come: it would bar all those until then', async () => {
    await expect(world.load('csv', 27_000, csvText(lines))).rejects.toMatchObject({ code: 'file.ahead' });
  });

  it('is held when it closes more than 1 % or changes more than 5 %, until somebody decides', async () => {
    const fewer = lines.slice(5);
    expect((await world.load('csv', 8, csvText(fewer))).state).toBe('held');
    expect((await held(1))?.closedOn).toBeUndefined();
    const renamed = lines.map((line, i) => (i < 6 ? { ...line, rs: 'AUTRE NOM' } : line));
    const outcome = await world.load('csv', 9, csvText(renamed));
    expect([outcome.state, counted(outcome).updated]).toEqual(['held', 6]);
    const [last, before] = await lastFinessLoads(world.ctx);
    expect([last?.state, before?.state]).toEqual(['held', 'superseded']);
    await expect(discardFiness(world.ctx, world.url, before?.id ?? 0)).rejects.toMatchObject({
      code: 'structures.import-not-held',
    });
    await releaseFiness(world.ctx, world.url, outcome.id);
    expect((await held(1))?.name).toBe('AUTRE NOM');
    lines = renamed;
  });

  it('is held beside the other file of the same day, and replaced by either of a later one', async () => {
    const one = await world.load('csv', 9, csvText(lines.slice(5)));
    await world.load('json', 9, jsonText([hospital(200)]));
    const stateOf = async () => (await lastFinessLoads(world.ctx)).find(({ id }) => id === one.id)?.state;
    expect([one.state, await stateOf()]).toEqual(['held', 'held']);
    await world.load('json', 10, jsonText([hospital(200)]));
    expect(await stateOf()).toBe('superseded');
  });

  it('counts without changing anything on a dry run', async () => {
    const before = await held(50);
    const changed = lines.map((line, i) => (i === 49 ? { ...line, rs: 'ESSAI' } : line));
    const outcome = await world.load('csv', 10, csvText(changed), { dryRun: true });
    expect([outcome.state, outcome.file.records]).toEqual(['counted', 100]);
    expect(await held(50)).toEqual(before);
  });

  it('takes numbers whose key is wrong, and counts them; other lines that are wrong are told with their number', async () => {
    const wrong = `${finess(1).slice(0, 8)}${(Number(finess(1)[8]) + 1) % 10}`;
    const content = csvText([
      ...lines,
      pharmacyLine(300, { nofinesset: wrong }),
      pharmacyLine(301, { nofinesset: 'ABC' }),
      pharmacyLine(302, { rs: '' }),
      pharmacyLine(1),
    ]).concat('trop;court\n');
    const outcome = await world.load('csv', 11, content);
    expect(outcome.file).toMatchObject({ records: 101, rejected: 4, badKeys: 1 });
    expect(
      readFileSync(outcome.rejects ?? '', 'utf8')
        .split('\n')
        .filter(Boolean),
    ).toEqual([
      expect.stringMatching(/\|103\|numéro FINESS malformé$/),
      expect.stringMatching(/\|104\|sans nom$/),
      expect.stringMatching(/\|105\|numéro FINESS déjà lu/),
      expect.stringMatching(/\|106\|2 colonnes au lieu de 42$/),
    ]);
  });

  it('closes none whose line it cannot read, nor any at all while a line names nobody, until a sound file comes', async () => {
    const rest = lines.slice(1);
    const cut = `${csvText(lines.slice(0, 1)).split('\n')[1]?.slice(0, 60)}\n`;
    const named = await world.load('csv', 11, `${csvText(rest)}${cut}`);
    expect(named.file.leftAlone).toEqual([idOf(1)]);
    expect(counted(named)).toMatchObject({ kept: 1, unchanged: 99 });
    const blind = await world.load('csv', 11, `${csvText(lines.slice(0, 99))}${cut.slice(20)}`);
    expect([blind.state, blind.file.nameless]).toEqual(['applied', 1]);
    expect(counted(blind)).toMatchObject({ kept: 1 });
    for (const rank of [1, 100]) expect((await held(rank))?.closedOn).toBeUndefined();
    const read = await world.load('csv', 11, `${csvText(rest)}ligne\n`, { closeAbsent: true, dryRun: true });
    expect(counted(read)).toMatchObject({ closed: 1 });
    expect(counted(await world.load('csv', 11, `${csvText(rest)}\n`))).toMatchObject({ closed: 1 });
    expect(await held(1)).toMatchObject({ closing: 'absent' });
    expect(counted(await world.load('csv', 11, csvText(lines)))).toMatchObject({ reopened: 1 });
  });

  it('leaves practices and SIRET employers alone', async () => {
    const employer = { id: 'C73282932000074', siret: '73282932000074', name: 'Employeur inventé' };
    await upsertStructures(world.ctx, [employer]);
    await world.load('csv', 12, csvText(lines));
    expect((await structuresById(world.ctx, [employer.id])).get(employer.id)).toEqual(employer);
  });

  it('is believed rather than what a file of people says of the same place', async () => {
    const said = await held(20);
    await upsertStructures(world.ctx, [
      { id: idOf(20), finess: finess(20), name: 'NOM DU FICHIER DES PERSONNES' },
    ]);
    expect(await held(20)).toEqual(said);
    await upsertStructures(world.ctx, [
      { id: idOf(400), finess: finess(400), name: 'AVANT FINESS', sector: 'SA33' },
    ]);
    const outcome = await world.load('csv', 13, csvText([...lines, pharmacyLine(400)]));
    expect(counted(outcome)).toMatchObject({ taken: 1 });
    expect((await held(400))?.name).toBe('PHARMACIE 400');
  });
});

describe('FINESS+', () => {
  const world = useFiness();
  const held = async (id: string) => (await structuresById(world.ctx, [id])).get(id);

  it('brings legal entities, their establishments and the groupings they are in', async () => {
    const content = jsonText([hospital(1), hospital(2), hospital(3)], [grouping([1, 2])]);
    const outcome = await world.load('json', 5, content);
    expect([counted(outcome, 'EJ'), counted(outcome, 'EG')]).toEqual([{ created: 3 }, { created: 3 }]);
    expect(await held(idOf(5001))).toMatchObject({
      ...{ kind: 'EJ', legalStatus: '13', ape: '86.10Z', siren: '999000011', openedOn: '1980-01-01' },
      group: { id: '49', name: 'GHT DES ESSAIS', type: '001', role: 'support' },
    });
    expect(await held(idOf(2))).toMatchObject({
      ...{ kind: 'EG', finessLegalEntity: finess(5002), legalStatus: '13', tariff: '03', publicService: '1' },
      ...{ position: { latitude: 49.44, longitude: 1.1 }, group: { role: 'member' }, phone: '0199000002' },
    });
    expect((await held(idOf(3)))?.group).toBeUndefined();
  });

  it('is read out of a gzip and of a zip, and tells its date when its name does not', async () => {
    const text = jsonText([hospital(1), hospital(2), hospital(3)], [grouping([1, 2])]);
    const zipped = world.write('json', 6, gzipSync(text), '.gz');
    expect(counted(await world.loadPath(zipped))).toEqual({ known: 3, unchanged: 3 });
    const archive = zipOf([{ name: 'finess-structures-20260107-0342.json', content: Buffer.from(text) }]);
    expect(counted(await world.loadPath(world.write('json', 7, archive, '.zip')))).toMatchObject({
      unchanged: 3,
    });
  });

  it('closes on the day it tells, and forgets a grouping that is left', async () => {
    const closed = site(3, {
      etatObjet: 'I',
      informationsGeneralesEGE: {
        numFinessEge: finess(3),
        nomEgeCourt: 'HOPITAL 3',
        dateFermeture: '2025-12-31',
      },
    });
    const content = jsonText([hospital(1), hospital(2), hospital(3, { ege: [closed] })], [grouping([1])]);
    const outcome = await world.load('json', 8, content);
    await releaseFiness(world.ctx, world.url, outcome.id);
    expect(await held(idOf(3))).toMatchObject({ closedOn: '2025-12-31', closing: 'told' });
    expect((await held(idOf(2)))?.group).toBeUndefined();
    expect((await held(idOf(1)))?.group?.role).toBe('support');
  });

  it('names the establishment that it rejects', async () => {
    const ege = [site(1), site(9, { informationsGeneralesEGE: { numFinessEge: 'X', nomEgeCourt: 'Y' } })];
    const outcome = await world.load('json', 9, jsonText([hospital(1, { ege }), hospital(2), hospital(3)]));
    expect(outcome.file.rejected).toBe(1);
    expect(readFileSync(outcome.rejects ?? '', 'utf8')).toContain('|pmej[0].ege[1]|numéro FINESS malformé');
  });
});

describe('a file that cannot be trusted as a whole', () => {
  const world = useFiness();
  const good = csvText([pharmacyLine(1), pharmacyLine(2)]);
  const json = jsonText([hospital(1)]);
  const cases: readonly [what: string, kind: 'csv' | 'json', content: string | Buffer, code: string][] = [
    ['an empty file', 'csv', '', 'file.empty'],
    ['a header alone', 'csv', `${good.split('\n')[0]}\n`, 'file.empty'],
    ['a page of HTML', 'csv', '<!doctype html>\n<title>503</title>\n', 'structures.import-header'],
    [
      'a header without the category',
      'csv',
      good.replace('categetab;', 'autre;'),
      'structures.import-header',
    ],
    ['a file cut in the middle of a line', 'csv', good.slice(0, -40), 'file.cut'],
    ['JSON cut before its end', 'json', json.slice(0, -30), 'file.cut'],
    ['a page of HTML for JSON', 'json', '<!doctype html>', 'structures.import-header'],
    [
      'JSON of something else',
      'json',
      '{"generatedAt":"2026-01-05T02:06:22Z","activites":[]}',
      'structures.import-header',
    ],
    ['malformed JSON', 'json', json.replace('"ege":', '"ege"'), 'structures.import-header'],
    ['a damaged gzip', 'json', gzipSync(json).subarray(0, 60), 'file.damaged'],
    [
      'a gzip that swells beyond measure',
      'json',
      gzipSync(Buffer.alloc(64 * 1024 ** 2, ' ')),
      'file.too-big',
    ],
  ];

  it.each(cases)('%s is refused, and nothing changes nor stays', async (_, kind, content, code) => {
    await expect(world.load(kind, 5, content)).rejects.toMatchObject({ code });
    const [last] = await lastFinessLoads(world.ctx);
    expect(last?.state).toBe('refused');
    const left = await one(
      world.ctx.db,
      sql<{
        structures: number;
        tables: number;
      }>`select (select count(*)::int from structures.structures) structures,
        (select count(*)::int from pg_tables where schemaname = 'structures' and tablename ~ '^records_') tables`,
    );
    expect(left).toEqual({ structures: 0, tables: 0 });
  });

  it('is not one that was downloaded twice', async () => {
    const path = world.write('csv', 5, good, ' (1)');
    const saved = path.replace(/\.csv \(1\)$/, ' (1).csv');
    renameSync(path, saved);
    const tried = await world.loadPath(saved, { dryRun: true });
    expect(tried.file.publishedAt).toBe('202601050342');
  });

  it('is told apart by its name', async () => {
    const path = world.write('csv', 5, good, '.bak');
    await expect(world.loadPath(path)).rejects.toMatchObject({ code: 'structures.import-header' });
  });
});

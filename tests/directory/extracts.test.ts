import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentPublication, writeExtractsJob } from '../../src/modules/directory/index.js';
import { one } from '../../src/platform/db/connection.js';
import { linesOf, textsOf } from './extract-files.js';
import { bytesOf, type ExtractsWorld, extractsWorld, idOf, named, someone } from './extracts-world.js';
import { FORBIDDEN, MARKED, writes } from './marked-person.js';
import { personOf } from './people.js';

let e: ExtractsWorld;
beforeAll(async () => {
  e = await extractsWorld();
});
afterAll(() => e.close());

describe('the open extract', () => {
  it('S4-31 holds everybody who is published, once counted by person, and nobody else', async () => {
    await e.put([
      someone(40, { state: 'closed' }),
      personOf({ idNat: '3990000028/7', name: 'Z', givenName: 'Z' }),
    ]);
    const texts = await e.openTexts();
    const stamp = /^PS_LibreAcces_Personne_activite_(\d{12})\.txt$/.exec([...texts.keys()][0] ?? '')?.[1];
    expect([...texts.keys()]).toEqual([
      `PS_LibreAcces_Personne_activite_${stamp}.txt`,
      `PS_LibreAcces_SavoirFaire_${stamp}.txt`,
      `PS_LibreAcces_Dipl_AutExerc_${stamp}.txt`,
    ]);
    const lines = linesOf(named(texts, 'PS_LibreAcces_Personne'));
    const people = new Set(lines.map((line) => line['Identification nationale PP']));
    const held = await one(
      e.world.ctx.db,
      sql<{ n: number }>`select count(*)::int n from directory.entries where published and id_nat ~ '^[08]'`,
    );
    expect(people.size).toBe(held?.n);
    expect(people).not.toContain(idOf(40));
    expect(people).not.toContain('3990000028/7');
    expect(lines.find((line) => line['Identifiant PP'] === MARKED.rpps)).toMatchObject({
      "Type d'identifiant PP": '8',
      "Nom d'exercice": 'PUBLICNAME',
      'Code profession': '10',
      'Libellé profession': 'Médecin',
      'Code savoir-faire': 'SM26',
      'Raison sociale site': 'PUBLICPLACE',
      'Numéro SIREN site': '999000001',
      "Autorité d'enregistrement": 'CNOM/CNOM/CNOM',
      'Code genre activité': 'GENR01',
    });
  });

  it.each(Object.entries(FORBIDDEN))('never holds: %s', async (element, marks) => {
    // The national file gives everybody's civility.
    if (element === 'civility') return;
    const all = [...(await e.openTexts()).values()].join('');
    expect(all).toContain('PUBLICNAME');
    expect(marks.filter((mark) => writes(all, mark))).toEqual([]);
  });

  it('is named by its time, told by HEAD, and taken up again where it was interrupted', async () => {
    const head = await e.ask('/PS_LibreAcces', {}, 'HEAD');
    const whole = await e.ask('/PS_LibreAcces');
    const bytes = await bytesOf(whole);
    expect((await head.arrayBuffer()).byteLength).toBe(0);
    for (const name of [
      'content-disposition',
      'content-length',
      'etag',
      'last-modified',
      'esculape-publication',
    ])
      expect(head.headers.get(name)).toBe(whole.headers.get(name));
    expect(whole.headers.get('content-disposition')).toMatch(
      /^attachment; filename=PS_LibreAcces_\d{12}\.zip$/,
    );
    const digest = createHash('sha256').update(bytes).digest('base64');
    expect(whole.headers.get('repr-digest')).toBe(`sha-256=:${digest}:`);
    const etag = whole.headers.get('etag') ?? '';
    const end = await e.ask('/PS_LibreAcces', { range: 'bytes=100-', 'if-range': etag });
    expect([end.status, end.headers.get('content-range')]).toEqual([
      206,
      `bytes 100-${bytes.length - 1}/${bytes.length}`,
    ]);
    expect((await bytesOf(end)).equals(bytes.subarray(100))).toBe(true);
    const other = await e.ask('/PS_LibreAcces', { range: 'bytes=100-', 'if-range': '"another"' });
    expect([other.status, (await bytesOf(other)).length]).toEqual([200, bytes.length]);
    expect((await e.ask('/PS_LibreAcces', { 'if-none-match': etag })).status).toBe(304);
    expect((await e.ask('/PS_LibreAcces', { range: 'bytes=99999999-' })).status).toBe(416);
  });

  it('is described by the columns that it has, and says its publication', async () => {
    const about = (await (await e.ask('/PS_LibreAcces/datapackage.json')).json()) as {
      version: string;
      resources: { innerpath: string; lines: number; schema: { fields: { name: string }[] } }[];
    };
    const texts = await e.openTexts();
    expect(about.resources).toHaveLength(3);
    for (const { innerpath, lines, schema } of about.resources) {
      const [header = '', ...rest] = (texts.get(innerpath) ?? '').trimEnd().split('\n');
      expect(`${schema.fields.map(({ name }) => name).join('|')}|`).toBe(header);
      expect(rest).toHaveLength(lines);
    }
    expect(about.version).toBe(String((await currentPublication(e.world.ctx)).number));
    const index = (await (await e.ask('')).json()) as { extractions: { code: string; access: string }[] };
    expect(index.extractions.map(({ code, access }) => `${code} ${access}`)).toContain('PS_LibreAcces open');
  });

  it('of another name does not exist, and the superseded one says what replaces it', async () => {
    const gone = await e.ask('/ExtractionMonoTable_CAT18_ToutePopulation');
    expect([gone.status, ((await gone.json()) as { title: string }).title]).toEqual([
      410,
      expect.stringContaining('PS_LibreAcces'),
    ]);
    for (const name of ['/ps_libreacces', '/..%2f..%2fetc%2fpasswd', '/constructor', '/%00'])
      expect((await e.ask(name)).status).toBe(404);
  });

  it('stays the last whole one when writing is cut off, and leaves no half of a file', async () => {
    const before = await e.ask('/PS_LibreAcces', {}, 'HEAD');
    const known = readdirSync(e.folder);
    // Nobody can write the lines of such an entry.
    await sql`update directory.entries set person = '{"idNat":"8"}' where id_nat = ${idOf(20)}`.execute(
      e.world.ctx.db,
    );
    await e.put([someone(21, { version: 2 })]);
    const during = await e.ask('/PS_LibreAcces', {}, 'HEAD');
    expect([during.status, during.headers.get('etag')]).toEqual([200, before.headers.get('etag')]);
    const left = readdirSync(e.folder).filter((name) => !known.includes(name));
    expect(left.flatMap((name) => readdirSync(join(e.folder, name)))).toEqual([]);
    await e.put([someone(20, { version: 3 })]);
    const after = await e.ask('/PS_LibreAcces', {}, 'HEAD');
    expect([after.status, after.headers.get('etag') === before.headers.get('etag')]).toEqual([200, false]);
    expect(readdirSync(e.folder).filter((name) => left.includes(name))).toEqual([]);
  });
});

describe('the job of the night', () => {
  it('writes where writing takes long or nobody takes files, and only when a day has passed', async () => {
    const runs = async () => readdirSync(e.folder).length;
    const before = await runs();
    await writeExtractsJob.run(e.world.ctx, null);
    expect(await runs()).toBe(before);
    const production = { ...e.world.ctx, config: { ...e.world.ctx.config, profile: 'production' as const } };
    await writeExtractsJob.run(production, null);
    expect(await runs()).toBe(before);
    await sql`update directory.extract_runs set at = at - interval '2 days'`.execute(e.world.ctx.db);
    await writeExtractsJob.run(production, null);
    expect(await runs()).toBe(before + 1);
    await sql`update directory.extract_runs set at = at - interval '2 days',
      ended_at = began_at + interval '1 minute'`.execute(e.world.ctx.db);
    await writeExtractsJob.run(e.world.ctx, null);
    expect(await runs()).toBe(before + 2);
    await writeExtractsJob.run(e.world.ctx, { asked: true });
    expect(await runs()).toBe(before + 3);
  });
});

describe('the changes since a publication', () => {
  it('S4-32 are exactly the people created, changed and closed since, and an impossible number is refused', async () => {
    const since = await e.put([someone(50), someone(51), someone(52)]);
    await e.put([someone(51, { version: 2, name: 'AUTRE' }), someone(53), someone(60, { state: 'closed' })]);
    await e.put([someone(52, { version: 2, state: 'closed' })]);
    const answer = await e.ask(`/PS_LibreAcces/delta?depuis=${since.number}`);
    expect(answer.headers.get('content-disposition')).toContain(
      `PS_LibreAcces_Delta_${since.number}_${since.number + 2}_`,
    );
    const lines = linesOf(named(await textsOf(await bytesOf(answer)), 'PS_LibreAcces_Personne'));
    expect(
      lines.map((line) => [line['Identification nationale PP'], line["Nom d'exercice"], line.Action]),
    ).toEqual([
      [idOf(51), 'AUTRE', 'M'],
      [idOf(52), '', 'S'],
      [idOf(53), 'NOM53', 'C'],
    ]);
    // The clock of the publication before tells the same changes by their date.
    const { at } = (await one(
      e.world.ctx.db,
      sql<{ at: Date }>`select at from directory.publications where number = ${since.number + 1}`,
    )) ?? { at: new Date() };
    const dated = await e.ask(`/PS_LibreAcces/delta?depuis=${at.toISOString()}`);
    expect(dated.headers.get('content-disposition')).toContain(`_Delta_${since.number}_${since.number + 2}_`);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const later = await e.ask(`/PS_LibreAcces/delta?depuis=${tomorrow}`);
    expect(linesOf(named(await textsOf(await bytesOf(later)), 'PS_LibreAcces_Personne'))).toEqual([]);
    const none = await e.ask(`/PS_LibreAcces/delta?depuis=${since.number + 2}`);
    expect(linesOf(named(await textsOf(await bytesOf(none)), 'PS_LibreAcces_Personne'))).toEqual([]);
    for (const wrong of [
      '',
      '?depuis=',
      '?depuis=-1',
      '?depuis=1e3',
      `?depuis=${since.number + 3}`,
      '?depuis=%00',
    ])
      expect((await e.ask(`/PS_LibreAcces/delta${wrong}`)).status).toBe(400);
    expect((await e.ask('/Inconnu/delta?depuis=0')).status).toBe(404);
  });
});

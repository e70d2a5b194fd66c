import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import {
  currentPublication,
  type EntryPerson,
  publish,
  writeExtractsJob,
} from '../../src/modules/directory/index.js';
import { transaction } from '../../src/platform/context.js';
import { one } from '../../src/platform/db/connection.js';
import { startDoor, type TestDoor } from '../support/door.js';
import { linesOf, textsOf } from './extract-files.js';
import { FORBIDDEN, MARKED, writes } from './marked-person.js';
import { personOf, putPeople } from './people.js';

const folder = mkdtempSync(join(tmpdir(), 'esculape-extractions-'));
let world: TestDoor;
beforeAll(async () => {
  world = await startDoor(['/annuaire-sante-webservices'], {
    env: { EXTRACTS_DIR: folder },
    connections: 6,
  });
  await put([MARKED, ...Array.from({ length: 30 }, (_, i) => someone(i))]);
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const idOf = (rank: number) => `89977000${String(rank).padStart(4, '0')}`;
const someone = (rank: number, more: Partial<Parameters<typeof personOf>[0]> = {}) =>
  personOf({ idNat: idOf(rank), name: `NOM${rank}`, givenName: 'CLAIRE', ...more });

/** Writes people as one publication. */
const put = (people: readonly EntryPerson[]) =>
  transaction(world.ctx, async (ctx) => {
    await putPeople(ctx, people);
    return publish(ctx, 'test');
  });

const PATH = '/annuaire-sante-webservices/V300/services/extraction';
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${world.origin}${PATH}${path}`, { method, headers: { accept: 'application/json', ...headers } });
const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());
const openTexts = async () => textsOf(await bytesOf(await ask('/PS_LibreAcces')));
const named = (texts: Map<string, string>, start: string) =>
  [...texts].find(([name]) => name.startsWith(start))?.[1] ?? '';

describe('the open extract', () => {
  it('S4-31 holds everybody who is published, once counted by person, and nobody else', async () => {
    await put([
      someone(40, { state: 'closed' }),
      personOf({ idNat: '3990000028/7', name: 'Z', givenName: 'Z' }),
    ]);
    const texts = await openTexts();
    const stamp = /^PS_LibreAcces_Personne_activite_(\d{12})\.txt$/.exec([...texts.keys()][0] ?? '')?.[1];
    expect([...texts.keys()]).toEqual([
      `PS_LibreAcces_Personne_activite_${stamp}.txt`,
      `PS_LibreAcces_SavoirFaire_${stamp}.txt`,
      `PS_LibreAcces_Dipl_AutExerc_${stamp}.txt`,
    ]);
    const lines = linesOf(named(texts, 'PS_LibreAcces_Personne'));
    const people = new Set(lines.map((line) => line['Identification nationale PP']));
    const held = await one(
      world.ctx.db,
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
    const all = [...(await openTexts()).values()].join('');
    expect(all).toContain('PUBLICNAME');
    expect(marks.filter((mark) => writes(all, mark))).toEqual([]);
  });

  it('is named by its time, told by HEAD, and taken up again where it was interrupted', async () => {
    const head = await ask('/PS_LibreAcces', {}, 'HEAD');
    const whole = await ask('/PS_LibreAcces');
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
    const end = await ask('/PS_LibreAcces', { range: 'bytes=100-', 'if-range': etag });
    expect([end.status, end.headers.get('content-range')]).toEqual([
      206,
      `bytes 100-${bytes.length - 1}/${bytes.length}`,
    ]);
    expect((await bytesOf(end)).equals(bytes.subarray(100))).toBe(true);
    const other = await ask('/PS_LibreAcces', { range: 'bytes=100-', 'if-range': '"another"' });
    expect([other.status, (await bytesOf(other)).length]).toEqual([200, bytes.length]);
    expect((await ask('/PS_LibreAcces', { 'if-none-match': etag })).status).toBe(304);
    expect((await ask('/PS_LibreAcces', { range: 'bytes=99999999-' })).status).toBe(416);
  });

  it('is described by the columns that it has, and says its publication', async () => {
    const about = (await (await ask('/PS_LibreAcces/datapackage.json')).json()) as {
      version: string;
      resources: { innerpath: string; lines: number; schema: { fields: { name: string }[] } }[];
    };
    const texts = await openTexts();
    expect(about.resources).toHaveLength(3);
    for (const { innerpath, lines, schema } of about.resources) {
      const [header = '', ...rest] = (texts.get(innerpath) ?? '').trimEnd().split('\n');
      expect(`${schema.fields.map(({ name }) => name).join('|')}|`).toBe(header);
      expect(rest).toHaveLength(lines);
    }
    expect(about.version).toBe(String((await currentPublication(world.ctx)).number));
    const index = (await (await ask('')).json()) as { extractions: { code: string; access: string }[] };
    expect(index.extractions.map(({ code, access }) => `${code} ${access}`)).toContain('PS_LibreAcces open');
  });

  it('of another name does not exist, and the superseded one says what replaces it', async () => {
    const gone = await ask('/ExtractionMonoTable_CAT18_ToutePopulation');
    expect([gone.status, ((await gone.json()) as { title: string }).title]).toEqual([
      410,
      expect.stringContaining('PS_LibreAcces'),
    ]);
    for (const name of ['/ps_libreacces', '/..%2f..%2fetc%2fpasswd', '/constructor', '/%00'])
      expect((await ask(name)).status).toBe(404);
  });

  it('stays the last whole one when writing is cut off, and leaves no half of a file', async () => {
    const before = await ask('/PS_LibreAcces', {}, 'HEAD');
    const known = readdirSync(folder);
    // Nobody can write the lines of such an entry.
    await sql`update directory.entries set person = '{"idNat":"8"}' where id_nat = ${idOf(20)}`.execute(
      world.ctx.db,
    );
    await put([someone(21, { version: 2 })]);
    const during = await ask('/PS_LibreAcces', {}, 'HEAD');
    expect([during.status, during.headers.get('etag')]).toEqual([200, before.headers.get('etag')]);
    const left = readdirSync(folder).filter((name) => !known.includes(name));
    expect(left.flatMap((name) => readdirSync(join(folder, name)))).toEqual([]);
    await put([someone(20, { version: 3 })]);
    const after = await ask('/PS_LibreAcces', {}, 'HEAD');
    expect([after.status, after.headers.get('etag') === before.headers.get('etag')]).toEqual([200, false]);
    expect(readdirSync(folder).filter((name) => left.includes(name))).toEqual([]);
  });
});

describe('the job of the night', () => {
  it('writes where writing takes long or nobody takes files, and only when a day has passed', async () => {
    const runs = async () => readdirSync(folder).length;
    const before = await runs();
    await writeExtractsJob.run(world.ctx, null);
    expect(await runs()).toBe(before);
    const production = { ...world.ctx, config: { ...world.ctx.config, profile: 'production' as const } };
    await writeExtractsJob.run(production, null);
    expect(await runs()).toBe(before);
    await sql`update directory.extract_runs set at = at - interval '2 days'`.execute(world.ctx.db);
    await writeExtractsJob.run(production, null);
    expect(await runs()).toBe(before + 1);
    await sql`update directory.extract_runs set at = at - interval '2 days',
      ended_at = began_at + interval '1 minute'`.execute(world.ctx.db);
    await writeExtractsJob.run(world.ctx, null);
    expect(await runs()).toBe(before + 2);
    await writeExtractsJob.run(world.ctx, { asked: true });
    expect(await runs()).toBe(before + 3);
  });
});

describe('the changes since a publication', () => {
  it('S4-32 are exactly the people created, changed and closed since, and an impossible number is refused', async () => {
    const since = await put([someone(50), someone(51), someone(52)]);
    await put([someone(51, { version: 2, name: 'AUTRE' }), someone(53), someone(60, { state: 'closed' })]);
    await put([someone(52, { version: 2, state: 'closed' })]);
    const answer = await ask(`/PS_LibreAcces/delta?depuis=${since.number}`);
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
      world.ctx.db,
      sql<{ at: Date }>`select at from directory.publications where number = ${since.number + 1}`,
    )) ?? { at: new Date() };
    const dated = await ask(`/PS_LibreAcces/delta?depuis=${at.toISOString()}`);
    expect(dated.headers.get('content-disposition')).toContain(`_Delta_${since.number}_${since.number + 2}_`);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const later = await ask(`/PS_LibreAcces/delta?depuis=${tomorrow}`);
    expect(linesOf(named(await textsOf(await bytesOf(later)), 'PS_LibreAcces_Personne'))).toEqual([]);
    const none = await ask(`/PS_LibreAcces/delta?depuis=${since.number + 2}`);
    expect(linesOf(named(await textsOf(await bytesOf(none)), 'PS_LibreAcces_Personne'))).toEqual([]);
    for (const wrong of [
      '',
      '?depuis=',
      '?depuis=-1',
      '?depuis=1e3',
      `?depuis=${since.number + 3}`,
      '?depuis=%00',
    ])
      expect((await ask(`/PS_LibreAcces/delta${wrong}`)).status).toBe(400);
    expect((await ask('/Inconnu/delta?depuis=0')).status).toBe(404);
  });
});

describe('the extracts of mailboxes and of cards', () => {
  const mailbox = (address: string, more: object) => ({
    ...{ id: address, address, type: 'PER', idNat: MARKED.idNat, dematerialisation: true },
    ...{ redList: false, published: true, operator: 'OPE', updatedAt: '2026-01-01T00:00:00Z', ...more },
  });
  const boxes = [
    mailbox('claire@medecin.mssante.example', {}),
    mailbox('rouge@medecin.mssante.example', { redList: true }),
    mailbox('cachee@medecin.mssante.example', { published: false }),
  ];
  const card = { number: '2100000017', type: 'CPS', issuedOn: '2025-01-01', expiresOn: '2099-01-01' };

  it('hold the open addresses and the cards in use, and neither the red list nor anything restricted', async () => {
    await sql`update directory.entries set mailboxes = ${JSON.stringify(boxes)}::jsonb,
      cards = ${JSON.stringify([card, { ...card, number: '2100000025', expiresOn: '2025-06-01' }])}::jsonb
      where id_nat = ${MARKED.idNat}`.execute(world.ctx.db);
    await put([someone(80)]);
    const mail = await textsOf(await bytesOf(await ask('/Extraction_Correspondance_MSSante')));
    const lines = linesOf(named(mail, 'Extraction_Correspondance_MSSante_'));
    expect(Object.keys(lines[0] ?? {})).toHaveLength(31);
    expect(lines.map((line) => line['Adresse BAL'])).toEqual(['claire@medecin.mssante.example']);
    const holders = await textsOf(await bytesOf(await ask('/Porteurs_CPS_CPF')));
    expect(linesOf(named(holders, 'Porteurs_CPS_CPF_'))).toEqual([
      expect.objectContaining({
        'Identifiant PP': MARKED.rpps,
        'Code type de carte': 'CPS',
        'Numéro carte': '2100000017',
        'Date fin validité': '20990101',
        'Date opposition': '',
      }),
    ]);
    const all = [...mail.values(), ...holders.values()].join('');
    expect(
      Object.values(FORBIDDEN)
        .flat()
        .filter((mark) => writes(all, mark)),
    ).toEqual([]);
    const delta = await ask('/Porteurs_CPS_CPF/delta?depuis=0');
    expect(linesOf(named(await textsOf(await bytesOf(delta)), 'Porteurs_CPS_CPF_'))).toEqual(
      expect.arrayContaining([expect.objectContaining({ 'Numéro carte': '2100000017', Action: 'C' })]),
    );
  });

  it('tell by holder what to replace in the mailboxes, and only of those whose lines may have changed', async () => {
    const people = [70, 71, 72].map((n) => someone(n));
    await put(people);
    const box = (n: number, name: string) => ({
      ...{ id: `id-${n}`, address: `${name}${n}@medecin.mssante.example`, type: 'PER', idNat: idOf(n) },
      ...{ dematerialisation: false, redList: false, published: true, operator: 'alpha' },
      updatedAt: '2026-01-01T00:00:00Z',
    });
    const give = (n: number, mailboxes: object[]) =>
      transaction(world.ctx, async (tx) => {
        await sql`update directory.entries set mailboxes = ${JSON.stringify(mailboxes)}::jsonb,
          mailboxes_version = mailboxes_version + 1, xid = pg_current_xact_id() where id_nat = ${idOf(n)}`.execute(
          tx.db,
        );
        return publish(tx, 'mailboxes');
      });
    for (const n of [70, 71, 72]) await give(n, [box(n, 'avant')]);
    const since = await currentPublication(world.ctx);
    await give(70, [box(70, 'avant'), box(70, 'apres')]);
    await give(71, []);
    const path = `/Extraction_Correspondance_MSSante/delta?depuis=${since.number}`;
    const answer = await ask(path);
    const lines = linesOf(named(await textsOf(await bytesOf(answer)), 'Extraction_Correspondance_MSSante_'));
    expect(
      lines.map((line) => [line['Identification nationale PP'], line['Adresse BAL'], line.Action]),
    ).toEqual([
      [idOf(70), 'avant70@medecin.mssante.example', 'M'],
      [idOf(70), 'apres70@medecin.mssante.example', 'M'],
      [idOf(71), '', 'S'],
    ]);
  });
});

describe('the restricted extract with other identifiers', () => {
  it('has 51 columns, of which the last but one tells every number of the person, and is as closed as the other', async () => {
    const path = '/Extraction_Pro_sante_connect';
    const refused = await ask(path);
    expect([refused.status, (await refused.text()).includes('ZQ')]).toEqual([401, false]);
    const numbers = ['899700009999', '0991234567', '3750000019/12', '0f8fad5b-d9cb-469f-a165-70867728950e'];
    await put([{ ...someone(75), otherIds: numbers }]);
    const { token } = await openSession(world.ctx, { role: 'integrator' });
    const given = await ask(path, { authorization: `Bearer ${token}` });
    expect(given.headers.get('content-disposition')).toMatch(
      /filename=Extraction_Pro_sante_connect_Personne_activite_\d{12}\.zip$/,
    );
    const [text = ''] = (await textsOf(await bytesOf(given))).values();
    expect(text.split('\n')[0]?.split('|').slice(48, 52)).toEqual([
      ...["Autorité d'enregistrement", 'Autres identifiants', 'Code genre activité', ''],
    ]);
    const line = linesOf(text).find((one) => one['Identification nationale PP'] === idOf(75));
    expect(line?.['Autres identifiants']).toBe(
      `${idOf(75)},RPPS,1;899700009999,RPPS,1;0991234567,ADELI,1;3750000019/12,FINESS,1;0f8fad5b-d9cb-469f-a165-70867728950e,PSI,2`,
    );
  });
});

describe('the restricted extract', () => {
  const service = '/Extraction_ProSanteConnect';

  it('S4-35 gives civil status to a program that may read it, once per publication, and to nobody else', async () => {
    const { token } = await openSession(world.ctx, { role: 'integrator' });
    const support = await openSession(world.ctx, { role: 'support' });
    for (const bearer of [undefined, 'x', support.token])
      for (const path of [service, `${service}/delta?depuis=0`]) {
        const refused = await ask(path, bearer === undefined ? {} : { authorization: `Bearer ${bearer}` });
        expect(refused.status).toBe(401);
        expect(await refused.text()).not.toContain('ZQ');
      }
    const authorization = `Bearer ${token}`;
    const given = await ask(service, { authorization });
    const texts = await textsOf(await bytesOf(given));
    expect(given.headers.get('content-disposition')).toMatch(
      /filename=Extraction_ProSanteConnect_Personne_activite_\d{12}\.zip$/,
    );
    const lines = linesOf([...texts.values()][0] ?? '');
    expect(Object.keys(lines[0] ?? {})).toHaveLength(50);
    expect(lines.find((line) => line['Identifiant PP'] === MARKED.rpps)).toMatchObject({
      'Nom de famille': 'ZQBIRTHNAME',
      Prénoms: "ZQGIVENONE'ZQGIVENTWO'",
      'Date de naissance': '13/03/1913',
      'Téléphone (coord. correspondance)': '0639980001',
    });
    const again = await ask(service, { authorization });
    expect([again.status, again.headers.get('retry-after')]).toEqual([503, '3600']);
    const rest = await ask(service, { authorization, range: 'bytes=10-' });
    expect(rest.status).toBe(206);
    await rest.arrayBuffer();
    await put([someone(70)]);
    expect((await ask(service, { authorization }, 'HEAD')).status).toBe(200);
    expect((await ask(service, { authorization })).status).toBe(200);
  });
});

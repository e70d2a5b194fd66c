import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { correspondenceRows, mailboxes } from '../../src/modules/directory/index.js';
import {
  CORRESPONDENCE_HEADER,
  discardMailboxes,
  importMailboxes,
  type MailOutcome,
  releaseMailboxes,
} from '../../src/modules/messaging/index.js';
import { structuresById } from '../../src/modules/structures/index.js';
import { today } from '../../src/platform/clock.js';
import { doctor, type Registered } from '../../src/sandbox/kit/story.js';
import { type MailWorld, openMailWorld } from './world.js';

const SAMPLE = readFileSync(
  'tests/fixtures/files/Extraction_Correspondance_MSSante_202601050245.txt',
  'utf8',
);
const COLUMNS = 31;

let world: MailWorld;
let people: Registered[];
let folder: string;
let minute = 0;

beforeAll(async () => {
  world = await openMailWorld();
  folder = mkdtempSync(join(tmpdir(), 'esculape-mssante-'));
  people = [];
  for (let n = 0; n < 4; n += 1) people.push(await world.story.register('CNOM', doctor()));
  await world.settle();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world.stop();
});

const cells = (given: Record<number, string>): string =>
  Array.from({ length: COLUMNS }, (_, i) => `${given[i] ?? ''}|`).join('');
const per = (address: string, idNat: string) =>
  cells({ 0: 'PER', 1: address, 2: idNat[0] ?? '', 3: idNat.slice(1), 4: idNat, 17: 'N' });
const org = (address: string, finess: string, service = '') =>
  cells({
    0: 'ORG',
    1: address,
    5: '1',
    6: `1${finess}`,
    7: service,
    17: 'O',
    18: 'CH DU FICHIER',
    27: '76000 ROUEN',
  });

/** A file of the next minute. */
function written(lines: readonly string[], header = CORRESPONDENCE_HEADER): string {
  minute += 1;
  mkdirSync(folder, { recursive: true });
  const path = join(
    folder,
    `Extraction_Correspondance_MSSante_2026010503${String(minute).padStart(2, '0')}.txt`,
  );
  writeFileSync(path, `${[header, ...lines].join('\n')}\n`);
  return path;
}

async function load(path: string, dryRun = false): Promise<MailOutcome> {
  const outcome = await importMailboxes(world.app.ctx, world.app.databaseUrl, {
    path,
    dryRun,
    rejectsIn: folder,
  });
  await world.settle();
  return outcome;
}

async function exported(): Promise<string[]> {
  const lines: string[] = [];
  for await (const batch of correspondenceRows(world.app.ctx.db, today(world.app.clock)))
    lines.push(...batch);
  return lines;
}

const numbers = (n: number) => Array.from({ length: n }, (_, i) => `serie-${i}@file.mssante.example`);
const idNat = (n = 0) => people[n]?.idNat ?? '';

describe('the national file of mailboxes', () => {
  it('has the header of the invented sample, whose people must be known', async () => {
    expect(SAMPLE.split('\n')[0]).toBe(CORRESPONDENCE_HEADER);
    expect(CORRESPONDENCE_HEADER.split('|')).toHaveLength(COLUMNS + 1);
    const path = join(folder, 'Extraction_Correspondance_MSSante_202601050245 (1).txt');
    writeFileSync(path, SAMPLE);
    const outcome = await load(path, true);
    expect([outcome.state, outcome.counts]).toMatchObject(['counted', { created: 1, unknown: 1 }]);
    expect(readFileSync(outcome.rejects ?? '', 'utf8')).toContain('|2|personne inconnue du répertoire');
    expect(await exported()).toEqual([]);
  });

  it('is taken, left out where nobody is known, and the same again changes nothing', async () => {
    const lines = [
      per('un@file.mssante.example', idNat()),
      per('inconnu@file.mssante.example', '899700000000'),
      org('service@file.mssante.example', '990000777', 'URGENCES'),
      per('un@file.mssante.example', idNat(1)),
      cells({ 0: 'XXX', 1: 'type@file.mssante.example', 4: idNat() }),
      'trop|court',
    ];
    const outcome = await load(written(lines));
    expect(outcome.file).toMatchObject({ lines: 4, rejected: 2 });
    expect(outcome.counts).toMatchObject({ created: 2, unknown: 1, closed: 0 });
    expect(readFileSync(outcome.rejects ?? '', 'utf8')).toContain(
      '|5|adresse déjà lue pour un autre titulaire',
    );
    const held = await mailboxes(world.app.ctx, [idNat(), idNat(1), 'F990000777']);
    expect(held.get(idNat())?.map(({ address }) => address)).toEqual(['un@file.mssante.example']);
    expect(held.get(idNat(1))).toBeUndefined();
    expect(held.get('F990000777')).toMatchObject([
      { type: 'ORG', service: 'URGENCES', dematerialisation: true },
    ]);
    const place = (await structuresById(world.app.ctx, ['F990000777'])).get('F990000777');
    expect(place).toMatchObject({ name: 'CH DU FICHIER', finess: '990000777' });
    const again = await load(written(lines));
    expect(again.counts).toMatchObject({ created: 0, updated: 0, closed: 0, unchanged: 2 });
  });

  it('comes back as it was written: a round trip changes nothing', async () => {
    const lines = await exported();
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line.split('|')).toHaveLength(COLUMNS + 1);
    const outcome = await load(written(lines));
    expect([outcome.state, outcome.file.rejected]).toEqual(['applied', 0]);
    expect(outcome.counts).toMatchObject({
      created: 0,
      updated: 0,
      closed: 0,
      unchanged: lines.length,
      unknown: 0,
    });
    expect(await exported()).toEqual(lines);
    const first = lines.find((line) => line.startsWith('PER'))?.split('|') ?? [];
    expect(first.slice(2, 5)).toEqual(['8', idNat().slice(1), idNat()]);
    expect([first[8], first[11], first[13], first[14], first[15]]).toEqual([
      'Docteur',
      'C',
      '10',
      'Médecin',
      'SM54',
    ]);
  });

  it('never speaks for an operator, who takes over what it said', async () => {
    const address = 'file@alpha.mssante.example';
    const lines = [...(await exported()), per(address, idNat(2))];
    await load(written(lines));
    const taken = await world.alpha('POST', '/mailboxes', {
      address,
      type: 'PER',
      idNat: idNat(2),
      redList: true,
    });
    expect([taken.status, taken.body.source]).toEqual([201, 'operator']);
    await world.settle();
    expect((await exported()).join('\n')).not.toContain(address);
    const outcome = await load(written(lines));
    expect(outcome.counts).toMatchObject({ conflicts: 1, updated: 0, closed: 0 });
    expect((await exported()).join('\n')).not.toContain(address);
  });

  it('waits for a decision when it would withdraw or change too much', async () => {
    const many = numbers(50).map((address) => per(address, idNat(3)));
    const before = await exported();
    expect((await load(written([...before, ...many]))).state).toBe('applied');
    const all = await exported();
    const held = await load(written([...before, ...many.slice(5)]));
    expect([held.state, held.counts.closed, await exported()]).toEqual(['held', 5, all]);
    await discardMailboxes(world.app.ctx, world.app.databaseUrl, held.id);
    const again = await load(written([...before, ...many.slice(5)]));
    const released = await releaseMailboxes(world.app.ctx, world.app.databaseUrl, again.id);
    await world.settle();
    expect([released.state, (await exported()).length]).toEqual(['applied', all.length - 5]);
    await expect(releaseMailboxes(world.app.ctx, world.app.databaseUrl, again.id)).rejects.toMatchObject({
      code: 'messaging.import-not-held',
    });
  });

  it('withdraws none whose line it cannot read, nor any at all while a line names nobody, until a sound file comes', async () => {
    const all = await exported();
    const address = (line = '') => line.split('|')[1] ?? '';
    const [first = '', ...rest] = all;
    const file = async (lines: readonly string[], more = {}) =>
      (await importMailboxes(world.app.ctx, world.app.databaseUrl, {
        path: written(lines),
        rejectsIn: folder,
        ...more,
      })) as MailOutcome;
    const named = await file([...rest, first.replace(/^[A-Z]+/, 'XXX')]);
    expect([named.file.leftAlone, named.counts.kept]).toEqual([[address(first)], 1]);
    const two = await file([...all.slice(0, -1), all.at(-1)?.replace(/^[A-Z]+/, 'XXX') ?? '', `${first}|`]);
    expect(two.counts).toMatchObject({ kept: 1, updated: 0, closed: 0 });
    const blind = await file([...rest, first.replace('@', '\0')]);
    expect([blind.state, blind.file.nameless, blind.counts.kept]).toEqual(['applied', 1, 1]);
    await world.settle();
    expect(await exported()).toEqual(all);
    const read = await file([...rest, 'x'], { closeAbsent: true, dryRun: true });
    expect(read.counts).toMatchObject({ closed: 1 });
    const sound = await file([...rest, '']);
    expect(sound.counts).toMatchObject({ closed: 1, kept: 0 });
  });

  it('is refused whole when it is another file, older, cut or empty', async () => {
    const before = await exported();
    const line = per('autre@file.mssante.example', idNat());
    const old = join(folder, 'Extraction_Correspondance_MSSante_202501010000.txt');
    writeFileSync(old, `${CORRESPONDENCE_HEADER}\n${line}\n`);
    const ahead = join(folder, 'Extraction_Correspondance_MSSante_299901010000.txt');
    writeFileSync(ahead, `${CORRESPONDENCE_HEADER}\n${line}\n`);
    const never = join(folder, 'Extraction_Correspondance_MSSante_202602310245.txt');
    writeFileSync(never, `${CORRESPONDENCE_HEADER}\n${line}\n`);
    const cut = written([line]);
    writeFileSync(cut, `${CORRESPONDENCE_HEADER}\n${line}\n${line.slice(0, 40)}`);
    const undated = join(folder, 'bal.txt');
    writeFileSync(undated, `${CORRESPONDENCE_HEADER}\n${line}\n`);
    const cases: [string, string][] = [
      [written([line], CORRESPONDENCE_HEADER.replace('Adresse BAL', 'Adresse')), 'messaging.import-header'],
      [written([]), 'file.empty'],
      [old, 'messaging.import-older'],
      [ahead, 'file.ahead'],
      [never, 'file.no-such-date'],
      [cut, 'file.cut'],
      [undated, 'messaging.import-undated'],
    ];
    for (const [path, code] of cases) await expect(load(path)).rejects.toMatchObject({ code });
    expect(await exported()).toEqual(before);
  });
});

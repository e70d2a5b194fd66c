import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { discardImport, lastImports, persons, releaseImport } from '../../src/modules/registry/index.js';
import { journalOf } from '../../src/platform/journal.js';
import { civilLine, doctorLine, rpps, writeLines } from './national-files.js';
import { counted, useImports } from './world.js';

const world = useImports();
const idNat = (rank: number) => `8${rpps(rank)}`;
const person = async (id: string) => (await persons(world.ctx, [id])).get(id);
const hundred = Array.from({ length: 100 }, (_, rank) => doctorLine(rank));
const adeli = { idType: '0', number: '991234567', idNat: '0991234567' };
const adeliNumbered = (number: number) => ({ idType: '0', number: `${number}`, idNat: `0${number}` });
const renamed = (count: number) =>
  hundred.map((line, rank) => (rank < count ? { ...line, name: 'AUTRE' } : line));
const publish = (lines: typeof hundred, day: number) =>
  world.load('annuaire', [writeLines('personne-activite', lines, day)]);

describe('a file that changes too much', () => {
  it('is held beyond 1 % of closed people, applied at 1 % exactly, and an ADELI number is never closed', async () => {
    await publish([...hundred, doctorLine(500, adeli)], 0);
    const held = await publish(hundred.slice(2), 1);
    expect(held.state).toBe('held');
    expect(counted(held)).toEqual({ known: 100, closed: 2, unchanged: 98 });
    expect(held.examples).toContainEqual({ file: 'personne-activite', idNat: idNat(0), outcome: 'closed' });
    expect(await person(idNat(0))).toMatchObject({ state: 'active', version: 1 });
    const applied = await publish(hundred.slice(1), 2);
    expect(applied.state).toBe('applied');
    expect(counted(applied, 'personne-activite', '0')).toEqual({ known: 1, kept: 1 });
    expect(await person(idNat(0))).toMatchObject({ state: 'closed', exercises: [] });
    expect(await person(adeli.idNat)).toMatchObject({ state: 'active' });
    const [, older] = await lastImports(world.ctx);
    expect(older?.state).toBe('superseded');
    await expect(releaseImport(world.ctx, world.url, held.id)).rejects.toMatchObject({
      code: 'registry.import-not-held',
    });
  });

  it('goes on waiting when another file of the directory is loaded, and is replaced by one of its own kind only', async () => {
    const held = await publish(hundred.slice(4), 2);
    expect(held.state).toBe('held');
    const skills = [{ ...doctorLine(90), skillType: 'S', skill: 'SM26' }];
    const other = await world.load('annuaire', [writeLines('savoir-faire', skills, 2)]);
    expect(other.state).toBe('applied');
    const stateOf = async () => (await lastImports(world.ctx)).find(({ id }) => id === held.id)?.state;
    expect(await stateOf()).toBe('held');
    await publish(hundred.slice(1), 2);
    expect(await stateOf()).toBe('superseded');
  });

  it('is not released once a newer one was applied, were its process killed before it could say so', async () => {
    const held = await publish(hundred.slice(4), 2);
    await publish(hundred.slice(1), 2);
    await sql`update registry.imports set state = 'held' where id = ${held.id}`.execute(world.ctx.db);
    await expect(releaseImport(world.ctx, world.url, held.id)).rejects.toMatchObject({
      code: 'registry.import-not-held',
    });
  });

  it('keeps every ADELI number that a file leaves out, the restricted one too, and holds nothing for them', async () => {
    const people = Array.from({ length: 20 }, (_, n) => civilLine(800 + n, adeliNumbered(991234600 + n)));
    await world.load('psc', [writeLines('prosanteconnect', [civilLine(700), ...people], 1)]);
    const left = await world.load('psc', [writeLines('prosanteconnect', [civilLine(700)], 2)]);
    expect(left.state).toBe('applied');
    expect(counted(left, 'prosanteconnect', '0')).toEqual({ known: 20, kept: 20 });
    const kept = await persons(
      world.ctx,
      people.map((line) => line.idNat ?? ''),
    );
    expect([...kept.values()].filter(({ state }) => state === 'active')).toHaveLength(20);
    const back = await world.load('psc', [writeLines('prosanteconnect', [civilLine(700), ...people], 3)]);
    expect(counted(back, 'prosanteconnect', '0')).toEqual({ known: 20, unchanged: 20 });
  });

  it('waits for a person beyond 5 % of updates: released it is applied once, and told to the journal', async () => {
    const held = await publish(renamed(7).slice(1), 3);
    expect(held.state).toBe('held');
    expect(await person(idNat(3))).toMatchObject({ version: 1 });
    const released = await releaseImport(world.ctx, world.url, held.id);
    expect(counted(released)).toEqual({ known: 99, updated: 6, unchanged: 93 });
    expect(await person(idNat(3))).toMatchObject({ version: 2, exercises: [{ name: 'AUTRE' }] });
    const acts = (await journalOf(world.ctx, String(held.id))).map((line) => line.act);
    expect(acts).toEqual(['registry.release-import', 'registry.import']);
    await expect(releaseImport(world.ctx, world.url, held.id)).rejects.toMatchObject({
      code: 'registry.import-not-held',
    });
  });

  it('leaves the published state as it was when the load is discarded, and the next file is compared with that', async () => {
    const held = await publish(hundred.slice(50), 4);
    expect(held.state).toBe('held');
    await discardImport(world.ctx, world.url, held.id);
    expect(await person(idNat(10))).toMatchObject({ state: 'active' });
    expect(counted(await publish(renamed(7).slice(1), 5))).toEqual({ known: 99, unchanged: 99 });
  });

  it('only counts on a trial run', async () => {
    const path = writeLines('personne-activite', renamed(2).slice(1), 6);
    const tried = await world.load('annuaire', [path], { dryRun: true });
    expect(tried.state).toBe('counted');
    expect(counted(tried)).toEqual({ known: 99, updated: 5, unchanged: 94 });
    expect(await person(idNat(1))).toMatchObject({ exercises: [{ name: 'AUTRE' }], version: 2 });
    expect((await world.load('annuaire', [path])).state).toBe('held');
  });
});

describe('two loads at once', () => {
  it('end with one that is applied and one that is refused', async () => {
    const path = writeLines('personne-activite', renamed(7).slice(1), 9);
    const both = await Promise.allSettled([world.load('annuaire', [path]), world.load('annuaire', [path])]);
    const refused = both.flatMap((one) => (one.status === 'rejected' ? one.reason.code : []));
    expect(refused).toEqual(['registry.import-busy']);
  });
});

describe('a file with damaged lines', () => {
  it('closes nobody whom a damaged line names, and changes nothing of them until a sound file does', async () => {
    const sound = renamed(7);
    await publish(sound, 40);
    const damaged = 'A'.repeat(600);
    const lines = sound.map((line, rank) => (rank === 10 ? { ...line, name: damaged } : line));
    const another = doctorLine(11, { name: damaged });
    const half = lines.map((line, rank) => (rank === 11 ? { ...line, name: 'AUTRE' } : line));
    const applied = await publish([...half, another], 41);
    expect([applied.state, applied.files[0]?.rejected]).toEqual(['applied', 2]);
    expect(counted(applied)).toEqual({ known: 100, kept: 1, unchanged: 99 });
    for (const rank of [10, 11])
      expect(await person(idNat(rank))).toMatchObject({
        state: 'active',
        exercises: [{ name: doctorLine(rank).name }],
      });
    expect(
      counted(
        await publish(
          half.filter((_, rank) => rank !== 10),
          42,
        ),
      ),
    ).toMatchObject({ closed: 1, updated: 1 });
    expect(await person(idNat(10))).toMatchObject({ state: 'closed' });
    expect(await person(idNat(11))).toMatchObject({ exercises: [{ name: 'AUTRE' }] });
  });
});

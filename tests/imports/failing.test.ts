import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { lastMailLoads } from '../../src/modules/messaging/index.js';
import { lastImports, persons, readImport } from '../../src/modules/registry/index.js';
import { lastFinessLoads } from '../../src/modules/structures/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { foundNoRoom } from '../../src/platform/db/embedded/no-room.js';
import { alone } from '../../src/platform/files/alone.js';
import { databaseProblem } from '../../src/platform/files/database-problem.js';
import { doctorLine, rpps, writeLines } from './national-files.js';
import { useImports } from './world.js';

const world = useImports();
const idNat = (rank: number) => `8${rpps(rank)}`;

/** Cuts the connections of a load that is under way, as a server that stops does. Out: how many were cut. */
async function cutLoads(): Promise<number> {
  const cut = await rows(
    world.ctx.db,
    sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = 727002
      and database = (select oid from pg_database where datname = current_database())
      and exists (select from registry.imports where state = 'reading')`,
  );
  return cut.length;
}

describe('a database that fails during a load', () => {
  it('is told in a sentence; the same load then starts again from the beginning', async () => {
    const lines = Array.from({ length: 20_000 }, (_, rank) => doctorLine(rank));
    const path = writeLines('personne-activite', lines);
    const loading = world.load('annuaire', [path]).catch((error: unknown) => error);
    await expect.poll(cutLoads, { interval: 5 }).toBe(1);
    expect(databaseProblem(await loading)).toBe('La base de données s’est arrêtée pendant le chargement.');
    expect((await persons(world.ctx, [idNat(1)])).size).toBe(0);
    const again = await world.load('annuaire', [writeLines('personne-activite', lines.slice(0, 3))]);
    expect(again.state).toBe('applied');
    expect((await persons(world.ctx, [idNat(1), idNat(2)])).size).toBe(2);
    expect((await lastImports(world.ctx)).map(({ state, refusal }) => [state, refusal])).toEqual([
      ['applied', null],
      ['interrupted', 'La base de données s’est arrêtée pendant le chargement.'],
    ]);
  });

  it('or whose program is killed, leaves a load that is interrupted as soon as somebody looks, and not before', async () => {
    const left = { state: 'interrupted', names: ['a.txt'], refusal: expect.stringContaining('avant la fin') };
    for (const schema of ['registry', 'structures', 'messaging'])
      await sql`insert into ${sql.raw(schema)}.imports ${sql.raw(
        schema === 'registry'
          ? "(source, state, actor, at, names) select 'annuaire',"
          : '(state, actor, at, names) select',
      )} 'reading', 'command:test', now(), '{a.txt}'`.execute(world.ctx.db);
    const last = async () => [
      (await lastImports(world.ctx))[0],
      (await lastFinessLoads(world.ctx))[0],
      (await lastMailLoads(world.ctx))[0],
    ];
    const under = await alone(world.url, () => new Error('busy'), last);
    for (const load of under) expect(load).toMatchObject({ state: 'reading', refusal: null });
    for (const load of await last()) expect(load).toMatchObject(left);
    await world.load('annuaire', [
      writeLines(
        'personne-activite',
        [0, 1, 2].map((rank) => doctorLine(rank)),
      ),
    ]);
    expect((await lastImports(world.ctx))[1]).toMatchObject(left);
  });

  it('or has no room left, is told in a sentence, and what was published stays', async () => {
    const before = await persons(world.ctx, [idNat(1), idNat(2)]);
    await sql`create function full_disk() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file' using errcode = '53100'; end $$`.execute(world.ctx.db);
    await sql`create trigger full_disk before insert on registry.statements
      for each statement execute function full_disk()`.execute(world.ctx.db);
    const lines = [doctorLine(0), doctorLine(1, { name: 'AUTRE' }), doctorLine(2), doctorLine(3)];
    const path = writeLines('personne-activite', lines, 1);
    const failed = await world.load('annuaire', [path]).catch((error: unknown) => error);
    expect(databaseProblem(failed)).toBe('Le disque est plein.');
    expect(await persons(world.ctx, [idNat(1), idNat(2)])).toEqual(before);
    await sql`drop trigger full_disk on registry.statements`.execute(world.ctx.db);
    const [{ id } = { id: 0 }] = await lastImports(world.ctx);
    expect(await readImport(world.ctx, id)).toMatchObject({
      ...{ state: 'interrupted', refusal: 'Le disque est plein.' },
    });
    const left = await rows(world.ctx.db, sql`select from pg_tables where tablename like ${`lines_${id}_%`}`);
    expect(left).toEqual([]);
    const again = await world.load('annuaire', [path], {});
    expect(['applied', 'held']).toContain(again.state);
  });

  it.each([
    ['53100', 'Le disque est plein.'],
    ['ENOSPC', 'Le disque est plein.'],
    ['57P01', 'La base de données s’est arrêtée pendant le chargement.'],
  ])('says for the error %s « %s »', (code, told) => {
    expect(databaseProblem(Object.assign(new Error('x'), { code }))).toBe(told);
    expect(databaseProblem(new Error('autre'))).toBeUndefined();
  });

  it('says that the disk is full where the server stopped for it, and not for what it wrote before', () => {
    const folder = mkdtempSync(join(tmpdir(), 'esculape-plein-'));
    mkdirSync(join(folder, 'postgres'));
    const stopped = Object.assign(new Error('x'), { code: '57P02' });
    const said = (since: string) => databaseProblem(stopped, () => foundNoRoom(folder, new Date(since)));
    expect(said('2026-01-05T10:00:00Z')).toBe('La base de données s’est arrêtée pendant le chargement.');
    const panic = 'PANIC:  could not write to file "pg_wal/xlogtemp.1": No space left on device';
    writeFileSync(join(folder, 'postgres', 'postgres.log'), `2026-01-05 10:00:03.665 UTC [1] ${panic}\n`);
    expect(said('2026-01-05T10:00:01Z')).toMatch(/^Le disque est plein : la base de données s’est arrêtée/);
    expect(said('2026-01-05T10:00:04Z')).not.toContain('plein');
    rmSync(folder, { recursive: true });
  });
});

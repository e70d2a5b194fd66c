import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { entries, projectPeople, projectPublication } from '../../src/modules/directory/index.js';
import { copyPublication } from '../../src/modules/identity-provider/index.js';
import { copiesBehind } from '../../src/modules/identity-provider/queries/copies-behind.js';
import { importFiles, personAsOf, personHistory, persons } from '../../src/modules/registry/index.js';
import { catchUp } from '../../src/platform/catch-up.js';
import { one, rows } from '../../src/platform/db/connection.js';
import { civilLine, doctorLine, named, rejectsIn, rpps, writeLines } from './national-files.js';
import { useImports } from './world.js';

const world = useImports();
const idNat = (rank: number) => `8${rpps(rank)}`;
const PEOPLE = 2500;
const ids = Array.from({ length: PEOPLE }, (_, rank) => idNat(rank));
const lines = ids.map((_, rank) => doctorLine(rank, rank === 7 ? { name: `D'É"TÉ \\N\\ ŒUVRE` } : {}));

const publications = () =>
  rows(
    world.ctx.db,
    sql<{ origin: string }>`select origin from directory.publications where number > 0 order by number`,
  );
const shown = () =>
  one(
    world.ctx.db,
    sql<{ xids: number; people: number }>`select count(distinct e.xid)::int xids, count(*)::int people
      from directory.entries e join identity_provider.people p using (id_nat, version)`,
  );

it('shows a whole load by one publication, the same as if each person had come alone', async () => {
  const load = await world.load('annuaire', [
    writeLines('personne-activite', lines),
    writeLines('savoir-faire', [
      { ...named(3), profession: '10', category: 'C', skillType: 'S', skill: 'SM26' },
    ]),
    writeLines('diplomes', [{ ...named(3), diplomaType: 'DE', diploma: 'DE28' }]),
  ]);
  await world.test.settle();
  expect(await publications()).toEqual([{ origin: `import:${load.id}` }]);
  expect(await shown()).toEqual({ xids: 1, people: PEOPLE });
  const columns = sql`id_nat, version, published, person, sort_name, terms::text, projection`;
  const held = () => rows(world.ctx.db, sql`select ${columns} from directory.entries order by id_nat`);
  const together = await held();
  await sql`delete from directory.entries`.execute(world.ctx.db);
  await projectPeople.run(world.ctx, ids);
  expect(together).toEqual(await held());
});

it('asks again for a load whose job was lost, and not for its people one by one', async () => {
  const renamed = lines.map((line, rank) => (rank < 20 ? { ...line, givenName: 'AUTRE' } : line));
  const stopped = { ...world.ctx, reactions: {} };
  const paths = [writeLines('personne-activite', renamed, 1)];
  const load = await importFiles(stopped, world.url, { source: 'annuaire', paths, rejectsIn: rejectsIn() });
  const late = await catchUp(world.ctx);
  expect(late).toMatchObject([{ reaction: 'directory.project-publication', subjects: [String(load.id)] }]);
  await world.test.settle();
  const copies = await entries(world.ctx, ids.slice(0, 21));
  expect(copies.get(idNat(0))?.person.exercises[0]?.givenName).toBe('AUTRE');
  expect(copies.get(idNat(20))?.version).toBe(1);
  const before = (await publications()).length;
  await projectPublication.run(world.ctx, [String(load.id)]);
  expect(await publications()).toHaveLength(before);
});

it('copies a publication that is on its way as a whole, once, and asks for none of its people one by one', async () => {
  const given = (rank: number) =>
    rank < 20 ? { givenName: 'AUTRE' } : rank >= 40 && rank < 60 ? { givenName: 'ENCORE' } : {};
  const renamed = lines.map((line, rank) => ({ ...line, ...given(rank) }));
  const load = await importFiles({ ...world.ctx, reactions: {} }, world.url, {
    ...{ source: 'annuaire', paths: [writeLines('personne-activite', renamed, 2)], rejectsIn: rejectsIn() },
  });
  await projectPublication.run({ ...world.ctx, reactions: {} }, [String(load.id)]);
  const [latest] = await rows(
    world.ctx.db,
    sql<{ n: string }>`select max(number)::text n from directory.publications`,
  );
  const number = latest?.n ?? '';
  expect(await copiesBehind(world.ctx, 100)).toEqual([]);
  expect(await catchUp(world.ctx)).toMatchObject([
    { reaction: 'identity-provider.copy-publication', kind: 'publications', subjects: [number] },
  ]);
  await world.test.settle();
  const late = sql`select from directory.entries e join identity_provider.people p using (id_nat)
    where p.version < e.version`;
  expect(await rows(world.ctx.db, late)).toEqual([]);
  const copied = sql`select from platform.events where type = 'identity-provider.publication-copied' and subject = ${number}`;
  await copyPublication.run(world.ctx, [number]);
  expect(await rows(world.ctx.db, copied)).toHaveLength(1);
  const lost = sql`update identity_provider.people set version = version - 1 where id_nat = ${idNat(1)}`;
  await lost.execute(world.ctx.db);
  expect(await copiesBehind(world.ctx, 100)).toEqual([idNat(1)]);
  expect(await catchUp(world.ctx)).toMatchObject([{ reaction: 'identity-provider.copy-people' }]);
  await world.test.settle();
});

it('makes an entry again that older rules made, without a new version', async () => {
  const old = sql`update directory.entries set projection = 0, sort_name = '' where id_nat = ${idNat(30)}`;
  await old.execute(world.ctx.db);
  expect(await catchUp(world.ctx)).toMatchObject([
    { reaction: 'directory.project-people', subjects: [idNat(30)] },
  ]);
  await world.test.settle();
  const again = await one(
    world.ctx.db,
    sql`select version, projection > 0 made, sort_name name from directory.entries where id_nat = ${idNat(30)}`,
  );
  expect(again).toEqual({ version: 1, made: true, name: 'essaie claire' });
  expect(await catchUp(world.ctx)).toEqual([]);
});

it('keeps what files said at every instant, part by part', async () => {
  const middle = new Date();
  await world.load('psc', [writeLines('prosanteconnect', [civilLine(3)])]);
  const [person] = (await persons(world.ctx, [idNat(3)])).values();
  expect(person).toMatchObject({
    civilStatus: { birthName: 'NAISSANCE' },
    exercises: [{ givenName: 'AUTRE' }],
  });
  const history = await personHistory(world.ctx, idNat(3));
  const exercises = history.filter((part) => part.kind === 'exercise');
  expect(exercises.map((part) => part.validTo === null)).toEqual([false, true]);
  // The activity did not change: it is one part since the first file.
  const activities = history.filter((part) => part.kind === 'activity');
  expect(activities).toMatchObject([{ validFrom: exercises[0]?.validFrom, validTo: null }]);
  const then = await personAsOf(world.ctx, idNat(3), middle);
  expect(then).not.toHaveProperty('civilStatus');
  const first = await personAsOf(world.ctx, idNat(3), new Date((exercises[0]?.validTo?.getTime() ?? 0) - 1));
  expect(first?.exercises).toMatchObject([{ givenName: 'CLAIRE', skills: [{ code: 'SM26' }] }]);
});

it('shows nothing of a load that is cut in the middle, and all of it the next time', async () => {
  const many = Array.from({ length: 20_000 }, (_, rank) => doctorLine(10_000 + rank));
  const load = await importFiles({ ...world.ctx, reactions: {} }, world.url, {
    ...{ source: 'annuaire', rejectsIn: rejectsIn() },
    paths: [writeLines('personne-activite', [...lines, ...many], 3)],
  });
  const run = () => projectPublication.run(world.ctx, [String(load.id)]);
  const cut = () =>
    rows(
      world.ctx.db,
      sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
        and query like 'copy incoming%' and pid <> pg_backend_pid()`,
    );
  const before = await shown();
  const failed = run().catch((error: unknown) => error);
  await expect.poll(async () => (await cut()).length, { interval: 5 }).toBe(1);
  expect(await failed).toBeInstanceOf(Error);
  expect(await shown()).toEqual(before);
  await run();
  const behind = sql<{ n: number }>`select count(*)::int n from registry.persons p
    left join directory.entries e using (id_nat) where e.version is distinct from p.version`;
  expect(await one(world.ctx.db, behind)).toEqual({ n: 0 });
});

import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { upsertStructures } from '../../src/modules/structures/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { loadAndKill } from '../support/load-and-kill.js';
import { civilLine, doctorLine, type Line, writeLines } from './national-files.js';
import { counted, useImports } from './world.js';

// A register that knows nobody takes places that were worked out beside; one that knows somebody works them out itself.
const [empty, used, killed] = [useImports(), useImports(), useImports()];
type World = typeof empty;

const practice = (rank: number): Line => ({
  structure: `R${10_000 + rank}`,
  structureName: `CABINET ${rank} DE L'"ÉTÉ"`,
  structureNationalId: rank % 7 === 0 ? '' : `4R${10_000 + rank}`,
  finess: '',
  finessLegalEntity: rank % 5 === 0 ? `99000${String(rank).padStart(4, '0')}` : '',
});

const lines: readonly Line[] = [
  ...Array.from({ length: 400 }, (_, rank) => doctorLine(rank, rank % 3 === 1 ? {} : practice(rank))),
  // Two lines that disagree on a structure, two structures with one number, a person whose lines are scattered.
  doctorLine(500, { structureName: 'AU NOM QUI VIENT AVANT' }),
  doctorLine(501, { structure: 'F990000036', finess: '990000036' }),
  doctorLine(502, { structure: 'F990000044', finess: '990000044', structureNationalId: '' }),
  doctorLine(1, { structure: '', structureName: '', finess: '', structureNationalId: '', mode: 'L' }),
];

const KNOWN = { id: 'F990000044', name: 'CONNUE D’AILLEURS', finess: '990000044' };

const TABLES = {
  structures: `select id, national_id, finess, siret, data, version, act, active, kind, category, sort_name, terms::text
    from structures.structures order by id`,
  imported: 'select id, hash from registry.imported_structures order by id',
  statements: `select id_nat, file, words, with_skills, content from registry.statements
    where until is null order by id_nat, file`,
  persons: 'select id_nat, rpps, state, names::text, birth_date from registry.persons order by id_nat',
  entries: `select id_nat, published, sort_name, terms::text from directory.entries order by id_nat`,
  indexes: `select indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid
    where c.relnamespace in ('registry'::regnamespace, 'structures'::regnamespace) order by 1`,
};

async function heldBy(world: World): Promise<Record<string, unknown[]>> {
  const held: Record<string, unknown[]> = {};
  for (const [name, query] of Object.entries(TABLES))
    held[name] = await rows(world.ctx.db, sql<object>`${sql.raw(query)}`);
  return held;
}

it('a register that knows nobody holds after its first file what any other one holds', async () => {
  for (const world of [empty, used]) await upsertStructures(world.ctx, [KNOWN]);
  await used.load('annuaire', [writeLines('personne-activite', lines.slice(0, 1))]);
  for (const world of [empty, used]) {
    const outcome = await world.load('annuaire', [writeLines('personne-activite', lines, 1)]);
    expect(outcome.state).toBe('applied');
    await world.test.settle();
  }
  const [first, other] = [await heldBy(empty), await heldBy(used)];
  expect(first).toEqual(other);
  expect(first.structures?.length).toBeGreaterThan(250);
  expect(first.persons).toHaveLength(403);
});

it('a trial on a register that knows nobody counts everybody and leaves nothing behind', async () => {
  const path = writeLines('personne-activite', lines);
  const outcome = await killed.load('annuaire', [path], { dryRun: true });
  expect(outcome.state).toBe('counted');
  expect(counted(outcome)).toEqual({ created: 403 });
  const { persons, structures, statements } = await heldBy(killed);
  expect([persons, structures, statements]).toEqual([[], [], []]);
  expect(await stagedTables()).toEqual([]);
});

it('a first file that comes after the restricted extraction is taken the usual way', async () => {
  await killed.load('psc', [writeLines('prosanteconnect', [civilLine(600, practice(600))])]);
  const outcome = await killed.load('annuaire', [writeLines('personne-activite', lines)], { dryRun: true });
  expect(counted(outcome)).toEqual({ created: 403 });
  await sql`truncate registry.statements, registry.imported_structures`.execute(killed.ctx.db);
});

it('a process that is killed in a first load leaves the places that it worked out to nobody', async () => {
  const path = writeLines('personne-activite', lines, 3);
  let taken = false;
  for (const after of [0, 60, 120, 180, 240]) {
    const { finished } = await loadAndKill('tests/imports/load-once.ts', [killed.url, path], after);
    const { statements = [], imported = [] } = await heldBy(killed);
    taken ||= statements.length > 0;
    expect(statements).toHaveLength(taken ? 403 : 0);
    expect(imported.length > 0).toBe(taken);
    if (finished) expect(taken).toBe(true);
    if (taken) break;
  }
  expect((await killed.load('annuaire', [path])).state).toBe('applied');
  expect((await heldBy(killed)).statements).toHaveLength(403);
  expect(await stagedTables()).toEqual([]);
});

const stagedTables = () =>
  rows(killed.ctx.db, sql<object>`select tablename from pg_tables where tablename like 'lines\_%'`);

import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { readImport } from '../../src/modules/registry/index.js';
import { upsertStructures } from '../../src/modules/structures/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { loadAndKill } from '../support/load-and-kill.js';
import { civilLine, doctorLine, type Line, named, writeLines } from './national-files.js';
import { counted, useImports } from './world.js';

// A register that knows nobody takes people as they are read, and places that were worked out beside; one that knows somebody
// compares, and works places out itself.
const [empty, apart, used, killed] = [useImports(), useImports(), useImports(), useImports()];
type World = typeof empty;

const practice = (rank: number): Line => ({
  structure: `R${10_000 + rank}`,
  structureName: `CABINET ${rank} DE L'"ÉTÉ"`,
  structureNationalId: rank % 7 === 0 ? '' : `4R${10_000 + rank}`,
  finess: '',
  finessLegalEntity: rank % 5 === 0 ? `99000${String(rank).padStart(4, '0')}` : '',
});

const OTHER = { structure: '', structureName: '', finess: '', structureNationalId: '', mode: 'L' };

const together: readonly Line[] = [
  ...Array.from({ length: 400 }, (_, rank) => doctorLine(rank, rank % 3 === 1 ? {} : practice(rank))),
  // Somebody with two lines, two lines that disagree on a structure, two structures with one number, an ADELI number.
  doctorLine(450),
  doctorLine(450, OTHER),
  doctorLine(500, { structureName: 'AU NOM QUI VIENT AVANT' }),
  doctorLine(501, { structure: 'F990000036', finess: '990000036' }),
  doctorLine(502, { structure: 'F990000044', finess: '990000044', structureNationalId: '' }),
  doctorLine(503, { idType: '0', number: '991234567', idNat: '0991234567', skillType: 'S', skill: 'SM26' }),
];

/** The same ones; those of one person lie apart. */
const lines: readonly Line[] = [
  ...together.filter((line) => line.idNat !== named(450).idNat || line.mode !== 'L'),
  doctorLine(450, OTHER),
];

const NOT_MORE = 400 + 5;
const home = { profession: '10', category: 'C' };
const skillsOf = (rank: number): Line => ({ ...named(rank), ...home, skillType: 'S', skill: 'SM26' });
const titleOf = (rank: number): Line => ({ ...named(rank), diplomaType: 'DE', diploma: 'DE28' });

const KNOWN = { id: 'F990000044', name: 'CONNUE D’AILLEURS', finess: '990000044' };

const TABLES = {
  structures: `select id, national_id, finess, siret, data, version, act, active, kind, category, sort_name, terms::text
    from structures.structures order by id`,
  imported: 'select id, hash from registry.imported_structures order by id',
  statements: `select id_nat, file, words, with_skills, content from registry.statements
    where until is null order by id_nat, file`,
  persons: `select id_nat, rpps, state, version, origins, names::text, birth_date, other_ids, merged_into
    from registry.persons order by id_nat`,
  entries: `select id_nat, version, published, other_ids, sort_name, terms::text,
    regexp_replace(person::text, '20[0-9-]+T[0-9:.]+Z', 'T', 'g') person from directory.entries order by id_nat`,
  copies: `select id_nat, version, active, regexp_replace(person::text, '20[0-9-]+T[0-9:.]+Z', 'T', 'g') person
    from identity_provider.people order by id_nat`,
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
  for (const world of [empty, apart, used]) await upsertStructures(world.ctx, [KNOWN]);
  await used.load('annuaire', [
    writeLines('personne-activite', lines.slice(0, 1)),
    writeLines('savoir-faire', [skillsOf(900)]),
  ]);
  const others = [
    writeLines('diplomes', [titleOf(3)], 1),
    writeLines('savoir-faire', [skillsOf(2), skillsOf(450), skillsOf(900)], 1),
  ];
  for (const [world, said] of [
    [empty, together],
    [apart, lines],
    [used, lines],
  ] as const) {
    const outcome = await world.load('annuaire', [writeLines('personne-activite', said, 1), ...others]);
    expect(outcome.state).toBe('applied');
    expect(outcome.files.map(({ kind }) => kind)).toEqual(['personne-activite', 'savoir-faire', 'diplomes']);
    await world.test.settle();
  }
  const [first, scattered, other] = [await heldBy(empty), await heldBy(apart), await heldBy(used)];
  expect(first).toEqual(other);
  expect(scattered).toEqual(other);
  expect(first.structures?.length).toBeGreaterThan(250);
  expect(first.persons).toHaveLength(NOT_MORE);
});

it('a first load tells the same counts whether the lines of each person lie together or not', async () => {
  const [report, again] = [await readImport(empty.ctx, 1), await readImport(apart.ctx, 1)];
  expect(report?.counts).toEqual(again?.counts);
  expect(report?.files.map(({ lines: read }) => read)).toEqual([together.length, 3, 1]);
});

it('a trial on a register that knows nobody counts everybody and leaves nothing behind', async () => {
  const path = writeLines('personne-activite', lines);
  const outcome = await killed.load('annuaire', [path], { dryRun: true });
  expect(outcome.state).toBe('counted');
  expect(counted(outcome)).toEqual({ created: NOT_MORE - 1 });
  const { persons, structures, statements } = await heldBy(killed);
  expect([persons, structures, statements]).toEqual([[], [], []]);
  expect(await stagedTables()).toEqual([]);
});

it('a first file that comes after the restricted extraction is taken the usual way', async () => {
  await killed.load('psc', [writeLines('prosanteconnect', [civilLine(600, practice(600))])]);
  const outcome = await killed.load('annuaire', [writeLines('personne-activite', lines)], { dryRun: true });
  expect(counted(outcome)).toEqual({ created: NOT_MORE - 1 });
  await sql`truncate registry.statements, registry.imported_structures`.execute(killed.ctx.db);
});

it('a process that is killed in a first load leaves the places that it worked out to nobody', async () => {
  const path = writeLines('personne-activite', together, 3);
  let taken = false;
  for (const after of [0, 60, 120, 180, 240]) {
    const { finished } = await loadAndKill('tests/imports/load-once.ts', [killed.url, path], after);
    const { statements = [], imported = [] } = await heldBy(killed);
    taken ||= statements.length > 0;
    expect(statements).toHaveLength(taken ? NOT_MORE : 0);
    expect(imported.length > 0).toBe(taken);
    if (finished) expect(taken).toBe(true);
    if (taken) break;
  }
  expect((await killed.load('annuaire', [path])).state).toBe('applied');
  expect((await heldBy(killed)).statements).toHaveLength(NOT_MORE);
  expect(await stagedTables()).toEqual([]);
});

const stagedTables = () =>
  rows(killed.ctx.db, sql<object>`select tablename from pg_tables where tablename like 'lines\_%'`);

import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyingTransaction, transaction } from '../../src/platform/context.js';
import { rows } from '../../src/platform/db/connection.js';
import { CopyRows, openRows } from '../../src/platform/db/copy-rows.js';
import { withoutIndexes } from '../../src/platform/db/without-indexes.js';
import { type TestContext, testContext } from '../support/context.js';

let world: TestContext;
beforeAll(async () => {
  world = await testContext();
});
afterAll(() => world.close());

const MANY = 1_000_000;
const FILLED = [
  'registry.statements',
  'registry.persons',
  'registry.imported_structures',
  'structures.structures',
  'directory.entries',
  'identity_provider.people',
];

const indexesOf = async (table: string, db = world.ctx.db) =>
  (
    await rows(
      db,
      sql<{ definition: string }>`select pg_get_indexdef(indexrelid) || ' ' || indisprimary || ' '
        || coalesce((select pg_get_constraintdef(c.oid) from pg_constraint c where c.conindid = i.indexrelid
          and c.conrelid = i.indrelid), '') definition
        from pg_index i where indrelid = ${table}::regclass order by 1`,
    )
  ).map(({ definition }) => definition);

/** The rules of the tables that lean on one. */
const leaningOn = async (table: string) =>
  (
    await rows(
      world.ctx.db,
      sql<{
        rule: string;
      }>`select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) rule
        from pg_constraint where contype = 'f' and confrelid = ${table}::regclass order by 1`,
    )
  ).map(({ rule }) => rule);

describe('a table that is filled at once', () => {
  it.each(FILLED)('gets its indexes and its rules back: %s', async (table) => {
    const [before, leaning] = [await indexesOf(table), await leaningOn(table)];
    await transaction(world.ctx, async (tx) => {
      const during = await withoutIndexes(tx, table, MANY, async ({ renewed }) => ({
        left: await indexesOf(table, tx.db),
        renewed,
      }));
      expect(during.renewed).toBe(true);
      expect(during.left).toEqual([]);
    });
    expect([await indexesOf(table), await leaningOn(table)]).toEqual([before, leaning]);
  });

  it('keeps them when few rows come, or many are there', async () => {
    const table = 'registry.imported_structures';
    const before = await indexesOf(table);
    await transaction(world.ctx, async (tx) => {
      expect(await withoutIndexes(tx, table, 10, async (room) => room)).toEqual({
        alone: false,
        renewed: false,
      });
      await sql`insert into registry.imported_structures
        select 'F' || n, md5(n::text)::uuid from generate_series(1, 12000) n`.execute(tx.db);
      expect(await withoutIndexes(tx, table, 110_000, async (room) => room)).toEqual({
        alone: false,
        renewed: false,
      });
      // A few rows of before stay: the table does not begin anew.
      expect(await withoutIndexes(tx, table, MANY, async (room) => room)).toEqual({
        alone: true,
        renewed: false,
      });
      expect(await rows(tx.db, sql`select count(*)::int n from registry.imported_structures`)).toEqual([
        { n: 12_000 },
      ]);
    });
    expect(await indexesOf(table)).toEqual(before);
  });

  it('keeps its primary key where something is there already', async () => {
    const table = 'registry.imported_structures';
    const before = await indexesOf(table);
    const undone = transaction(world.ctx, async (tx) => {
      await sql`insert into registry.imported_structures values ('X1', md5('1')::uuid)`.execute(tx.db);
      expect(await withoutIndexes(tx, table, MANY, () => indexesOf(table, tx.db))).toEqual(
        before.filter((one) => one.includes(' true ')),
      );
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    const twice = transaction(world.ctx, (tx) =>
      withoutIndexes(tx, table, MANY, () =>
        sql`insert into registry.imported_structures select 'X1', md5('1')::uuid from generate_series(1, 2)`.execute(
          tx.db,
        ),
      ),
    );
    await expect(twice).rejects.toMatchObject({ code: '23505' });
    expect(await indexesOf(table)).toEqual(before);
  });

  it('does not begin anew where those that lean on it hold something, or are in use', async () => {
    const persons = (tx: typeof world.ctx) =>
      withoutIndexes(tx, 'registry.persons', MANY, async (room) => room);
    await transaction(world.ctx, async (other) => {
      await sql`lock table registry.memberships in row exclusive mode`.execute(other.db);
      expect(await transaction(world.ctx, persons)).toEqual({ alone: true, renewed: false });
    });
    expect(await transaction(world.ctx, persons)).toEqual({ alone: true, renewed: true });
    await sql`insert into registry.memberships (member_id) values (gen_random_uuid())`.execute(world.ctx.db);
    expect(await transaction(world.ctx, persons)).toEqual({ alone: true, renewed: false });
    expect(await rows(world.ctx.db, sql`delete from registry.memberships returning 1`)).toHaveLength(1);
  });

  it('stays as it was when two rows break a rule', async () => {
    const twice = transaction(world.ctx, (tx) =>
      withoutIndexes(tx, 'registry.persons', MANY, () =>
        sql`insert into registry.persons (id_nat, state, version, updated_at)
          values ('899700000017', 'active', 1, now()), ('899700000017', 'active', 1, now())`.execute(tx.db),
      ),
    );
    await expect(twice).rejects.toThrow('persons_id_nat');
    expect(await rows(world.ctx.db, sql`select 1 from registry.persons`)).toEqual([]);
  });
});

describe('rows copied as bytes', () => {
  const text = fc.string({ unit: 'grapheme' }).map((one) => one.replaceAll('\0', ' '));

  it('are read again as they were written, whatever their texts and their size', async () => {
    const some = fc.sample(fc.tuple(text, text, fc.uniqueArray(text.filter((one) => one !== ''))), 300);
    const long = [
      'é"\\N|\n\x02'.repeat(60_000),
      'œ'.repeat(90_000),
      ['ß'.repeat(300), 'a\\b', "d'é"],
    ] as const;
    const all = [...some, long, ...some];
    const at = new Date('2026-01-05T02:45:00.123Z');
    const columns = ['n', 't', 'j', 'v', 'b', 'at', 'no', 'nothing'];
    const read = await copyingTransaction(world.ctx, async (tx, client) => {
      await sql`create table public.copied (n int4, t text, j jsonb, v tsvector, b boolean, at timestamptz,
        no timestamptz, nothing text)`.execute(tx.db);
      const sink = openRows(client, { table: 'public.copied', columns, frozen: true });
      const copy = new CopyRows(columns.length, sink.send);
      for (const [n, [one, other, terms]] of all.entries()) {
        const behind = copy.row().int4(n).text(one).jsonb(JSON.stringify({ other })).tsvector(terms);
        await behind
          .bool(n % 2 === 0)
          .timestamptz(at)
          .timestamptz(null)
          .text(undefined)
          .done();
      }
      await copy.end();
      await sink.end();
      return rows(
        tx.db,
        sql`select n, t, j, tsvector_to_array(v) v, b, at, no, nothing from public.copied order by n`,
      );
    });
    const bytewise = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
    expect(read).toEqual(
      all.map(([t, other, terms], n) => ({
        ...{ n, t, j: { other }, b: n % 2 === 0, at, no: null, nothing: null },
        v: [...terms].sort(bytewise),
      })),
    );
  });

  it('go as if they had always been there into tables that begin anew together, whatever leans on them', async () => {
    const columns = ['id_nat', 'state', 'version', 'names', 'updated_at'];
    const inside = async (tx: typeof world.ctx, client: Parameters<typeof openRows>[0]) => {
      const told = await withoutIndexes(tx, 'registry.statements', MANY, (statements) =>
        withoutIndexes(tx, 'registry.persons', MANY, async (persons) => {
          const none = { table: 'registry.statements', columns: ['id_nat'], frozen: statements.renewed };
          await openRows(client, none).end();
          const sink = openRows(client, { table: 'registry.persons', columns, frozen: persons.renewed });
          const copy = new CopyRows(columns.length, sink.send);
          await copy
            .row()
            .text('899700000017')
            .text('active')
            .int4(1)
            .tsvector([])
            .timestamptz(new Date())
            .done();
          await copy.end();
          await sink.end();
          return [statements.renewed, persons.renewed];
        }),
      );
      expect(told).toEqual([true, true]);
      expect(await rows(tx.db, sql`select id_nat "idNat" from registry.persons`)).toEqual([
        { idNat: '899700000017' },
      ]);
      throw new Error('undone');
    };
    await expect(copyingTransaction(world.ctx, inside)).rejects.toThrow('undone');
    expect(await rows(world.ctx.db, sql`select 1 from registry.persons`)).toEqual([]);
  });

  it('are refused as a whole when the server refuses one', async () => {
    const copied = copyingTransaction(world.ctx, async (tx, client) => {
      await sql`create table public.refused (j jsonb)`.execute(tx.db);
      const sink = openRows(client, { table: 'public.refused', columns: ['j'], frozen: false });
      const copy = new CopyRows(1, sink.send);
      await copy.row().jsonb('{"a":').done();
      await copy.end();
      await sink.end();
    });
    await expect(copied).rejects.toThrow('json');
    expect(await rows(world.ctx.db, sql`select to_regclass('public.refused') there`)).toEqual([
      { there: null },
    ]);
  });
});

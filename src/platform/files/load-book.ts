import { basename } from 'node:path';
import { sql } from 'kysely';
import type pg from 'pg';
import type { Ctx } from '../context.js';
import { one, rows } from '../db/connection.js';
import { Refusal } from '../errors.js';
import { UNDER_WAY } from './alone.js';
import { databaseProblem } from './database-problem.js';

/** What a load of files has come to. */
export type LoadState =
  | 'reading'
  | 'held'
  | 'applied'
  /** A trial: counted, and nothing else. */
  | 'counted'
  | 'discarded'
  | 'superseded'
  | 'interrupted'
  | 'refused';

/** Why there is nothing to decide of a load, after « n’est pas en attente » or in its place. In: its number, as people call it; its state. */
export function notHeldWords(load: string, state: LoadState | undefined): string {
  return state === undefined
    ? `Aucun chargement ${load}.`
    : `Le chargement ${load} n’est pas en attente : ${ENDS[state]}.`;
}

const ENDS: Readonly<Record<LoadState, string>> = {
  reading: 'il est en cours',
  held: 'il vient de changer',
  applied: 'il a été appliqué',
  counted: 'c’était un essai à blanc',
  discarded: 'il a été abandonné',
  superseded: 'un plus récent l’a remplacé',
  interrupted: 'il a été interrompu',
  refused: 'il a été refusé',
};

/** What is kept of every load; each register adds its own columns. */
export interface Load {
  readonly id: number;
  readonly state: LoadState;
  /** Simulated time, the one shown to people. */
  readonly at: Date;
  readonly actor: string;
  /** The files that were given, without their folders. */
  readonly names: readonly string[];
  /** Why it was refused or interrupted, in a sentence; null for any other end. */
  readonly refusal: string | null;
}

/** Where a register keeps its loads: a table `imports` of its schema, and the staged lines of each in tables of their own. */
export interface LoadTables {
  readonly schema: string;
  /** Tables of staged lines are called `<staged>_<number>`, with the kind of the file where a load has several. */
  readonly staged: 'lines' | 'records';
  /** Columns written once, when the load is opened. */
  readonly named?: readonly string[];
  /** JSON columns, written as the load goes on. */
  readonly facts: readonly string[];
}

type Reader = Pick<Ctx, 'db'>;

/** Its process died, or lost its database, and could note nothing: who loads holds the lock. */
const DEAD = sql`(state = 'reading' and not ${UNDER_WAY})`;

const STOPPED =
  'Le programme ou sa base de données s’est arrêté avant la fin : rien n’a changé, la même commande reprend du début.';

const FAILED = 'Le programme a échoué : son journal, ou le terminal, dit pourquoi. Rien n’a changé.';

/** The loads of one register, as its tables hold them. */
export class LoadBook<L extends Load> {
  private readonly imports;
  private readonly columns;

  constructor(private readonly tables: LoadTables) {
    this.imports = sql.raw(`${tables.schema}.imports`);
    const own = sql.raw([...(tables.named ?? []), ...tables.facts].join(', '));
    this.columns = sql`id, case when ${DEAD} then 'interrupted' else state end state, at, actor, names,
      coalesce(refusal, case when state = 'interrupted' or ${DEAD} then ${STOPPED} end) refusal, ${own}`;
  }

  /** Acts of the journal begin with it. */
  get register(): string {
    return this.tables.schema;
  }

  /** Table of the staged lines of one file of a load. */
  staged(id: number, kind?: string): string {
    const { schema, staged } = this.tables;
    return `${schema}.${[staged, id, ...(kind ? [kind.replaceAll('-', '_')] : [])].join('_')}`;
  }

  /** Opens a load and gives it its number. In: its columns that never change, and the paths of its files. */
  async open(ctx: Ctx, named: Readonly<Record<string, string>>, paths: readonly string[]): Promise<number> {
    const names = Object.keys(named).map((name) => sql`, ${sql.ref(name)}`);
    const values = Object.values(named).map((value) => sql`, ${value}`);
    const opened = await one(
      ctx.db,
      sql<{ id: number }>`insert into ${this.imports} (state, actor, at, names${sql.join(names, sql``)})
        values ('reading', ${ctx.actor}, ${ctx.clock.now()}, ${paths.map((path) => basename(path))}::text[]${sql.join(values, sql``)}) returning id`,
    );
    if (!opened) throw new Error('no load was opened');
    return opened.id;
  }

  /** Writes what a load has come to: its state and, of what is known of it, its facts. */
  async settle(ctx: Ctx, id: number, state: LoadState, known: object = {}): Promise<void> {
    const said = known as Readonly<Record<string, unknown>>;
    const facts = this.tables.facts
      .filter((fact) => said[fact] != null)
      .map((fact) => sql`, ${sql.ref(fact)} = ${JSON.stringify(said[fact])}::jsonb`);
    await sql`update ${this.imports} set state = ${state}, at = ${ctx.clock.now()}${sql.join(facts, sql``)}
      where id = ${id}`.execute(ctx.db);
  }

  /** Writes that a load was refused, or that it failed, and why. */
  async refuse(ctx: Ctx, id: number, why: unknown): Promise<void> {
    const [state, refusal] =
      why instanceof Refusal ? ['refused', why.message] : ['interrupted', databaseProblem(why) ?? FAILED];
    await sql`update ${this.imports} set state = ${state}, at = ${ctx.clock.now()}, refusal = ${refusal}
      where id = ${id}`.execute(ctx.db);
  }

  /** A load by its number. */
  read(ctx: Reader, id: number): Promise<L | undefined> {
    return one(ctx.db, sql<L>`select ${this.columns} from ${this.imports} where id = ${id}`);
  }

  /** The loads that wait for a decision, and the last ones, newest first. */
  last(ctx: Reader, limit = 20): Promise<L[]> {
    return rows(
      ctx.db,
      sql<L>`select ${this.columns} from ${this.imports} order by (state = 'held') desc, id desc limit ${limit}`,
    );
  }

  /** The loads before a number, newest first. */
  before(ctx: Reader, id: number, limit = 20): Promise<L[]> {
    return rows(
      ctx.db,
      sql<L>`select ${this.columns} from ${this.imports} where id < ${id} order by id desc limit ${limit}`,
    );
  }

  /** The newest load that was applied, of those that have a value in a column; undefined before the first. */
  lastApplied(ctx: Reader, named: Readonly<Record<string, string>> = {}): Promise<L | undefined> {
    const alike = Object.entries(named).map(([name, value]) => sql` and ${sql.ref(name)} = ${value}`);
    return one(
      ctx.db,
      sql<L>`select ${this.columns} from ${this.imports} where state = 'applied'${sql.join(alike, sql``)}
        order by id desc limit 1`,
    );
  }

  /** Drops the staged lines of a load. */
  async dropStaged(ctx: Ctx, id: number): Promise<void> {
    for (const { name } of await rows(ctx.db, sql<{ name: string }>`${sql.raw(this.stagedOf(id))}`))
      await sql`drop table ${sql.raw(name)}`.execute(ctx.db);
  }

  /** Lets the staged lines of a load outlive a crash of the server: they wait for a decision. */
  async keepStaged(client: pg.Client, id: number): Promise<void> {
    const { rows: found } = await client.query<{ name: string }>(this.stagedOf(id));
    for (const { name } of found) await client.query(`alter table ${name} set logged`);
  }

  /** What a process that died left: its load is marked, its lines are dropped. Under the lock of the loads. */
  async sweep(client: pg.Client): Promise<void> {
    const { schema } = this.tables;
    await client.query(`update ${schema}.imports set state = 'interrupted' where state = 'reading'`);
    const left = await client.query<{ name: string }>(`${this.stagedOf('\\d+')} and not exists (
      select from ${schema}.imports i where i.state = 'held' and i.id = split_part(tablename, '_', 2)::bigint)`);
    for (const { name } of left.rows) await client.query(`drop table ${name}`);
  }

  private stagedOf(id: number | string): string {
    const { schema, staged } = this.tables;
    return `select schemaname || '.' || tablename "name" from pg_tables
      where schemaname = '${schema}' and tablename ~ '^${staged}_${id}(_|$)'`;
  }
}

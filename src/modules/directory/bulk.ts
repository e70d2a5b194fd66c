import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import type { Ctx } from '../../platform/context.js';
import { one } from '../../platform/db/connection.js';
import { CopyRows } from '../../platform/db/copy-rows.js';
import { withoutIndexes } from '../../platform/db/without-indexes.js';
import { keepNames } from './names.js';
import type { EntryLine } from './rules/entry-line.js';
import { PROJECTION } from './rules/projection.js';
import { NAME } from './rules/search-terms.js';
import { ON_NEWER } from './store.js';

const COLUMNS = [
  'id_nat',
  'version',
  'origins',
  'published',
  'published_at',
  'updated_at',
  'person',
  'sort_name',
  'terms',
  'projection',
];
const ALL = sql.raw(COLUMNS.join(', '));

/** Words of names kept in memory before they are written. */
const MANY_WORDS = 20_000;

/**
 * Writes the entries of a whole load, which `fill` makes one by one. Entries that nobody has go straight into the table;
 * otherwise all pass by a table of their own, and only what is newer than what is held is taken. In: the world outside
 * the transaction, the transaction and its connection, the number of the load.
 */
export async function writeLoad(
  outside: Ctx,
  { tx, client, load }: { readonly tx: Ctx; readonly client: PoolClient; readonly load: number },
  fill: (write: (line: EntryLine) => Promise<void> | undefined) => Promise<void>,
): Promise<void> {
  await sql`set local work_mem = '128MB'`.execute(tx.db);
  const { people, known } = await sizeOf(tx, load);
  const names = new NamesToKeep(outside);
  const now = tx.clock.now();
  const copyTo = async (table: string, frozen: boolean) => {
    const copy = new CopyRows(client, table, COLUMNS, { frozen });
    await fill((line) => writeLine(copy, line, names, now));
    await copy.end();
  };
  if (known === 0)
    await withoutIndexes(tx, 'directory.entries', people, ({ renewed }) =>
      copyTo('directory.entries', renewed),
    );
  else {
    await sql`create temp table incoming (like directory.entries including defaults) on commit drop`.execute(
      tx.db,
    );
    await copyTo('incoming', false);
    await sql`insert into directory.entries as held (${ALL})
      select ${ALL} from incoming order by id_nat ${ON_NEWER}`.execute(tx.db);
  }
  await names.flush();
}

function writeLine(
  copy: CopyRows,
  line: EntryLine,
  names: NamesToKeep,
  now: Date,
): Promise<void> | undefined {
  if (line.published) names.add(line.terms);
  const sent = copy
    .row()
    .text(line.idNat)
    .int4(line.version)
    .jsonb(JSON.stringify(line.origins))
    .bool(line.published)
    .timestamptz(line.published ? now : null)
    .timestamptz(now)
    .jsonb(JSON.stringify(line.person))
    .text(line.sortName)
    .tsvector(line.terms)
    .int4(PROJECTION)
    .done();
  return names.full ? Promise.all([sent, names.flush()]).then(() => undefined) : sent;
}

async function sizeOf(ctx: Ctx, load: number): Promise<{ people: number; known: number }> {
  const found = await one(
    ctx.db,
    sql<{ people: number; known: number }>`select count(*)::int people, count(e.id_nat)::int known
      from registry.current_versions c left join directory.entries e on e.id_nat = c.id_nat
      where c.load = ${load}`,
  );
  return found ?? { people: 0, known: 0 };
}

/** Words of names met, written outside the transaction now and then: a word that nobody bears yet harms nobody. */
class NamesToKeep {
  private terms = new Set<string>();

  constructor(private readonly ctx: Ctx) {}

  get full(): boolean {
    return this.terms.size >= MANY_WORDS;
  }

  add(terms: readonly string[]): void {
    for (const term of terms) if (term.startsWith(NAME)) this.terms.add(term);
  }

  async flush(): Promise<void> {
    const { terms } = this;
    this.terms = new Set();
    await keepNames(this.ctx, terms);
  }
}

import { CopyRows } from '../../../platform/db/copy-rows.js';
import { keepNames } from '../names.js';
import type { EntryLine } from '../rules/entry-line.js';
import { PROJECTION } from '../rules/projection.js';
import { NAME } from '../rules/search-terms.js';
import type { RowsWorld } from './rows-world.js';

/** The columns of an entry that a load writes, in the order of the cells. */
export const ENTRY_COLUMNS = [
  'id_nat',
  'version',
  'origins',
  'published',
  'published_at',
  'updated_at',
  'person',
  'other_ids',
  'sort_name',
  'terms',
  'projection',
] as const;

/** Words of names that are remembered: about what a nation bears. Beyond, they are written and may come again. */
const MANY_WORDS = 600_000;

/** Entries as the bytes that COPY takes; the words of their names are for the list of those that people bear. */
export class EntryRows {
  private readonly rows: CopyRows;
  private readonly now: Date;
  private names = new Set<string>();
  /** The words before, on their way. */
  private keeping = Promise.resolve();

  /** In: the world outside the transaction that writes them; what takes the bytes and what gives memory, as for `CopyRows`. */
  constructor(
    private readonly world: RowsWorld,
    take: (piece: Buffer) => Promise<void>,
    spare?: () => Buffer | undefined,
  ) {
    this.now = world.clock.now();
    this.rows = new CopyRows(ENTRY_COLUMNS.length, take, spare);
  }

  /** One entry. Waits when who takes the bytes is behind. */
  add(line: EntryLine): Promise<void> | undefined {
    if (line.published) for (const term of line.terms) if (term.startsWith(NAME)) this.names.add(term);
    const taken = this.rows
      .row()
      .text(line.idNat)
      .int4(line.version)
      .jsonb(JSON.stringify(line.origins))
      .bool(line.published)
      .timestamptz(line.published ? this.now : null)
      .timestamptz(this.now)
      .text(JSON.stringify(line.person))
      .texts(line.person.otherIds)
      .text(line.sortName)
      .tsvector(line.terms)
      .int4(PROJECTION)
      .done();
    if (this.names.size < MANY_WORDS) return taken;
    return Promise.all([taken, this.keepNames()]).then(() => undefined);
  }

  /** Hands on the last rows. Out: the terms of names, to be kept. */
  async end(): Promise<ReadonlySet<string>> {
    await this.rows.end();
    await this.keeping;
    return this.names;
  }

  // Outside the transaction: a word that nobody bears yet harms nobody. People are made while their words are written; who
  // brings the next words waits for those before.
  private keepNames(): Promise<void> {
    const [before, names] = [this.keeping, this.names];
    this.names = new Set();
    this.keeping = before.then(() => keepNames(this.world, names));
    // Told to who waits for it.
    this.keeping.catch(() => undefined);
    return before;
  }
}

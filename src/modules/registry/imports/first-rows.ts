import type pg from 'pg';
import type { CopySink } from '../../../platform/db/copy.js';
import { CopyRows, openRows } from '../../../platform/db/copy-rows.js';
import type { ImportCount } from './import.js';
import type { Run, RunSink } from './stage.js';
import type { ToldPlaces } from './told-places.js';

const FILE = 'personne-activite';
const STATEMENTS = ['id_nat', 'file', 'since', 'load', 'words', 'with_skills', 'content'];
const PERSONS = ['id_nat', 'rpps', 'state', 'version', 'names', 'updated_at', 'load'];
/** Pieces of persons that wait: one connection takes one copy at a time. */
const MANY_PIECES = 64;
/** Blocks whose rows are on their way while the next ones are read: as many as come while the persons are written. */
const MANY_BLOCKS = 40;
/** Places told lately, which are not told again: some two hundred bytes each, and all the establishments of most nations. */
const MANY_PLACES = 100_000;

/** Where the rows of a first file go. */
export interface FirstRowsTo {
  /** Connection of the transaction that holds the register. */
  readonly own: pg.PoolClient;
  /** What takes the places that the lines tell. */
  readonly places: ToldPlaces;
  /** Number of the load. */
  readonly load: number;
  readonly now: Date;
  /** Whether the savoir-faire of the lines count. */
  readonly withSkills: boolean;
  readonly renewed: Renewed;
}

/** Which tables began anew. */
export interface Renewed {
  readonly statements: boolean;
  readonly persons: boolean;
}

/**
 * Writes the activities of people whom nobody knows straight into the register while they are read: there is nothing to
 * compare them with. One and the same number twice, apart from each other, fails with `unique_violation`.
 */
export class FirstRows implements RunSink {
  private readonly created = new Map<string, number>();
  private readonly statements: CopyRows;
  private readonly persons: CopyRows;
  private waiting: Buffer[] = [];
  private told: string[] = [];
  private met = new Set<string>();
  private sending = Promise.resolve();
  /** The end of each of the last blocks. */
  private readonly behind: Promise<void>[] = [];

  private into: CopySink;

  constructor(private readonly to: FirstRowsTo) {
    this.into = openStatements(to);
    this.statements = new CopyRows(STATEMENTS.length, (piece) => this.next(() => this.into.send(piece)));
    this.persons = new CopyRows(PERSONS.length, async (piece) => void this.waiting.push(piece));
  }

  take({ idNat, words, places, lines }: Run): void {
    const { now, load, withSkills } = this.to;
    const prefix = idNat.slice(0, 1);
    this.created.set(prefix, (this.created.get(prefix) ?? 0) + 1);
    const said = words.join(' ');
    this.statements.row().text(idNat).text(FILE).timestamptz(now).int8(load).text(said);
    this.statements.bool(withSkills).text(lines.join('\n')).done();
    const names = [...new Set(said.split(' '))].filter(Boolean);
    this.persons
      .row()
      .text(idNat)
      .text(prefix === '8' ? idNat.slice(1) : undefined);
    this.persons.text('active').int4(1).tsvector(names).timestamptz(now).int8(load).done();
    for (const place of places) this.tell(place);
  }

  async push(): Promise<void> {
    const text = this.told.join('\n');
    this.told = [];
    if (text !== '') this.next(() => this.to.places.tell(text));
    if (this.waiting.length > MANY_PIECES) this.next(() => this.writePersons());
    this.behind.push(this.sending);
    if (this.behind.length > MANY_BLOCKS) await this.behind.shift();
  }

  async end(): Promise<void> {
    await Promise.all([this.statements.end(), this.persons.end()]);
    await this.push();
    await this.next(() => this.writePersons());
    await this.into.end();
    await this.to.places.end();
  }

  async drop(why: Error): Promise<void> {
    await this.sending.catch(() => undefined);
    await Promise.all([this.into.drop(why), this.to.places.drop(why)]);
  }

  /** As a comparison would count them. */
  counts(): ImportCount[] {
    const none = { known: 0, updated: 0, closed: 0, kept: 0, unchanged: 0, conflicts: 0, unknown: 0 };
    return [...this.created]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([prefix, created]) => ({ ...none, file: FILE, prefix, created }));
  }

  private tell(place: string): void {
    // Practices have one person each: only establishments come again.
    if (!place.startsWith('R')) {
      if (this.met.has(place)) return;
      if (this.met.size >= MANY_PLACES) this.met = new Set();
      // What was read is a slice of a block: kept as it is, it would keep the block.
      this.met.add(Buffer.from(place).toString());
    }
    this.told.push(place);
  }

  private async writePersons(): Promise<void> {
    const pieces = this.waiting;
    this.waiting = [];
    await this.into.end();
    this.into = openPersons(this.to);
    for (const piece of pieces) await this.into.send(piece);
    await this.into.end();
    this.into = openStatements(this.to);
  }

  private next(step: () => Promise<void>): Promise<void> {
    this.sending = this.sending.then(step);
    // Told to who waits for it.
    this.sending.catch(() => undefined);
    return this.sending;
  }
}

const openStatements = ({ own, renewed }: FirstRowsTo): CopySink =>
  openRows(own, { table: 'registry.statements', columns: STATEMENTS, frozen: renewed.statements });

const openPersons = ({ own, renewed }: FirstRowsTo): CopySink =>
  openRows(own, { table: 'registry.persons', columns: PERSONS, frozen: renewed.persons });

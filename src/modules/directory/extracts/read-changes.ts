import { sql } from 'kysely';
import { rows } from '../../../platform/db/connection.js';
import { type ReadPerson, VALUE, type Wanted } from './read-people.js';
import type { Snapshot } from './snapshot.js';

/** Somebody whom a publication touched. */
export interface Change {
  readonly idNat: string;
  readonly person: ReadPerson;
  /** Whether the public sees the person, and whether it has seen the person once. */
  readonly published: boolean;
  readonly everPublished: boolean;
  /** Since then the person came into the sight of the public, or left it. */
  readonly switched: boolean;
}

const BATCH = 1000;

/**
 * The people whom a publication after number `since` touched, in the order of their identifiers, batch by batch. In a
 * transaction of one state: what is newer than that state is not told.
 */
export async function* readChanges(
  { readers }: Snapshot,
  since: number,
  wanted: Wanted,
): AsyncGenerator<Change[]> {
  const [reader] = readers;
  if (!reader) return;
  const found = await rows(
    reader,
    sql<{ idNat: string }>`select e.id_nat "idNat" from directory.publications p
      join directory.entries e on e.xid = p.xid where p.number > ${since} order by e.id_nat`,
  );
  for (let from = 0; from < found.length; from += BATCH) {
    const batch = found.slice(from, from + BATCH).map((row) => row.idNat);
    yield rows(
      reader,
      sql<Change>`select e.id_nat "idNat", ${VALUE[wanted]} person, e.published, e.published_at is not null "everPublished",
          exists (select from directory.publications p
            where p.xid = e.switched_xid and p.number > ${since}) switched
        from directory.entries e where e.id_nat = any(${batch}) order by e.id_nat`,
    );
  }
}

import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { Mailbox } from '../../messaging/index.js';
import { structuresById } from '../../structures/index.js';
import type { EntryPerson } from '../entry.js';
import { correspondenceOf } from './correspondence-of.js';

/** All the lines of a holder of mailboxes, today; none for who has no mailbox to show any more. */
export interface HolderLines {
  readonly idNat?: string;
  /** Kind and number of a structure. */
  readonly structure?: readonly [kind: string, number: string];
  readonly lines: readonly string[];
}

interface Held {
  readonly holder: string;
  readonly mailboxes: readonly Mailbox[];
  readonly person: EntryPerson | null;
}

const BATCH = 1000;

/**
 * The holders whose lines of `Extraction_Correspondance_MSSante` may have changed after publication `since`: whose mailboxes
 * or whose record changed, and those whose mailbox names a structure that did. In: a database or a snapshot of it, the day
 * (`YYYY-MM-DD`). Now and then one who has not changed is told as well, which does no harm.
 */
export async function* changedCorrespondence(
  db: Ctx['db'],
  since: number,
  on: string,
): AsyncGenerator<HolderLines[]> {
  for (const changed of [peopleSince(since), structuresSince(since)]) {
    const holders = (await rows(db, changed)).map(({ holder }) => holder);
    for (let from = 0; from < holders.length; from += BATCH)
      yield await linesOf(db, holders.slice(from, from + BATCH), on);
  }
}

// Structures change in transactions of their own, which have no number: those of the hour before count as well.
const STRUCTURES = (since: number) => sql`(select id from structures.changes where recorded_at >
  (select recorded_at - interval '1 hour' from directory.publications where number = ${since}))`;

const naming = (mailboxes: RawBuilder<unknown>, since: number) =>
  sql`exists (select from jsonb_array_elements(${mailboxes}) m where m ->> 'structureId' in ${STRUCTURES(since)})`;

const peopleSince = (since: number) =>
  sql<{
    holder: string;
  }>`select e.id_nat holder from directory.publications p join directory.entries e on e.xid = p.xid
      where p.number > ${since} and e.mailboxes_version > 0
    union select e.id_nat from directory.entries e
      where e.published and e.mailboxes <> '[]' and ${naming(sql`e.mailboxes`, since)} order by holder`;

const structuresSince = (since: number) =>
  sql<{ holder: string }>`select m.structure_id holder from directory.publications p
      join directory.structure_mailboxes m on m.xid = p.xid where p.number > ${since}
    union select m.structure_id from directory.structure_mailboxes m
      where m.mailboxes <> '[]' and (m.structure_id in ${STRUCTURES(since)}) order by holder`;

async function linesOf(db: Ctx['db'], holders: readonly string[], on: string): Promise<HolderLines[]> {
  const held = await rows(
    db,
    sql<Held>`select id_nat holder, case when published then mailboxes else '[]' end mailboxes, person
        from directory.entries where id_nat = any(${[...holders]})
      union all select structure_id, mailboxes, null from directory.structure_mailboxes
        where structure_id = any(${[...holders]}) order by holder`,
  );
  const named = held.flatMap(({ holder, mailboxes }) => [
    holder,
    ...mailboxes.flatMap(({ structureId }) => structureId ?? []),
  ]);
  const places = await structuresById({ db }, [...new Set(named)]);
  return held.map(({ holder, mailboxes, person }) => {
    const lines = correspondenceOf(mailboxes, person ?? undefined, places, on);
    if (person) return { idNat: holder, lines };
    const number = places.get(holder)?.nationalId;
    return { structure: [number?.[0] ?? '', number ?? holder] as const, lines };
  });
}

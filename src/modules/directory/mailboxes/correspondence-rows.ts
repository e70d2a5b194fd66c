import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { Mailbox } from '../../messaging/index.js';
import { structuresById } from '../../structures/index.js';
import type { EntryPerson } from '../entry.js';
import { correspondenceOf } from './correspondence-of.js';

interface Held {
  readonly holder: string;
  readonly mailboxes: readonly Mailbox[];
  readonly person?: EntryPerson;
}

const BATCH = 1000;

/**
 * All the lines of `Extraction_Correspondance_MSSante`, without header nor ends, batch by batch: the mailboxes of
 * published people in the order of their identifiers, then those of structures. In: a database or a snapshot of it, the
 * day (`YYYY-MM-DD`). Bounded memory.
 */
export async function* correspondenceRows(db: Ctx['db'], on: string): AsyncGenerator<string[]> {
  for (const read of [ofPeople, ofStructures]) {
    let after = '';
    for (;;) {
      const batch = await read(db, after);
      const last = batch.at(-1);
      if (!last) break;
      yield await linesOf(db, batch, on);
      after = last.holder;
    }
  }
}

async function linesOf(db: Ctx['db'], batch: readonly Held[], on: string): Promise<string[]> {
  const ids = batch.flatMap(({ mailboxes }) => mailboxes.flatMap(({ structureId }) => structureId ?? []));
  const places = await structuresById({ db }, [...new Set(ids)]);
  return batch.flatMap(({ mailboxes, person }) => correspondenceOf(mailboxes, person, places, on));
}

const ofPeople = (db: Ctx['db'], after: string): Promise<Held[]> =>
  rows(
    db,
    sql<Held>`select id_nat holder, mailboxes, person from directory.entries
      where published and mailboxes <> '[]' and id_nat > ${after} order by id_nat limit ${BATCH}`,
  );

const ofStructures = (db: Ctx['db'], after: string): Promise<Held[]> =>
  rows(
    db,
    sql<Held>`select structure_id holder, mailboxes from directory.structure_mailboxes
      where mailboxes <> '[]' and structure_id > ${after} order by structure_id limit ${BATCH}`,
  );

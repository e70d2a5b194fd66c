import { setImmediate } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';
import { today } from '../../../platform/clock.js';
import type { Ctx } from '../../../platform/context.js';
import { withConnection } from '../../../platform/db/connection.js';
import { copyOut } from '../../../platform/db/copy.js';
import type { FileKind } from '../files/index.js';
import type { Person } from '../person.js';
import { assemblePerson } from '../rules/assemble-person.js';
import { unfoldStatements } from '../rules/unfold-statements.js';
import type { Statement } from '../statement.js';
import { headOf, holdsAt, persons } from './persons.js';

/** Between two statements, between two fields of one, between two lines of a content: no cell holds them. */
const [STATEMENTS, FIELDS, LINES] = ['\x04', '\x05', '\x06'];

// People who also have parts of their own (a certified status) are few: they are read the usual way.
const [ID_NAT, PARTS] = [1, 6];
const SLICE = 8;
/** Of people whom no authority has told: nearly everybody in a load. */
const NO_ORIGINS = '{}';
/** How an absent value is copied. */
const NONE = '\x03';

const query = (load: number): string => `
  select p.id, p.id_nat, p.version, p.state, p.origins::text, array_to_string(p.other_ids, ','),
    exists (select from registry.parts r where r.person_id = p.id),
    (select string_agg(concat_ws(E'\\x05', s.file, (date_part('epoch', s.since) * 1000)::bigint,
        coalesce((date_part('epoch', s.until) * 1000)::bigint::text, ''), s.with_skills,
        replace(s.content, E'\\n', E'\\x06')), E'\\x04')
      from registry.statements s where s.id_nat = p.id_nat and s.taken_over_at is null),
    p.merged_into
  from registry.persons p where p.load = ${load}`;

/**
 * The people whom a load of national files touched last, as they are now, in lots, in bounded memory, on a connection of
 * its own. In: no transaction; the number of the load; what takes a lot, and is waited for.
 */
export function peopleOfLoad(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  load: number,
  take: (people: readonly Person[]) => Promise<void>,
): Promise<void> {
  return withConnection(ctx.db, async (client) => {
    for await (const lot of copyOut(client, query(load))) await take(await assemble(ctx, lot));
  });
}

async function assemble(ctx: Pick<Ctx, 'db' | 'clock'>, lot: readonly string[][]): Promise<Person[]> {
  const [now, day] = [ctx.clock.now(), today(ctx.clock)];
  const usual = lot.filter((cells) => cells[PARTS] === 't').map((cells) => cells[ID_NAT] ?? '');
  const read: ReadonlyMap<string, Person> = usual.length === 0 ? new Map() : await persons(ctx, usual);
  const people: Person[] = [];
  for (const cells of lot) {
    people.push(read.get(cells[ID_NAT] ?? '') ?? fromStatements(cells, now, day));
    // Who waits for a page shares this thread.
    if (isMainThread && people.length % SLICE === 0) await setImmediate();
  }
  return people;
}

function fromStatements(cells: readonly string[], now: Date, day: string): Person {
  const [
    id = '',
    idNat = '',
    version = '',
    state,
    origins = NO_ORIGINS,
    others = '',
    ,
    said = '',
    into = '',
  ] = cells;
  const statements = said === NONE ? [] : said.split(STATEMENTS).map((one) => statementOf(idNat, one));
  const parts = unfoldStatements(Number(id), statements).filter((part) => holdsAt(part, now));
  const head = headOf({
    ...{ id: Number(id), idNat, version: Number(version), state: state === 'active' ? 'active' : 'closed' },
    ...{
      rpps: idNat.startsWith('8') ? idNat.slice(1) : null,
      origins: origins === NO_ORIGINS ? {} : JSON.parse(origins),
    },
    otherIds: others === '' || others === NONE ? [] : others.split(','),
    mergedInto: into === '' || into === NONE ? null : into,
  });
  return assemblePerson(head, parts, day);
}

function statementOf(idNat: string, text: string): Statement {
  const [file, since, until, withSkills, content = ''] = text.split(FIELDS);
  return {
    idNat,
    file: file as FileKind,
    since: new Date(Number(since)),
    until: until ? new Date(Number(until)) : null,
    withSkills: withSkills === 't',
    content: content.replaceAll(LINES, '\n'),
  };
}

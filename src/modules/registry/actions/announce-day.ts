import { sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import { one, rows } from '../../../platform/db/connection.js';
import { emit } from '../../../platform/events.js';
import { personChanged } from '../events.js';
import { heldParts, lockPersons } from '../store.js';
import { savePersons } from './save-persons.js';

const BATCH = 1000;

/**
 * Tells the copies of the register that a day has come: an exercise, an activity or an authorisation whose own dates
 * begin or end between the last day told and today changes what is current, though nobody wrote anything. Their people
 * have a new version. Harmless when repeated, also when the clock went back. Out: how many people.
 */
export async function announceDay(ctx: Ctx): Promise<number> {
  return transaction(ctx, async (tx) => {
    const last = await one(tx.db, sql<{ day: string }>`select day from registry.announced_day for update`);
    const day = today(tx.clock);
    if (!last || last.day === day) return 0;
    const [first = day, second = day] = [last.day, day].sort();
    const due = await peopleDue(tx, first, second);
    for (let from = 0; from < due.length; from += BATCH) await renew(tx, due.slice(from, from + BATCH));
    await sql`update registry.announced_day set day = ${day}::date`.execute(tx.db);
    return due.length;
  });
}

/** People with something whose first day is after `from` and not after `to`, or whose last day is over in between. */
async function peopleDue(ctx: Ctx, from: string, to: string): Promise<number[]> {
  const found = await rows(
    ctx.db,
    sql<{ id: number }>`select distinct person_id id from registry.parts
      where superseded_at is null and valid_to is null and kind in ('exercise', 'activity', 'authorisation')
        and ((value ->> 'from' > ${from} and value ->> 'from' <= ${to})
          or (value ->> 'to' >= ${from} and value ->> 'to' < ${to}))
      order by id`,
  );
  return found.map((row) => row.id);
}

async function renew(ctx: Ctx, ids: readonly number[]): Promise<void> {
  const persons = await lockPersons(ctx, { ids });
  const parts = await heldParts(ctx, persons);
  const saved = await savePersons(
    ctx,
    persons.map((person) => ({ person, parts: parts.get(person.id) ?? [], origins: {} })),
  );
  await emit(ctx, saved.map(personChanged));
}

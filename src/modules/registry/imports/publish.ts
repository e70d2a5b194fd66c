import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { emit } from '../../../platform/events.js';
import { personChanged } from '../events.js';

const BATCH = 5000;

/**
 * Gives the people of `import_touched` their next version, with what they are found by, and asks for the copies of
 * the directory and of the provider. All becomes visible with the transaction; each copy then takes people by
 * batches, a person always as a whole.
 */
export async function publish(ctx: Ctx): Promise<void> {
  await sql`create unique index on import_touched (person_id)`.execute(ctx.db);
  await sql`analyze import_touched`.execute(ctx.db);
  await sql`update registry.persons p set version = p.version + 1, updated_at = ${ctx.clock.now()},
      names = coalesce(i.names, ''), birth_date = coalesce(c.birth_date, p.birth_date),
      state = case when i.open then 'active' else 'closed' end
    from import_touched t
    left join (select person_id, bool_or(not closed and file in ('personne-activite', 'prosanteconnect')) open,
        array_to_tsvector(array_remove(string_to_array(string_agg(words, ' '), ' '), '')) names
      from registry.imported where person_id in (select person_id from import_touched)
      group by person_id) i using (person_id)
    left join (select person_id, min((value ->> 'birthDate')::date) birth_date from registry.parts
      where kind = 'civil-status' and superseded_at is null and valid_to is null
        and person_id in (select person_id from import_touched) group by person_id) c using (person_id)
    where p.id = t.person_id`.execute(ctx.db);
  let after = 0;
  for (;;) {
    const batch = await rows(
      ctx.db,
      sql<Changed>`select p.id, p.id_nat "idNat", p.version, p.origins
        from import_touched t join registry.persons p on p.id = t.person_id
        where t.person_id > ${after} order by t.person_id limit ${BATCH}`,
    );
    const last = batch.at(-1);
    if (!last) return;
    await emit(ctx, batch.map(personChanged));
    after = last.id;
  }
}

interface Changed {
  readonly id: number;
  readonly idNat: string;
  readonly version: number;
  readonly origins: Readonly<Record<string, number>>;
}

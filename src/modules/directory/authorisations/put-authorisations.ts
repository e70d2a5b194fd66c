import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { affected } from '../../../platform/db/connection.js';
import type { Authorisation } from '../fhir/resources/authorisation.js';
import { authorisationTerms } from '../fhir/search/authorisations.js';
import { publish } from '../publications/publish.js';

/**
 * Holds all the authorisations of establishments: those of the list are written, those that are no longer in it are
 * withdrawn and keep their id. In: the whole list, each id once. Out: how many changed; none makes no publication.
 */
export function putAuthorisations(ctx: Ctx, list: readonly Authorisation[]): Promise<number> {
  const lines = list.map((one) => ({
    id: one.id,
    kind: one.kind,
    structure_id: one.structureId,
    data: one,
    terms: authorisationTerms(one),
  }));
  return transaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const written = await affected(
      tx.db,
      sql`insert into directory.authorisations as held (id, kind, structure_id, data, active, terms, updated_at, xid)
        select l.id, l.kind, l.structure_id, l.data, true, array_to_tsvector(l.terms), ${now}, pg_current_xact_id()
        from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
          as l(id text, kind text, structure_id text, data jsonb, terms text[])
        on conflict (id) do update set kind = excluded.kind, structure_id = excluded.structure_id,
          data = excluded.data, active = true, terms = excluded.terms, version = held.version + 1,
          updated_at = excluded.updated_at, xid = excluded.xid
        where held.data <> excluded.data or not held.active`,
    );
    const withdrawn = await affected(
      tx.db,
      sql`update directory.authorisations set active = false, version = version + 1, updated_at = ${now},
          xid = pg_current_xact_id()
        where active and not (id = any(${lines.map(({ id }) => id)}))`,
    );
    if (written + withdrawn > 0) await publish(tx, 'authorisations');
    return written + withdrawn;
  });
}

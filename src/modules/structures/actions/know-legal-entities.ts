import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';

/**
 * Takes in legal entities of which only the number is told, so that no establishment points to nothing; those that are
 * known are left as they are. In: FINESS numbers, what names them (`live`, `finess 12`).
 */
export async function knowLegalEntities(ctx: Ctx, numbers: readonly string[], act = 'live'): Promise<void> {
  if (numbers.length === 0) return;
  await sql`insert into structures.structures
      (id, finess, data, kind, active, sort_name, terms, updated_at, since, act)
    select 'F' || entity, entity, jsonb_build_object('id', 'F' || entity, 'finess', entity, 'kind', 'EJ',
        'name', 'ENTITÉ JURIDIQUE ' || entity, 'source', 'FINESS'), 'EJ', true,
      'entite juridique ' || lower(entity), array_to_tsvector(array['i_' || lower(entity)]),
      ${ctx.clock.now()}, ${ctx.clock.now()}, ${act}
    from unnest(${[...new Set(numbers)]}::text[]) entity
    where not exists (select from structures.structures s where s.id = 'F' || entity)
    order by entity on conflict (id) do nothing`.execute(ctx.db);
}

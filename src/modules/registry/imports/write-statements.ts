import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { withoutIndexes } from '../../../platform/db/without-indexes.js';
import type { FileKind } from '../files/index.js';
import { KEPT_FIELDS } from './rules/kept-fields.js';

/** Where the statements of a file come from and what they are worth. */
export interface Writing {
  readonly kind: FileKind;
  /** Number of the load. */
  readonly id: number;
  /** Table of the staged lines. */
  readonly table: string;
  /** Whether the savoir-faire of the activities count, for want of a file of their own. */
  readonly withSkills: boolean;
}

/**
 * Writes what a file says now of the numbers of `import_change`: what it said ends, what it says begins, at the same
 * instant. Of what began at that very instant nothing is kept.
 */
export async function writeStatements(ctx: Ctx, { kind, id, table, withSkills }: Writing): Promise<void> {
  const now = ctx.clock.now();
  await sql`delete from registry.statements s using import_change c
    where c.outcome in ('updated', 'closed') and s.id_nat = c.id_nat and s.file = ${kind}
      and s.since >= ${now}`.execute(ctx.db);
  await sql`update registry.statements s set until = ${now}, ended_by = ${id} from import_change c
    where c.outcome in ('updated', 'closed') and s.id_nat = c.id_nat and s.file = ${kind}
      and s.until is null`.execute(ctx.db);
  const said = await one(
    ctx.db,
    sql<{ n: number }>`select count(*)::int n from import_change where outcome in ('created', 'updated')`,
  );
  await withoutIndexes(ctx, 'registry.statements', said?.n ?? 0, () =>
    sql`insert into registry.statements (id_nat, file, since, load, words, with_skills, content)
      select l.id_nat, ${kind}, ${now}, ${id}, l.words, ${withSkills && kind === 'personne-activite'}, l.content
      from ${sql.raw(table)} l
      where l.id_nat in (select id_nat from import_change where outcome in ('created', 'updated'))
      order by l.id_nat`.execute(ctx.db),
  );
}

/**
 * The first file of savoir-faire answers for all of them, also for people whom it does not name: those that the
 * activities told of them end. Adds these people to `import_touched`.
 */
export async function endStandInSkills(ctx: Ctx, id: number): Promise<void> {
  const now = ctx.clock.now();
  const before = KEPT_FIELDS['personne-activite'].indexOf('skill');
  const told = `(^|\\n)([^|\\n]*\\|){${before}}[^|\\n]`;
  await sql`create temp table import_cleared on commit drop as
    select * from registry.statements s where s.file = 'personne-activite' and s.until is null and s.with_skills
      and s.content ~ ${told} and s.taken_over_at is null
      and not exists (select from registry.statements f
        where f.id_nat = s.id_nat and f.file = 'savoir-faire' and f.until is null)`.execute(ctx.db);
  await sql`update registry.statements s set until = ${now} from import_cleared c
    where s.id_nat = c.id_nat and s.file = c.file and s.since = c.since and s.since < ${now}`.execute(ctx.db);
  await sql`insert into registry.statements (id_nat, file, since, load, words, with_skills, content)
    select id_nat, file, ${now}, ${id}, words, false, content from import_cleared
    on conflict (id_nat, file, since) do update set with_skills = false`.execute(ctx.db);
  await sql`insert into import_touched select id_nat from import_cleared`.execute(ctx.db);
  await sql`drop table import_cleared`.execute(ctx.db);
}

import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import type { FileKind } from '../files/index.js';
import type { PartKind } from '../part.js';
import { bringsPeople } from './diff.js';
import { KEPT_FIELDS } from './rules/kept-fields.js';

/** The kinds of parts that a file answers for; `alone`: those of people whom the activities file does not name. */
export interface Answers {
  readonly always: readonly PartKind[];
  readonly alone: readonly PartKind[];
}

/** Who guarantees what a file says without naming the authority: those who publish it. */
const PUBLISHER = 'ANS';

/**
 * Writes into `import_wanted` the parts that a file says of the people of `import_change`, keyed as those of an
 * authority are, so that an authority which registers the person later takes them over. In: the file, its staged lines,
 * whether savoir-faire come from a file of their own. Out: what the file answers for.
 */
export async function wantParts(
  ctx: Ctx,
  kind: FileKind,
  table: string,
  skillsElsewhere: boolean,
): Promise<Answers> {
  await sql`create temp table import_wanted (person_id bigint, kind text, key text, value jsonb, authority text)
    on commit drop`.execute(ctx.db);
  await readCells(ctx, kind, table);
  if (kind === 'savoir-faire') {
    await skillsOfFile(ctx);
    return { always: ['skill'], alone: [] };
  }
  if (kind === 'diplomes') {
    await titles(ctx);
    return { always: ['diploma', 'authorisation'], alone: [] };
  }
  await exercises(ctx);
  const own: readonly PartKind[] = ['exercise', 'activity'];
  if (kind === 'prosanteconnect') {
    await skillsOfActivities(ctx);
    await civilStatuses(ctx);
    return { always: ['civil-status', 'correspondence'], alone: [...own, 'skill'] };
  }
  // The savoir-faire have a file of their own; until it is loaded, those of the activities stand in.
  if (skillsElsewhere) return { always: own, alone: [] };
  await skillsOfActivities(ctx);
  return { always: [...own, 'skill'], alone: [] };
}

async function readCells(ctx: Ctx, kind: FileKind, table: string): Promise<void> {
  const cells = KEPT_FIELDS[kind].map((field, i) => `nullif(a[${i + 1}], '') as "${field}"`).join(', ');
  const named = sql`select person_id, alone, exercises, ${sql.raw(cells)} from (
    select distinct c.person_id, c.alone, c.exercises, string_to_array(l.line, '|') a
    from import_change c join ${sql.raw(table)} l on l.id_nat = c.id_nat
    where c.outcome in ('created', 'updated', 'moved')) lines`;
  const keyed = bringsPeople(kind) ? withKeys(named) : named;
  await sql`create temp table import_cells on commit drop as ${keyed}`.execute(ctx.db);
  await sql`analyze import_cells`.execute(ctx.db);
}

// The file gives an activity no number: what makes it that activity is where and how, not its phone.
const withKeys = (named: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select *, authority || '/' || profession || '-' || category exercise,
    case when coalesce(structure, finess, siret, mode, sector, "pharmacistSection", role, genre) is not null
      then 'i' || left(md5(concat_ws('|', coalesce(structure, ''), coalesce(finess, ''), coalesce(siret, ''),
        coalesce(mode, ''), coalesce(sector, ''), coalesce("pharmacistSection", ''), coalesce(role, ''),
        coalesce(genre, ''))), 10) end activity
  from (select *, coalesce(min(nullif(split_part(authorities, '/', 1), ''))
      over (partition by person_id, profession, category), ${PUBLISHER}) authority
    from (${named}) named) guaranteed`;

async function exercises(ctx: Ctx): Promise<void> {
  await sql`insert into import_wanted
    select person_id, 'exercise', exercise, jsonb_strip_nulls(jsonb_build_object('profession', profession,
      'category', category, 'civility', min("exerciseCivility"), 'name', coalesce(min(name), ''),
      'givenName', coalesce(min("givenName"), ''))), authority
    from import_cells where alone and exercise is not null
    group by person_id, exercise, profession, category, authority`.execute(ctx.db);
  await sql`insert into import_wanted
    select distinct person_id, 'activity', exercise || '/' || activity, jsonb_strip_nulls(jsonb_build_object(
      'key', activity, 'mode', mode, 'genre', genre, 'sector', sector, 'pharmacistSection', "pharmacistSection",
      'function', case when role like 'FON-%' then role end,
      'role', case when role not like 'FON-%' then role end,
      'structure', coalesce(structure, 'F' || finess, 'C' || siret))), authority
    from import_cells where alone and exercise is not null and activity is not null`.execute(ctx.db);
}

async function skillsOfActivities(ctx: Ctx): Promise<void> {
  await sql`insert into import_wanted
    select distinct person_id, 'skill', exercise || '/' || "skillType" || '-' || skill,
      jsonb_build_object('type', "skillType", 'code', skill), authority
    from import_cells where alone and exercise is not null and "skillType" is not null
      and skill is not null`.execute(ctx.db);
}

async function skillsOfFile(ctx: Ctx): Promise<void> {
  await sql`insert into import_wanted
    select distinct c.person_id, 'skill', e.key || '/' || "skillType" || '-' || skill,
      jsonb_build_object('type', "skillType", 'code', skill), split_part(e.key, '/', 1)
    from import_cells c, unnest(c.exercises) e(key)
    where split_part(e.key, '/', 2) = profession || '-' || category and "skillType" is not null
      and skill is not null`.execute(ctx.db);
}

async function titles(ctx: Ctx): Promise<void> {
  const guarantor = sql`coalesce(split_part(exercises[1], '/', 1), ${PUBLISHER})`;
  await sql`insert into import_wanted
    select distinct person_id, 'diploma', ${guarantor} || '/' || "diplomaType" || '-' || diploma,
      jsonb_build_object('type', "diplomaType", 'code', diploma), ${guarantor}
    from import_cells where "diplomaType" is not null and diploma is not null`.execute(ctx.db);
  await sql`insert into import_wanted
    select distinct person_id, 'authorisation', ${guarantor} || '/' || "authorisationType" || '-'
        || coalesce(discipline, ''),
      jsonb_strip_nulls(jsonb_build_object('type', "authorisationType", 'discipline', discipline)), ${guarantor}
    from import_cells where "authorisationType" is not null`.execute(ctx.db);
}

async function civilStatuses(ctx: Ctx): Promise<void> {
  // The extraction does not say who certified the status, nor when: it is one whose certification is asked for.
  const day = ctx.clock.now().toISOString().slice(0, 10);
  await sql`create temp table import_civil on commit drop as
    select distinct on (person_id) * from import_cells
    order by person_id, authority, "birthName", "givenNames", "birthDate", mobile, "ownMail"`.execute(ctx.db);
  await sql`insert into import_wanted
    select person_id, 'civil-status', authority, jsonb_strip_nulls(jsonb_build_object('birthName', "birthName",
      'givenNames', array_remove(string_to_array(coalesce("givenNames", ''), ''''), ''), 'sex', sex,
      'birthDate', "birthDate", 'civility', civility,
      'birthPlace', jsonb_build_object('commune', "birthCommune", 'name', coalesce("birthPlace", ''),
        'country', coalesce("birthCountry", case when "birthCommune" is null then '' else '99000' end)),
      'certification', jsonb_build_object('state', 'DI', 'at', ${day}::text, 'source', authority))), authority
    from import_civil
    where "birthName" is not null and "birthDate" is not null and sex in ('F', 'M')`.execute(ctx.db);
  await sql`insert into import_wanted
    select person_id, 'correspondence', authority, jsonb_strip_nulls(jsonb_build_object('mail', "ownMail",
      'mobile', case when "mobileE164" is not null then jsonb_build_object('e164', "mobileE164",
        'original', mobile, 'source', authority) end)), authority
    from import_civil where coalesce("ownMail", "mobileE164") is not null`.execute(ctx.db);
  await sql`drop table import_civil`.execute(ctx.db);
}

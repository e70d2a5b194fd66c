import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { statement } from '../../../platform/db/statement.js';
import { emit } from '../../../platform/events.js';
import type { CivilStatus } from '../../authorities/index.js';
import { duplicateSuspected } from '../events.js';
import type { PartRow } from '../part.js';
import { leadingCivilStatus } from '../rules/leading-part.js';
import { searchWords } from '../rules/search-words.js';
import type { PersonRow } from '../store.js';
import { certifiedTraits } from './identify.js';

/** A person whose parts were rewritten, and which versions of which authorities they now include. */
export interface Rewritten {
  readonly person: PersonRow;
  readonly parts: readonly PartRow[];
  readonly origins: Readonly<Record<string, number>>;
}

export interface SavedPerson {
  readonly idNat: string;
  readonly version: number;
  readonly origins: Readonly<Record<string, number>>;
}

/** Gives each person the next version and what is found by: state, certified traits, words of the names. */
export async function savePersons(ctx: Ctx, many: readonly Rewritten[]): Promise<SavedPerson[]> {
  const lines = many.map(({ person, parts, origins }) => {
    const current = parts.filter((row) => row.supersededAt === null);
    const civil = leadingCivilStatus(current)?.value as CivilStatus | undefined;
    return {
      id: person.id,
      idNat: person.idNat,
      origins,
      traits: civil ? certifiedTraits(civil) : null,
      heldTraits: person.certifiedTraits,
      words: searchWords(current),
      birth_date: civil?.birthDate ?? null,
    };
  });
  const twins = await withoutTwins(ctx, lines);
  const values = { lines: JSON.stringify(lines), now: ctx.clock.now() };
  const saved = (await writePersons(ctx.db, values)).rows;
  await emit(ctx, saved.filter((one) => twins.has(one.idNat)).map(duplicateSuspected));
  return saved;
}

const writePersons = statement<{ lines: string; now: Date }, SavedPerson>(
  'registry_save_persons',
  (value) => sql`update registry.persons p set version = p.version + 1, origins = p.origins || l.origins,
        certified_traits = l.traits, birth_date = l.birth_date, updated_at = ${value('now')},
        names = array_to_tsvector(array(select jsonb_array_elements_text(l.words))),
        state = case when exists (select from registry.memberships m
            where m.person_id = p.id and not m.closed and m.refusal is null)
          or not exists (select from registry.memberships m where m.person_id = p.id)
            and exists (select from registry.statements s where s.id_nat = p.id_nat and s.until is null
              and s.file in ('personne-activite', 'prosanteconnect')) and p.merged_into is null then 'active' else 'closed' end
      from jsonb_to_recordset(${value('lines')}::jsonb)
        as l(id bigint, origins jsonb, traits text, words jsonb, birth_date date)
      where p.id = l.id returning p.id_nat "idNat", p.version, p.origins`,
);

/** A change that makes two people one cannot be refused any more: it is written, unguarded, and told. */
async function withoutTwins(
  ctx: Ctx,
  lines: { id: number; idNat: string; traits: string | null; readonly heldTraits: string | null }[],
): Promise<Set<string>> {
  // Traits that their own person held already are nobody else's: the database sees to that.
  const traits = lines.flatMap((one) => (one.traits === one.heldTraits ? [] : (one.traits ?? [])));
  if (traits.length === 0) return new Set();
  const held = await rows(
    ctx.db,
    sql<{ id: number; traits: string }>`select id, certified_traits traits from registry.persons
      where certified_traits = any(${traits})`,
  );
  const holders = new Map(held.map((row) => [row.traits, row.id]));
  const suspected = new Set<string>();
  for (const line of lines) {
    if (line.traits === null) continue;
    const holder = holders.get(line.traits);
    if (holder !== undefined && holder !== line.id) {
      line.traits = null;
      suspected.add(line.idNat);
    } else holders.set(line.traits, line.id);
  }
  return suspected;
}

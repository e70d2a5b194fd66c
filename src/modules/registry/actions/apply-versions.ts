import { sql } from 'kysely';
import { passCauses } from '../../../platform/causes.js';
import type { Ctx } from '../../../platform/context.js';
import { statement } from '../../../platform/db/statement.js';
import { emit } from '../../../platform/events.js';
import type { Activity, MemberVersion } from '../../authorities/index.js';
import { assignPracticeNumbers } from '../../structures/index.js';
import { personChanged } from '../events.js';
import type { PartRow } from '../part.js';
import { applyVersion } from '../rules/apply-version.js';
import { lockPersons, type PersonRow, saveParts, takeOver } from '../store.js';
import { savePersons } from './save-persons.js';
import { standAlone } from './stand-alone.js';

/** Versions of one file, oldest first, and the person whom they are about. */
export interface Applied {
  readonly personId: number;
  readonly versions: readonly MemberVersion[];
}

/** Writes versions into the parts of their people: one new version per person, one event each. */
export async function applyVersions(ctx: Ctx, applied: readonly Applied[]): Promise<void> {
  if (applied.length === 0) return;
  const ids = [...new Set(applied.map((one) => one.personId))];
  const persons = await lockPersons(ctx, { ids });
  const held = await takeOver(ctx, persons);
  await standAlone(ctx, persons);
  const byPerson = Map.groupBy(applied, (one) => one.personId);
  const now = ctx.clock.now();
  const rewritten = persons.map((person) => {
    const versions = (byPerson.get(person.id) ?? []).flatMap((one) => one.versions);
    const parts = versions.reduce<PartRow[]>(
      (rows, version) => applyVersion(rows, person.id, version, now),
      held.get(person.id) ?? [],
    );
    return { person, versions, parts };
  });
  await saveParts(
    ctx,
    rewritten.flatMap((one) => one.parts),
  );
  await recordProgress(ctx, applied);
  await numberPractices(ctx, rewritten);
  const saved = await savePersons(
    ctx,
    rewritten.map(({ person, versions, parts }) => ({ person, parts, origins: originsOf(versions) })),
  );
  const files = rewritten.map(
    ({ person, versions }) => [person.idNat, versions.at(-1)?.memberId ?? person.idNat] as const,
  );
  await emit(passCauses(ctx, files), saved.map(personChanged));
}

function originsOf(versions: readonly MemberVersion[]): Record<string, number> {
  return Object.fromEntries(versions.map((one) => [one.authority, one.version]));
}

async function recordProgress(ctx: Ctx, applied: readonly Applied[]): Promise<void> {
  const lines = applied.flatMap(({ personId, versions }) => {
    const last = versions.at(-1);
    return last
      ? [
          {
            member_id: last.memberId,
            authority: last.authority,
            personId,
            applied: last.version,
            closed: last.closed,
          },
        ]
      : [];
  });
  await writeProgress(ctx.db, { lines: JSON.stringify(lines) });
}

const writeProgress = statement<{ lines: string }, unknown>(
  'registry_progress',
  (value) => sql`update registry.memberships m set authority = l.authority, person_id = l."personId",
      applied = l.applied, closed = l.closed
    from jsonb_to_recordset(${value('lines')}::jsonb)
      as l(member_id uuid, authority text, "personId" bigint, applied integer, closed boolean)
    where m.member_id = l.member_id`,
);

async function numberPractices(
  ctx: Ctx,
  rewritten: readonly { readonly person: PersonRow; readonly parts: readonly PartRow[] }[],
): Promise<void> {
  const holders = rewritten.flatMap(({ person, parts }) =>
    parts.flatMap((part) => {
      const id = part.kind === 'activity' ? (part.value as Activity).structure : undefined;
      return id && person.rpps ? [{ id, rpps: person.rpps }] : [];
    }),
  );
  await assignPracticeNumbers(ctx, holders);
}

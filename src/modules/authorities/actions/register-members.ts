import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { today } from '../../../platform/clock.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import type { FieldProblem } from '../../../platform/errors.js';
import { emit } from '../../../platform/events.js';
import { errors } from '../errors.js';
import { memberChanged } from '../events.js';
import type { Registered, Registration } from '../registration.js';
import { actorKind } from '../rules/actor-kind.js';
import { isAuthority } from '../rules/authority-list.js';
import { recordProblems } from '../rules/check-record.js';
import { problem } from '../rules/problem.js';
import { validationProblems } from '../rules/validation-act.js';
import { insertActs, insertVersions, type NewVersion } from '../store.js';
import { reopenMembers } from './reopen-members.js';

/**
 * Registers people at their authority and asks the register to receive them. A closed file of the same person is
 * opened again. Throws `authorities.invalid-record` with one entry per faulty field (`registrations/3/…` where
 * several are given), `authorities.already-member`. The number of statements does not grow
 * with the number of people, except for files that are opened again.
 */
export async function registerMembers(ctx: Ctx, many: readonly Registration[]): Promise<Registered[]> {
  if (many.length === 0) return [];
  const kind = actorKind(ctx.actor);
  if (kind !== 'agent' && kind !== 'authority') throw errors.forbiddenActor('register');
  const problems = many.flatMap((one, i) =>
    registrationProblems(one, ctx).map((fault) =>
      many.length === 1 ? fault : { ...fault, field: `registrations/${i}/${fault.field}` },
    ),
  );
  if (problems.length > 0) throw errors.invalidRecord(problems);
  return transaction(ctx, async (tx) => {
    const reopened = await reopenMembers(tx, many);
    const fresh = many.filter((one) => !reopened.has(one));
    const ids = await insertMembers(tx, fresh);
    return many.map((one) => reopened.get(one) ?? { memberId: ids.get(one) ?? '', version: 1 });
  });
}

/** Registers one person; see `registerMembers`. */
export async function registerMember(ctx: Ctx, registration: Registration): Promise<Registered> {
  const [registered] = await registerMembers(ctx, [registration]);
  if (!registered) throw errors.unknownMember();
  return registered;
}

function registrationProblems(one: Registration, ctx: Ctx): FieldProblem[] {
  if (!isAuthority(one.authority)) throw errors.unknownAuthority();
  const now = ctx.clock.now();
  const future = one.effectiveAt && one.effectiveAt > now ? [problem('effectiveAt', 'future-effect')] : [];
  return [
    ...recordProblems(one.record, one.authority, today(ctx.clock), one.idNat),
    ...validationProblems(one.validation, now),
    ...future,
  ];
}

async function insertMembers(ctx: Ctx, many: readonly Registration[]): Promise<Map<Registration, string>> {
  const ids = new Map(many.map((one) => [one, randomUUID()]));
  if (many.length === 0) return ids;
  const lines = many.map((one) => ({
    id: ids.get(one),
    authority: one.authority,
    id_nat: one.idNat,
    validation: { ...one.validation, at: one.validation.at ?? ctx.clock.now() },
  }));
  const inserted = await rows(
    ctx.db,
    sql<{ id: string }>`insert into authorities.members
        (id, authority, id_nat, state, version, validation, created_at, updated_at)
      select l.id, l.authority, l.id_nat, 'active', 1, l.validation, ${ctx.clock.now()}, ${ctx.clock.now()}
      from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
        as l(id uuid, authority text, id_nat text, validation jsonb)
      on conflict do nothing returning id`,
  );
  if (inserted.length < many.length) throw errors.alreadyMember();
  const versions = many.map(
    (one): NewVersion => ({
      memberId: ids.get(one) ?? '',
      version: 1,
      record: one.record,
      closed: false,
      effectiveAt: one.effectiveAt ?? ctx.clock.now(),
      act: 'register',
      changed: [],
    }),
  );
  await insertVersions(ctx, versions);
  await insertActs(
    ctx,
    lines.map(({ id, validation }) => ({
      memberId: id ?? '',
      act: 'register',
      from: null,
      to: 'active',
      details: validation,
    })),
  );
  await emit(
    ctx,
    many.map((one) =>
      memberChanged({
        memberId: ids.get(one) ?? '',
        authority: one.authority,
        version: 1,
        idNat: one.idNat ?? null,
        act: 'register',
        fields: [],
        day: today(ctx.clock),
      }),
    ),
  );
  return ids;
}

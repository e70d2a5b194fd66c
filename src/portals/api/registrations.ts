import {
  authoritiesErrors,
  changeMember,
  closeMember,
  type Member,
  type MemberRecord,
  member,
  memberByIdNat,
  mergePatch,
  registerMember,
} from '../../modules/authorities/index.js';
import { idNatOfRpps, isRpps } from '../../modules/nomenclatures/index.js';
import { receive, refusalOf } from '../../modules/registry/index.js';
import { today } from '../../platform/clock.js';
import type { Ctx } from '../../platform/context.js';
import { checkShape } from '../../platform/http/json-body.js';
import { problemBody } from '../../platform/http/problem.js';
import type { Answer } from '../../platform/idempotency.js';
import { toDocument, toRecord } from './record.js';
import { closeBody, patchBody, registrationBody, registrationRecord } from './schema.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Registers a professional and gives or finds the number at once. Out: 201, or 409 with the number that exists. */
export async function register(ctx: Ctx, authority: string, body: unknown): Promise<Answer> {
  const { validation, rpps, effectiveAt, ...document } = checkShape(registrationBody, body);
  const { at, ...act } = validation;
  const { memberId } = await registerMember(ctx, {
    authority,
    record: await toRecord(ctx, document, authority),
    validation: { ...act, ...(at !== undefined && { at: new Date(at) }) },
    ...(rpps !== undefined && { idNat: isRpps(rpps) ? idNatOfRpps(rpps) : `8${rpps}` }),
    ...(effectiveAt !== undefined && { effectiveAt: new Date(effectiveAt) }),
  });
  const [outcome] = await receive(ctx, [memberId]);
  // The refusal is answered, not thrown: the authority's file stays, marked refused.
  if (outcome?.status === 'refused') {
    const refusal = refusalOf(outcome.reason);
    const headers = { 'content-type': 'application/problem+json; charset=utf-8' };
    return { status: refusal.status, headers, body: problemBody(refusal, ctx.correlation) };
  }
  const registered = await member(ctx, memberId);
  if (!registered) throw authoritiesErrors.unknownMember();
  const shown = show(registered, 201);
  const location = `/api/authorities/${authority}/registrations/${registered.idNat?.slice(1)}`;
  return { ...shown, headers: { ...shown.headers, location } };
}

/** Shows what the authority holds of a professional. */
export async function read(ctx: Ctx, authority: string, rpps: string): Promise<Answer> {
  return show(await find(ctx, authority, rpps), 200);
}

/** Changes the record by a merge patch. `expected` is the version that the caller has read. */
export async function change(
  ctx: Ctx,
  authority: string,
  rpps: string,
  expected: number | undefined,
  body: unknown,
): Promise<Answer> {
  const held = await find(ctx, authority, rpps);
  if (expected !== undefined && expected !== held.version) throw authoritiesErrors.staleVersion(held.version);
  const { effectiveAt, ...patch } = checkShape(patchBody, body);
  const document = checkShape(registrationRecord, mergePatch(toDocument(held.record), patch));
  const record: MemberRecord = await toRecord(ctx, document, authority);
  await changeMember(ctx, {
    memberId: held.memberId,
    // Between the reading and the writing somebody else may come: that version counts, not the one asked for.
    expectedVersion: held.version,
    act: 'correct',
    change: () => record,
    ...(effectiveAt !== undefined && { effectiveAt: new Date(effectiveAt) }),
  });
  return show(await find(ctx, authority, rpps), 200);
}

/** Ends a registration. */
export async function close(
  ctx: Ctx,
  authority: string,
  rpps: string,
  expected: number | undefined,
  body: unknown,
): Promise<Answer> {
  const held = await find(ctx, authority, rpps);
  const { reason, on } = checkShape(closeBody, body);
  await closeMember(ctx, {
    memberId: held.memberId,
    reason,
    on: on ?? today(ctx.clock),
    ...(expected !== undefined && { expectedVersion: expected }),
  });
  return show(await find(ctx, authority, rpps), 200);
}

async function find(ctx: Ctx, authority: string, rpps: string): Promise<Member> {
  const found = isRpps(rpps) ? await memberByIdNat(ctx, authority, idNatOfRpps(rpps)) : undefined;
  if (!found) throw authoritiesErrors.unknownMember();
  return found;
}

function show(held: Member, status: number): Answer {
  const { idNat, version, state, validation, record } = held;
  return {
    status,
    headers: { 'content-type': JSON_TYPE, etag: `"${version}"` },
    body: { rpps: idNat?.slice(1), idNat, version, state, validation, ...toDocument(record) },
  };
}

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
import { idNatOfRpps, isAdeli, isRpps } from '../../modules/nomenclatures/index.js';
import { type RefusalReason, receive, receiveMembers, refusalOf } from '../../modules/registry/index.js';
import { today } from '../../platform/clock.js';
import type { Ctx } from '../../platform/context.js';
import { datesOf } from '../../platform/feeds/waiting.js';
import { checkShape } from '../../platform/http/json-body.js';
import { problemBody } from '../../platform/http/problem.js';
import type { Answer } from '../../platform/idempotency.js';
import { placesOf, toDocument, toRecord } from './record.js';
import { closeBody, patchBody, registrationBody, registrationRecord } from './schema.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * Registers a professional and gives or finds the number at once. Out: 201, or 409 with the number that exists; 202
 * and the date of the next reading where the rhythm puts the register off.
 */
export async function register(ctx: Ctx, authority: string, body: unknown): Promise<Answer> {
  const { validation, rpps, adeli, effectiveAt, ...document } = checkShape(registrationBody, body);
  const { at, ...act } = validation;
  const { memberId } = await registerMember(ctx, {
    authority,
    record: await toRecord(ctx, document, authority),
    validation: { ...act, ...(at !== undefined && { at: new Date(at) }) },
    ...(adeli !== undefined && { idNat: `0${adeli}` }),
    ...(rpps !== undefined && { idNat: isRpps(rpps) ? idNatOfRpps(rpps) : `8${rpps}` }),
    ...(effectiveAt !== undefined && { effectiveAt: new Date(effectiveAt) }),
  });
  const pending = await pendingAnswer(ctx, authority, memberId);
  if (pending) return pending;
  const [outcome] = await receive(ctx, [memberId]);
  if (outcome?.status === 'refused') return refusedAnswer(ctx, outcome.reason);
  const registered = await member(ctx, memberId);
  if (!registered) throw authoritiesErrors.unknownMember();
  const shown = show(registered, 201);
  const location = `/api/authorities/${authority}/registrations/${registered.idNat?.slice(1)}`;
  return { ...shown, headers: { ...shown.headers, location } };
}

/** What has become of a file handed in. Out: 202 while the register has not read it, 409 when refused, else 200. */
export async function submitted(ctx: Ctx, authority: string, memberId: string): Promise<Answer> {
  const held = UUID.test(memberId) ? await member(ctx, memberId) : undefined;
  if (held?.authority !== authority || held.version === 0) throw authoritiesErrors.unknownMember();
  if (held.refusal) return refusedAnswer(ctx, held.refusal as RefusalReason);
  if (held.idNat) return { ...show(held, 200) };
  return (await pendingAnswer(ctx, authority, memberId)) ?? pendingUntil(authority, memberId);
}

async function pendingAnswer(ctx: Ctx, authority: string, memberId: string): Promise<Answer | undefined> {
  const expectedAt = (await datesOf(ctx, receiveMembers.name, [memberId])).get(memberId);
  return expectedAt && pendingUntil(authority, memberId, expectedAt);
}

function pendingUntil(authority: string, memberId: string, expectedAt?: Date): Answer {
  const location = `/api/authorities/${authority}/files/${memberId}`;
  return {
    status: 202,
    headers: { 'content-type': JSON_TYPE, location },
    body: { state: 'pending', file: memberId, ...(expectedAt && { expectedAt: expectedAt.toISOString() }) },
  };
}

/** The refusal is answered, not thrown: the authority's file stays, marked refused. */
function refusedAnswer(ctx: Ctx, reason: RefusalReason): Answer {
  const refusal = refusalOf(reason);
  const headers = { 'content-type': 'application/problem+json; charset=utf-8' };
  return { status: refusal.status, headers, body: problemBody(refusal, ctx.correlation) };
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
  const record: MemberRecord = await toRecord(ctx, document, authority, placesOf(held.record));
  const { version } = await changeMember(ctx, {
    memberId: held.memberId,
    // Between the reading and the writing somebody else may come: that version counts, not the one asked for.
    expectedVersion: held.version,
    act: 'correct',
    change: () => record,
    ...(effectiveAt !== undefined && { effectiveAt: new Date(effectiveAt) }),
  });
  return show({ ...held, version, record }, 200);
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

/** The national identifier that a number of a path or of a lot stands for, undefined when it is none. */
export const idNatOf = (number: string): string | undefined =>
  isRpps(number) ? idNatOfRpps(number) : isAdeli(number) ? `0${number}` : undefined;

async function find(ctx: Ctx, authority: string, number: string): Promise<Member> {
  const idNat = idNatOf(number);
  const found = idNat ? await memberByIdNat(ctx, authority, idNat) : undefined;
  if (!found) throw authoritiesErrors.unknownMember();
  return found;
}

function show(held: Member, status: number): Answer {
  const { idNat, version, state, validation, record } = held;
  return {
    status,
    headers: { 'content-type': JSON_TYPE, etag: `"${version}"` },
    body: {
      [idNat?.startsWith('0') ? 'adeli' : 'rpps']: idNat?.slice(1),
      idNat,
      version,
      state,
      validation,
      ...toDocument(record),
    },
  };
}

import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ecps } from '../../src/modules/credentials/index.js';
import { rows } from '../../src/platform/db/connection.js';
import {
  activatePhone,
  PERSON,
  type Phone,
  PIN,
  refusalOf,
  requestFor,
  signed,
  type World,
  world,
} from './world.js';

const { errors } = ecps;
let w: World;
let phone: Phone;

beforeAll(async () => {
  w = await world();
});
beforeEach(async () => {
  await sql`truncate credentials.ecps cascade`.execute(w.ctx.db);
  phone = await activatePhone(w);
});
afterAll(() => w.close());

const send = (requestId: string, answer: string, pin: string | undefined = PIN, from: Phone = phone) =>
  ecps.answerRequest(w.ctx, { ecpsId: from.ecpsId, requestId, answer, pin });

const WRONG_PIN = '0000';

async function approve(request: { id: string; number: number }, pin = PIN) {
  return send(request.id, await signed(w, phone, request.id, { number: request.number }), pin);
}

const statusOf = async (id: string) => (await ecps.approvalState(w.ctx, id))?.status;

async function wrongNumber(request: { id: string; number: number }): Promise<number> {
  const [pending] = await ecps.pendingRequests(w.ctx, phone.ecpsId);
  return pending?.numbers.find((n) => n !== request.number) ?? 0;
}

describe('approval on the phone', () => {
  it('shows the service, the place and three numbers, and never which is right', async () => {
    const request = await requestFor(w);
    const [pending] = await ecps.pendingRequests(w.ctx, phone.ecpsId);
    expect(pending).toMatchObject({ service: 'Dossier de démonstration', place: 'Firefox sur Linux' });
    expect(new Set(pending?.numbers).size).toBe(3);
    expect(pending?.numbers).toContain(request.number);
    expect(Object.keys(pending ?? {}).sort()).toEqual(
      ['clientId', 'createdAt', 'expiresAt', 'id', 'nonce', 'numbers', 'place', 'service'].sort(),
    );
  });

  it('approves with the right number, key and code; the approval is collected once', async () => {
    const request = await requestFor(w);
    expect(await statusOf(request.id)).toBe('pending');
    expect((await ecps.collectApproval(w.ctx, request.id))?.approvedBy ?? undefined).toBeUndefined();
    expect(await approve(request)).toEqual({ decision: 'approved' });
    expect(await statusOf(request.id)).toBe('approved');
    const collected = await Promise.all(
      Array.from({ length: 20 }, async () => (await ecps.collectApproval(w.ctx, request.id))?.approvedBy),
    );
    expect(collected.filter((idNat) => idNat === PERSON.idNat)).toHaveLength(1);
    expect(collected.filter((idNat) => idNat === null)).toHaveLength(19);
  });

  it('forgets the wrong codes once one was right, also where the number was wrong, and counts anew', async () => {
    const twoWrongCodes = async (request: { id: string; number: number }) => {
      for (const left of [2, 1])
        expect(await refusalOf(approve(request, WRONG_PIN))).toBe(errors.wrongPin(left).code);
    };
    const first = await requestFor(w);
    await twoWrongCodes(first);
    const answer = await signed(w, phone, first.id, { number: await wrongNumber(first) });
    expect(await refusalOf(send(first.id, answer))).toBe(errors.wrongNumber().code);
    const second = await requestFor(w);
    await twoWrongCodes(second);
    expect(await approve(second)).toEqual({ decision: 'approved' });
  });

  it('refuses without any personal code', async () => {
    const request = await requestFor(w);
    const answer = await signed(w, phone, request.id, { decision: 'refuse' });
    expect(await ecps.answerRequest(w.ctx, { ecpsId: phone.ecpsId, requestId: request.id, answer })).toEqual({
      decision: 'refused',
    });
    expect(await statusOf(request.id)).toBe('refused');
    expect((await ecps.collectApproval(w.ctx, request.id))?.approvedBy ?? undefined).toBeUndefined();
  });

  it('lets exactly one of twenty parallel approvals through', async () => {
    const request = await requestFor(w);
    const answer = await signed(w, phone, request.id, { number: request.number });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => refusalOf(send(request.id, answer))));
    expect(outcomes.filter((code) => code === undefined)).toHaveLength(1);
    expect(await refusalOf(approve(await requestFor(w)))).toBeUndefined();
  });

  it('refuses a wrong number for good, and writes it down', async () => {
    const request = await requestFor(w);
    const answer = await signed(w, phone, request.id, { number: await wrongNumber(request) });
    expect(await refusalOf(send(request.id, answer))).toBe(errors.wrongNumber().code);
    expect(await ecps.approvalState(w.ctx, request.id)).toMatchObject({
      status: 'refused',
      reason: 'wrong-number',
    });
    expect(await refusalOf(send(request.id, answer))).toBe(errors.alreadyAnswered().code);
    const journal = await rows(
      w.ctx.db,
      sql`select reason from platform.journal where subject = ${PERSON.idNat} and outcome = 'refused' order by id`,
    );
    expect(journal).toContainEqual({ reason: errors.wrongNumber().code });
  });

  it('refuses a replayed answer, and one signed for another request', async () => {
    const first = await requestFor(w);
    const answer = await signed(w, phone, first.id, { number: first.number });
    await send(first.id, answer);
    expect(await refusalOf(send(first.id, answer))).toBe(errors.alreadyAnswered().code);
    const second = await requestFor(w);
    expect(await refusalOf(send(second.id, answer))).toBe(errors.foreignAnswer().code);
    expect(await statusOf(second.id)).toBe('pending');
  });

  it('refuses an answer whose nonce, service, page or request is another', async () => {
    const request = await requestFor(w);
    const changes = [
      { nonce: 'another' },
      { clientId: 'demo-2' },
      { origin: 'https://pirate.example' },
      { requestId: crypto.randomUUID() },
    ];
    for (const change of changes) {
      const answer = await signed(w, phone, request.id, { number: request.number, ...change });
      expect(await refusalOf(send(request.id, answer))).toBe(errors.foreignAnswer().code);
    }
    expect(await refusalOf(approve(request))).toBeUndefined();
  });

  it('refuses a signature by another key, and no signature at all', async () => {
    const request = await requestFor(w);
    const { privateKeyJwk } = await ecps.makeDeviceKey();
    const foreign = await signed(w, { ...phone, privateKeyJwk }, request.id, { number: request.number });
    const [, body] = foreign.split('.');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
    for (const answer of [foreign, none, 'x.y.z', '']) {
      expect(await refusalOf(send(request.id, answer))).toBe(errors.foreignSignature().code);
    }
    expect(await statusOf(request.id)).toBe('pending');
  });

  it('refuses an answer after two minutes', async () => {
    const request = await requestFor(w);
    const answer = await signed(w, phone, request.id, { number: request.number });
    await sql`update credentials.ecps_requests set expires_at = expires_at - interval '120 seconds'`.execute(
      w.ctx.db,
    );
    expect(await statusOf(request.id)).toBe('expired');
    expect(await refusalOf(send(request.id, answer))).toBe(errors.expiredRequest().code);
    expect(await ecps.pendingRequests(w.ctx, phone.ecpsId)).toEqual([]);
  });

  it('refuses the fourth personal code even when right, and withdraws what waited', async () => {
    const request = await requestFor(w);
    for (const triesLeft of [2, 1]) {
      await expect(approve(request, '9999')).rejects.toMatchObject({ data: { triesLeft } });
    }
    expect(await refusalOf(approve(request, '9999'))).toBe(errors.locked().code);
    expect(await statusOf(request.id)).toBe('refused');
    expect(await ecps.activeMeans(w.ctx, PERSON.idNat)).toBe(false);
    expect(await refusalOf(requestFor(w))).toBe(errors.noMeans().code);
    expect(await ecps.deviceByToken(w.ctx, phone.deviceToken)).toMatchObject({ state: 'locked' });
  });

  it('refuses the fourth code even when all arrive at once', async () => {
    const request = await requestFor(w);
    const answer = await signed(w, phone, request.id, { number: request.number });
    const guesses = ['1111', '2222', '3333', '4444', '5555', '6666', '7777', '8888'];
    await Promise.all(guesses.map((pin) => refusalOf(send(request.id, answer, pin))));
    const [row] = await rows(w.ctx.db, sql<{ t: number }>`select failed_tries t from credentials.ecps`);
    expect(row?.t).toBe(3);
    expect(await refusalOf(send(request.id, answer, PIN))).toBeDefined();
    expect((await ecps.collectApproval(w.ctx, request.id))?.approvedBy ?? undefined).toBeUndefined();
  });

  it('forgets wrong codes after a right one', async () => {
    for (let round = 0; round < 3; round += 1) {
      const request = await requestFor(w);
      expect(await refusalOf(approve(request, '9999'))).toBe(errors.wrongPin(2).code);
      expect(await refusalOf(approve(request))).toBeUndefined();
    }
  });

  it('takes no answer from the device of somebody else', async () => {
    const other = await activatePhone(w, { ...PERSON, idNat: '899700000025' });
    const request = await requestFor(w);
    const answer = await signed(w, phone, request.id, { number: request.number });
    expect(await refusalOf(send(request.id, answer, PIN, other))).toBe(errors.unknownRequest().code);
  });

  it('drops what waits, and what was approved, when a new device replaces the former', async () => {
    const [waiting, approved] = [await requestFor(w), await requestFor(w)];
    await approve(approved);
    await activatePhone(w, PERSON, 'ios');
    expect(await statusOf(waiting.id)).toBe('refused');
    expect((await ecps.collectApproval(w.ctx, approved.id))?.approvedBy ?? undefined).toBeUndefined();
  });

  it('asks nothing of a person without e-CPS, nor a sixth time while five requests wait', async () => {
    expect(await refusalOf(requestFor(w, '899700000033'))).toBe(errors.noMeans().code);
    for (let n = 0; n < 5; n += 1) await requestFor(w);
    expect(await refusalOf(requestFor(w))).toBe(errors.tooManyPending().code);
  });

  it('tells the right number to the sandbox only', async () => {
    const request = await requestFor(w);
    const told = await ecps.requestWithNumber(w.ctx, phone.ecpsId, request.id);
    expect(told?.rightNumber).toBe(request.number);
    const production = { ...w.ctx, config: { ...w.ctx.config, profile: 'production' as const } };
    const there = ecps.requestWithNumber(production, phone.ecpsId, request.id);
    expect(await refusalOf(there)).toBe(errors.unknownRequest().code);
  });

  it('survives identifiers that are none', async () => {
    expect(await ecps.approvalState(w.ctx, 'not-a-uuid')).toBeUndefined();
    expect((await ecps.collectApproval(w.ctx, "' or 1=1"))?.approvedBy ?? undefined).toBeUndefined();
    expect(await refusalOf(send('not-a-uuid', 'x.y.z'))).toBe(errors.unknownRequest().code);
  });
});

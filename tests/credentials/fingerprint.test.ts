import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ecps } from '../../src/modules/credentials/index.js';
import { type Faults, SoftKey } from '../identity-provider/soft-key.js';
import {
  activatePhone,
  ORIGIN,
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
const REFUSED = errors.fingerprintRefused().code;

let w: World;
let phone: Phone;
let finger: SoftKey;

beforeAll(async () => {
  w = await world();
});
beforeEach(async () => {
  await sql`truncate credentials.ecps cascade`.execute(w.ctx.db);
  phone = await activatePhone(w);
  finger = new SoftKey(ORIGIN);
});
afterAll(() => w.close());

async function bind(faults: Faults = {}, pin = PIN, ecpsId = phone.ecpsId): Promise<void> {
  const { options, state } = await ecps.fingerprintOptions(w.ctx, phone.ecpsId);
  const answer = finger.create(options.challenge, faults);
  await ecps.bindFingerprint(w.ctx, ecpsId, { state, answer, pin });
}

const challengeFor = (answer: string) => createHash('sha256').update(answer).digest('base64url');

/** Approves a new request by finger. */
async function approve(faults: Faults & { about?: string } = {}) {
  const { id: requestId, number } = await requestFor(w);
  const answer = await signed(w, phone, requestId, { number });
  const assertion = finger.get(challengeFor(faults.about ?? answer), faults);
  return ecps.answerRequest(w.ctx, { ecpsId: phone.ecpsId, requestId, answer, assertion });
}

describe('finger or face in place of the code', () => {
  it('approves what the phone signed, and the code still does', async () => {
    await bind();
    expect(await approve()).toEqual({ decision: 'approved' });
    expect(await approve()).toEqual({ decision: 'approved' });
    const { id: requestId, number } = await requestFor(w);
    const answer = await signed(w, phone, requestId, { number });
    expect(await ecps.answerRequest(w.ctx, { ecpsId: phone.ecpsId, requestId, answer, pin: PIN })).toEqual({
      decision: 'approved',
    });
  });

  it.each([
    ['without finger or face', { unverified: true }],
    ['made on another site', { origin: 'https://pirate.example' }],
    ['for another site', { rpId: 'pirate.example' }],
    ['of another key', { foreignKey: true }],
    ['about another answer', { about: 'another' }],
    ['of a copy of the key that lags behind', { counter: 1 }],
  ])('refuses a proof %s', async (_what, faults) => {
    await bind();
    await approve();
    expect(await refusalOf(approve(faults))).toBe(REFUSED);
  });

  it('is asked for with the code, on this phone, within minutes, and for this phone alone', async () => {
    expect(await refusalOf(approve())).toBe(REFUSED);
    expect(await refusalOf(bind({}, '9999'))).toBe(errors.wrongPin(2).code);
    for (const faults of [{ unverified: true }, { origin: 'https://pirate.example' }, { challenge: 'other' }])
      expect(await refusalOf(bind(faults))).toBe(REFUSED);
    const stranger = await activatePhone(w, { ...PERSON, idNat: '899700000025' });
    expect(await refusalOf(bind({}, PIN, stranger.ecpsId))).toBe(REFUSED);
    expect(await refusalOf(approve())).toBe(REFUSED);
    expect(await ecps.fingerprintOf(w.ctx, phone.ecpsId)).toBeUndefined();
  });

  it('unlocks nothing: three wrong codes close the finger too, and so does the end of the e-CPS', async () => {
    await bind();
    const { id: requestId, number } = await requestFor(w);
    const answer = await signed(w, phone, requestId, { number });
    const assertion = finger.get(challengeFor(answer));
    await sql`update credentials.ecps set state = 'locked'`.execute(w.ctx.db);
    const again = { ecpsId: phone.ecpsId, requestId, answer, assertion };
    expect(await refusalOf(ecps.answerRequest(w.ctx, again))).toBe(REFUSED);
    await sql`update credentials.ecps set state = 'active', expires_at = now() - interval '1 day'`.execute(
      w.ctx.db,
    );
    expect(await refusalOf(ecps.answerRequest(w.ctx, again))).toBe(REFUSED);
  });

  it('goes away on demand, and with a new activation', async () => {
    await bind();
    await ecps.forgetFingerprint(w.ctx, phone.ecpsId);
    expect(await refusalOf(approve())).toBe(REFUSED);
    await bind();
    const other = await activatePhone(w);
    expect(await ecps.fingerprintOf(w.ctx, other.ecpsId)).toBeUndefined();
  });
});

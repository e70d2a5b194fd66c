import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ecps } from '../../src/modules/credentials/index.js';
import { journalOf } from '../../src/platform/journal.js';
import { twentyAtOnce } from '../support/context.js';
import {
  activatePhone,
  lastSecrets,
  ORIGIN,
  PERSON,
  PIN,
  refusalOf,
  requestFor,
  signed,
  type World,
  world,
} from './world.js';

const { errors } = ecps;
const DAY = 86_400_000;
let w: World;

beforeAll(async () => {
  w = await world();
});
beforeEach(async () => {
  await w.app.clock.set(new Date('2026-03-01T10:00:00Z'));
  await sql`truncate credentials.ecps cascade`.execute(w.ctx.db);
  await sql`delete from platform.rate_limits`.execute(w.ctx.db);
});
afterAll(() => w.close());

const byCard = (idNat = PERSON.idNat) =>
  ecps.startByCard(w.ctx, { idNat, recipient: { displayName: 'Camille Moreau' }, origin: ORIGIN });
const secretOf = ({ link }: { link: string }) => /#a=([\w-]+)/.exec(link)?.[1] ?? '';

async function complete(activationToken: string, smsCode = '') {
  const { publicKeyJwk } = await ecps.makeDeviceKey();
  const device = { deviceName: 'Essai', platform: 'web' as const };
  return ecps.completeActivation(w.ctx, { activationToken, smsCode, pin: PIN, publicKeyJwk, ...device });
}

const wrongOf = (sms: string) => (sms === '111111' ? '222222' : '111111');

describe('a code shown after a sign-in with the card', () => {
  it('is spent by the first phone that reads it, of twenty at once, and by none after', async () => {
    const shown = await byCard();
    expect(await twentyAtOnce(() => ecps.openActivation(w.ctx, secretOf(shown)))).toBe(1);
    expect(await refusalOf(ecps.openActivation(w.ctx, shown.typed))).toBe(errors.deadLink().code);
  });

  it('dies after ninety seconds of real time, however the simulated clock jumps meanwhile', async () => {
    const early = await byCard();
    await sql`update credentials.ecps_activations set link_expires_at = link_expires_at - interval '89 seconds'
      where state = 'sent'`.execute(w.ctx.db);
    await w.app.clock.set(new Date('2031-03-01T10:00:00Z'));
    expect(await refusalOf(ecps.openActivation(w.ctx, secretOf(early)))).toBeUndefined();
    const late = await byCard();
    await sql`update credentials.ecps_activations set link_expires_at = link_expires_at - interval '90 seconds'
      where state = 'sent'`.execute(w.ctx.db);
    await w.app.clock.set(new Date('2026-03-01T10:00:00Z'));
    expect(await refusalOf(ecps.openActivation(w.ctx, secretOf(late)))).toBe(errors.deadLink().code);
  });

  it('gives way to the next one, and ends the former e-CPS at completion only', async () => {
    const phone = await activatePhone(w);
    const former = await byCard();
    const next = await byCard();
    expect(await refusalOf(ecps.openActivation(w.ctx, secretOf(former)))).toBe(errors.deadLink().code);
    const { activationToken, maskedMobile, way } = await ecps.openActivation(w.ctx, secretOf(next));
    expect([maskedMobile, way]).toEqual([null, 'card']);
    expect(await ecps.deviceByToken(w.ctx, phone.deviceToken)).toBeDefined();
    expect(await twentyAtOnce(() => complete(activationToken))).toBe(1);
    expect(await ecps.deviceByToken(w.ctx, phone.deviceToken)).toBeUndefined();
    expect((await ecps.devicesOf(w.ctx, PERSON.idNat)).map(({ way }) => way)).toEqual(['card', 'contacts']);
  });

  it('is told as it goes, to its holder alone', async () => {
    const shown = await byCard();
    const stateOf = (idNat = PERSON.idNat) => ecps.activationState(w.ctx, idNat, shown.activationId);
    expect([await stateOf(), await stateOf('899700000025')]).toEqual(['sent', undefined]);
    const { activationToken } = await ecps.openActivation(w.ctx, secretOf(shown));
    expect(await stateOf()).toBe('opened');
    await complete(activationToken);
    expect(await stateOf()).toBe('completed');
    const other = await byCard();
    await sql`update credentials.ecps_activations set link_expires_at = now() where state = 'sent'`.execute(
      w.ctx.db,
    );
    expect(await ecps.activationState(w.ctx, PERSON.idNat, other.activationId)).toBe('expired');
  });
});

describe('guesses of the code of the SMS', () => {
  it('are counted over activations: fifteen wrong ones end the day, even for the right one, each in the journal', async () => {
    const codes: (string | undefined)[] = [];
    for (let round = 0; round < 6; round += 1) {
      await ecps.startActivation(w.ctx, PERSON);
      const { link, sms } = lastSecrets(w);
      const { activationToken } = await ecps.openActivation(w.ctx, link);
      const guesses = round < 5 ? 3 : 1;
      for (let i = 0; i < guesses; i += 1)
        codes.push(await refusalOf(complete(activationToken, round < 5 ? wrongOf(sms) : sms)));
    }
    const wrong = errors.wrongSmsCode(0).code;
    expect(codes).toEqual([...Array.from({ length: 15 }, () => wrong), errors.tooManyWrongCodes().code]);
    const refused = (await journalOf(w.ctx, PERSON.idNat, 100)).filter(
      ({ act }) => act === 'credentials.check-sms-code',
    );
    expect(refused.length).toBeGreaterThanOrEqual(15);
    expect(JSON.stringify(refused)).not.toMatch(/"\d{6}"/);
  });

  it('at once are no more than three a time', async () => {
    await ecps.startActivation(w.ctx, PERSON);
    const { link, sms } = lastSecrets(w);
    const { activationToken } = await ecps.openActivation(w.ctx, link);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => refusalOf(complete(activationToken, wrongOf(sms)))),
    );
    expect(outcomes.filter((code) => code === errors.wrongSmsCode(0).code)).toHaveLength(3);
    expect(outcomes.filter((code) => code === errors.deadActivation().code)).toHaveLength(17);
  });
});

describe('two phones, and clocks that jump', () => {
  it('lets the phone that was replaced answer nothing, not even what it was asked before', async () => {
    const former = await activatePhone(w);
    const { id: requestId, number } = await requestFor(w);
    const answer = await signed(w, former, requestId, { number });
    await activatePhone(w);
    const late = { ecpsId: former.ecpsId, requestId, answer, pin: PIN };
    expect(await refusalOf(ecps.answerRequest(w.ctx, late))).toBe(errors.alreadyAnswered().code);
    const next = await requestFor(w);
    const other = await signed(w, former, next.id, { number: next.number });
    expect(await refusalOf(ecps.answerRequest(w.ctx, { ...late, requestId: next.id, answer: other }))).toBe(
      errors.unknownRequest().code,
    );
  });

  it('expires with the simulated clock, works again when it goes back, and keeps requests in real time', async () => {
    const phone = await activatePhone(w);
    const { id: requestId, number } = await requestFor(w);
    const answer = await signed(w, phone, requestId, { number });
    const given = { ecpsId: phone.ecpsId, requestId, answer, pin: PIN };
    await w.app.clock.set(new Date(Date.parse('2029-03-01T10:00:00Z') + DAY));
    expect(await refusalOf(ecps.answerRequest(w.ctx, given))).toBe(errors.expiredMeans().code);
    expect(await refusalOf(requestFor(w))).toBe(errors.noMeans().code);
    await w.app.clock.set(new Date('2026-03-02T10:00:00Z'));
    expect(await ecps.answerRequest(w.ctx, given)).toEqual({ decision: 'approved' });
    expect(await refusalOf(ecps.answerRequest(w.ctx, given))).toBe(errors.alreadyAnswered().code);
  });
});

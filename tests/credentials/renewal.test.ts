import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ecps } from '../../src/modules/credentials/index.js';
import { tellEndingMeans } from '../../src/modules/identity-provider/index.js';
import { rows } from '../../src/platform/db/connection.js';
import { twentyAtOnce } from '../support/context.js';
import { publish } from './phone-app.js';
import {
  activatePhone,
  lastSecrets,
  ORIGIN,
  PERSON,
  type Phone,
  PIN,
  refusalOf,
  type World,
  world,
} from './world.js';

const { errors, RENEWAL } = ecps;
const DAY = 86_400_000;
const START = new Date('2026-01-15T10:00:00Z');
const END = new Date('2029-01-15T10:00:00Z');

let w: World;
let phone: Phone;

const daysBefore = (days: number) => new Date(END.getTime() - days * DAY);

beforeAll(async () => {
  w = await world();
  await publish(w);
});
beforeEach(async () => {
  await w.app.clock.set(START);
  await sql`truncate credentials.ecps cascade`.execute(w.ctx.db);
  phone = await activatePhone(w);
  w.mails.length = 0;
});
afterAll(() => w.close());

const start = () => ecps.startRenewal(w.ctx, PERSON);

/** What the phone sends; `change` alters it. */
async function finish(
  started: ecps.StartedRenewal,
  change: Partial<ecps.RenewalInput & { key: Phone['privateKeyJwk']; clientId: string }> = {},
) {
  const { activationId, activationToken } = started;
  const { key = phone.privateKeyJwk, clientId = RENEWAL, ...rest } = change;
  const answer = ecps.signAnswer(key, {
    ...{ requestId: activationId, nonce: activationToken, clientId },
    ...{ decision: 'approve', origin: ORIGIN },
  });
  return ecps.completeRenewal(w.ctx, {
    ...{ ecpsId: phone.ecpsId, activationId, activationToken, smsCode: lastSecrets(w).sms, pin: PIN },
    ...{ answer, origin: ORIGIN, ...rest },
  });
}

const endOf = async () => (await ecps.meansOf(w.ctx, [PERSON.idNat])).get(PERSON.idNat)?.expiresAt;

describe('renewal in place', () => {
  it('gives three years more to the same phone, key and code, in the sixty days before the end', async () => {
    await w.app.clock.set(daysBefore(59));
    const started = await start();
    expect(started.maskedMobile).toBe('•• •• •• •• 42');
    const { expiresAt } = await finish(started);
    expect([expiresAt, await endOf()]).toEqual([expiresAt, expiresAt]);
    expect(expiresAt.toISOString().slice(0, 7)).toBe('2031-11');
    expect((await ecps.deviceByToken(w.ctx, phone.deviceToken))?.id).toBe(phone.ecpsId);
    expect(w.mails.at(-1)).toMatchObject({ to: PERSON.mail, subject: 'Votre e-CPS est renouvelée' });
    await w.app.clock.set(new Date(END.getTime() + DAY));
    expect(await ecps.activeMeans(w.ctx, PERSON.idNat)).toBe(true);
  });

  it.each([
    ['too early', daysBefore(61), errors.tooEarlyToRenew().code],
    ['once expired', new Date(END.getTime() + DAY), errors.noMeans().code],
  ])('refuses it %s', async (_when, at, code) => {
    await w.app.clock.set(at);
    expect(await refusalOf(start())).toBe(code);
  });

  it('refuses it to a locked e-CPS, to an ended one, and without a usable mobile', async () => {
    await w.app.clock.set(daysBefore(10));
    expect(await refusalOf(ecps.startRenewal(w.ctx, { ...PERSON, mobile: '+33199000012' }))).toBe(
      errors.noUsableContact([]).code,
    );
    await sql`update credentials.ecps set state = 'locked'`.execute(w.ctx.db);
    expect(await refusalOf(start())).toBe(errors.noMeans().code);
    await ecps.endMeans(w.ctx, { idNat: PERSON.idNat, reason: 'lost' });
    expect(await refusalOf(start())).toBe(errors.noMeans().code);
  });

  it('renews nothing when one of the three proofs is missing or foreign, nor twice', async () => {
    await w.app.clock.set(daysBefore(10));
    const before = await endOf();
    const started = await start();
    const { sms } = lastSecrets(w);
    const other = await ecps.makeDeviceKey();
    const faulty = [
      [{ key: other.privateKeyJwk }, errors.foreignSignature().code],
      [{ clientId: 'demo-1' }, errors.foreignAnswer().code],
      [{ origin: 'https://pirate.example' }, errors.foreignAnswer().code],
      [{ pin: '9999' }, errors.wrongPin(2).code],
      [{ smsCode: sms === '111111' ? '222222' : '111111' }, errors.wrongSmsCode(2).code],
      [{ ecpsId: crypto.randomUUID() }, errors.unknownDevice().code],
    ] as const;
    for (const [change, code] of faulty) expect(await refusalOf(finish(started, change))).toBe(code);
    expect(await endOf()).toEqual(before);
    expect(await twentyAtOnce(() => finish(started))).toBe(1);
    expect(await refusalOf(finish(started))).toBe(errors.deadActivation().code);
  });

  it('is no activation: its secret opens and enrols nothing, and an activation renews nothing', async () => {
    await w.app.clock.set(daysBefore(10));
    const { activationToken } = await start();
    const { publicKeyJwk } = await ecps.makeDeviceKey();
    const enrolment = {
      smsCode: lastSecrets(w).sms,
      pin: PIN,
      publicKeyJwk,
      deviceName: 'x',
      platform: 'web',
    } as const;
    expect(await refusalOf(ecps.openActivation(w.ctx, activationToken))).toBe(errors.deadLink().code);
    expect(await refusalOf(ecps.completeActivation(w.ctx, { activationToken, ...enrolment }))).toBe(
      errors.deadActivation().code,
    );
    await ecps.startActivation(w.ctx, PERSON);
    const opened = await ecps.openActivation(w.ctx, lastSecrets(w).link);
    expect(await refusalOf(finish({ ...opened, maskedMobile: '' }))).toBe(errors.deadActivation().code);
  });
});

describe('notices of the end', () => {
  const subjects = () => w.mails.map(({ subject }) => subject);

  it('are sent 60, 30 and 7 days before, once each, and name neither code nor link that opens anything', async () => {
    for (const days of [61, 60, 59, 30, 29, 7, 6, 1]) {
      await w.app.clock.set(daysBefore(days));
      await tellEndingMeans(w.ctx);
      await tellEndingMeans(w.ctx);
    }
    expect(subjects()).toEqual([60, 30, 7].map((days) => `Votre e-CPS expire dans ${days} jours`));
    expect(w.mails.every(({ text }) => text.includes(`${ORIGIN}/e-cps`) && !text.includes('#a='))).toBe(true);
    await w.app.clock.set(new Date(END.getTime() + DAY));
    await tellEndingMeans(w.ctx);
    expect(subjects()).toHaveLength(3);
  });

  it('begin anew after a renewal, and spare the locked and the ended', async () => {
    await w.app.clock.set(daysBefore(7));
    await tellEndingMeans(w.ctx);
    await finish(await start());
    w.mails.length = 0;
    await tellEndingMeans(w.ctx);
    expect(subjects()).toEqual([]);
    const [held] = await rows(w.ctx.db, sql<{ e: Date }>`select expires_at as e from credentials.ecps`);
    await w.app.clock.set(new Date((held?.e.getTime() ?? 0) - 60 * DAY));
    await sql`update credentials.ecps set state = 'locked'`.execute(w.ctx.db);
    await tellEndingMeans(w.ctx);
    expect(subjects()).toEqual([]);
    await sql`update credentials.ecps set state = 'active'`.execute(w.ctx.db);
    await tellEndingMeans(w.ctx);
    expect(subjects()).toEqual(['Votre e-CPS expire dans 60 jours']);
  });
});

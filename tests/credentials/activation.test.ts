import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ecps } from '../../src/modules/credentials/index.js';
import { rows } from '../../src/platform/db/connection.js';
import {
  activatePhone,
  lastSecrets,
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

beforeAll(async () => {
  w = await world();
});
beforeEach(async () => {
  w.mails.length = 0;
  w.texts.length = 0;
  await sql`truncate credentials.ecps cascade`.execute(w.ctx.db);
});
afterAll(() => w.close());

const age = (column: string, minutes: number) =>
  sql`update credentials.ecps_activations
    set ${sql.ref(column)} = ${sql.ref(column)} - make_interval(mins => ${minutes})`.execute(w.ctx.db);

async function open(secret = lastSecrets(w).link) {
  return ecps.openActivation(w.ctx, secret);
}

async function complete(activationToken: string, smsCode: string, pin = PIN) {
  const { publicKeyJwk } = await ecps.makeDeviceKey();
  return ecps.completeActivation(w.ctx, {
    activationToken,
    smsCode,
    pin,
    publicKeyJwk,
    deviceName: 'Essai',
    platform: 'web',
  });
}

const otherCode = (code: string) => (code === '111111' ? '222222' : '111111');

describe('activation by two secrets', () => {
  it('sends the link by mail and the code by SMS, each on its channel only', async () => {
    await ecps.startActivation(w.ctx, PERSON);
    const { link, sms, typed } = lastSecrets(w);
    expect(w.mails[0]).toMatchObject({ to: PERSON.mail });
    expect(w.mails[0]?.text).toContain(`http://localhost:3000/e-cps#a=${link}`);
    expect(w.mails[0]?.html).toContain('data:image/png;base64,');
    expect(w.mails[0]?.attachments?.[0]?.content).toContain('<svg');
    expect(w.texts).toEqual([{ to: PERSON.mobile, text: expect.stringContaining(sms) }]);
    expect(JSON.stringify(w.mails)).not.toContain(sms);
    expect(w.texts[0]?.text).not.toContain(link);
    expect(w.texts[0]?.text).not.toContain(typed);
  });

  it('keeps neither secret nor contact in clear in the database', async () => {
    await ecps.startActivation(w.ctx, PERSON);
    const { link, typed, sms } = lastSecrets(w);
    const stored = JSON.stringify(await rows(w.ctx.db, sql`select * from credentials.ecps_activations`));
    for (const secret of [link, typed.replace(' ', ''), sms, PERSON.mail, PERSON.mobile]) {
      expect(stored).not.toContain(secret);
    }
  });

  it('activates with both secrets, tells the holder, and names the rank in the event', async () => {
    const phone = await activatePhone(w);
    expect(await ecps.activeMeans(w.ctx, PERSON.idNat)).toBe(true);
    expect(await ecps.deviceByToken(w.ctx, phone.deviceToken)).toMatchObject({
      id: phone.ecpsId,
      state: 'active',
    });
    expect(w.mails.at(-1)).toMatchObject({ to: PERSON.mail, subject: 'Votre e-CPS est active' });
    const events = await rows(
      w.ctx.db,
      sql`select version, data from platform.events where type = 'credentials.ecps-activated' and subject = ${PERSON.idNat}`,
    );
    expect(events.at(-1)).toEqual({ version: 1, data: { platform: 'android' } });
  });

  it('activates nothing with only one of the two secrets', async () => {
    await ecps.startActivation(w.ctx, PERSON);
    const { link, sms } = lastSecrets(w);
    expect(await refusalOf(complete(link, sms))).toBe(errors.deadActivation().code);
    const { activationToken } = await open();
    expect(await refusalOf(complete(activationToken, otherCode(sms)))).toBe(errors.wrongSmsCode(2).code);
    expect(await ecps.activeMeans(w.ctx, PERSON.idNat)).toBe(false);
  });

  it('opens by the ten signs as well, however they are typed, and never by both', async () => {
    await ecps.startActivation(w.ctx, PERSON);
    const { link, typed } = lastSecrets(w);
    expect(await open(` ${typed.toLowerCase().replace(' ', '-')} `)).toMatchObject({
      displayName: PERSON.displayName,
      maskedMobile: '•• •• •• •• 42',
    });
    expect(await refusalOf(open(link))).toBe(errors.deadLink().code);
  });

  it('lets exactly one of twenty parallel openings through', async () => {
    await ecps.startActivation(w.ctx, PERSON);
    const { link } = lastSecrets(w);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => refusalOf(open(link))));
    expect(outcomes.filter((code) => code === undefined)).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set([undefined, errors.deadLink().code]));
  });

  it('lets exactly one of twenty parallel completions through', async () => {
    await ecps.startActivation(w.ctx, PERSON);
    const { activationToken } = await open();
    const { sms } = lastSecrets(w);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => refusalOf(complete(activationToken, sms))),
    );
    expect(outcomes.filter((code) => code === undefined)).toHaveLength(1);
  });

  it('refuses a link older than fifteen minutes and takes one of fourteen', async () => {
    await ecps.startActivation(w.ctx, PERSON);
    await age('link_expires_at', 15);
    expect(await refusalOf(open())).toBe(errors.deadLink().code);
    await ecps.startActivation(w.ctx, PERSON);
    await age('link_expires_at', 14);
    expect(await refusalOf(open())).toBeUndefined();
  });

  it('refuses an SMS code older than ten minutes even when right', async () => {
    await ecps.startActivation(w.ctx, PERSON);
    const { activationToken } = await open();
    await age('sms_expires_at', 10);
    expect(await refusalOf(complete(activationToken, lastSecrets(w).sms))).toBe(errors.expiredSmsCode().code);
  });

  it('ends the activation at the third wrong SMS code: the right one then comes too late', async () => {
    await ecps.startActivation(w.ctx, PERSON);
    const { activationToken } = await open();
    const { sms } = lastSecrets(w);
    for (let left = 2; left >= 0; left -= 1) {
      await expect(complete(activationToken, otherCode(sms))).rejects.toMatchObject({
        data: { triesLeft: left },
      });
    }
    expect(await refusalOf(complete(activationToken, sms))).toBe(errors.deadActivation().code);
  });

  it('cancels the former activation when a new one starts', async () => {
    await ecps.startActivation(w.ctx, PERSON);
    const former = lastSecrets(w);
    const opened = await open(former.link);
    await ecps.startActivation(w.ctx, PERSON);
    expect(await refusalOf(complete(opened.activationToken, former.sms))).toBe(errors.deadActivation().code);
    expect(await refusalOf(open())).toBeUndefined();
  });

  it('refuses a code that everybody guesses, or a key that is none, without spending a try', async () => {
    await ecps.startActivation(w.ctx, PERSON);
    const { activationToken } = await open();
    const { sms } = lastSecrets(w);
    const { publicKeyJwk, privateKeyJwk } = await ecps.makeDeviceKey();
    const input = { activationToken, smsCode: sms, pin: PIN, deviceName: 'Essai', platform: 'web' as const };
    for (const pin of ['0000', '1234', '258', 'abcd', '25801']) {
      expect(await refusalOf(complete(activationToken, sms, pin))).toBe(errors.invalidPin('').code);
    }
    const offCurve = { ...publicKeyJwk, x: publicKeyJwk.y };
    for (const key of [privateKeyJwk, { kty: 'oct', k: 'AAAA' }, offCurve, null, 'key']) {
      expect(await refusalOf(ecps.completeActivation(w.ctx, { ...input, publicKeyJwk: key }))).toBe(
        errors.invalidKey().code,
      );
    }
    expect(await refusalOf(complete(activationToken, sms))).toBeUndefined();
  });

  it('starts nothing without a usable mail and a usable mobile', async () => {
    const faulty = [
      { ...PERSON, mail: undefined },
      { ...PERSON, mobile: undefined },
      { ...PERSON, mail: 'sans-arobase' },
      { ...PERSON, mobile: '+33199000012' },
      { ...PERSON, mobile: '0639980042' },
    ];
    for (const input of faulty) {
      expect(await refusalOf(ecps.startActivation(w.ctx, input))).toBe(errors.noUsableContact([]).code);
    }
    expect([...w.mails, ...w.texts]).toEqual([]);
  });
});

/** Asks for an approval and gives it from that phone; the code of the refusal if there is one. */
async function approveFrom(phone: Phone): Promise<string | undefined> {
  const { id: requestId, number } = await requestFor(w);
  const answer = await signed(w, phone, requestId, { number });
  return refusalOf(ecps.answerRequest(w.ctx, { ecpsId: phone.ecpsId, requestId, answer, pin: PIN }));
}

describe('one e-CPS per person', () => {
  it('S3-79 serves the same account on either device profile, one at a time', async () => {
    const android = await activatePhone(w, PERSON, 'android');
    expect(await approveFrom(android)).toBeUndefined();
    const ios = await activatePhone(w, PERSON, 'ios');
    expect(await ecps.deviceByToken(w.ctx, ios.deviceToken)).toMatchObject({
      platform: 'ios',
      idNat: PERSON.idNat,
    });
    expect(await ecps.deviceByToken(w.ctx, android.deviceToken)).toBeUndefined();
    expect(await approveFrom(ios)).toBeUndefined();
    expect(await approveFrom(android)).toBe(errors.unknownRequest().code);
  });

  it('ends on demand, once, and leaves no means', async () => {
    const phone = await activatePhone(w);
    expect(await ecps.endMeans(w.ctx, { idNat: PERSON.idNat, reason: 'lost' })).toBe(true);
    expect(await ecps.endMeans(w.ctx, { idNat: PERSON.idNat, reason: 'lost' })).toBe(false);
    expect(await ecps.activeMeans(w.ctx, PERSON.idNat)).toBe(false);
    expect(await ecps.deviceByToken(w.ctx, phone.deviceToken)).toBeUndefined();
  });

  it('expires three years after its activation, on the simulated clock', async () => {
    await activatePhone(w);
    const day = 86_400_000;
    const threeYears = new Date();
    threeYears.setUTCFullYear(threeYears.getUTCFullYear() + 3);
    await w.app.clock.set(new Date(threeYears.getTime() - day));
    expect(await ecps.activeMeans(w.ctx, PERSON.idNat)).toBe(true);
    await w.app.clock.set(new Date(threeYears.getTime() + day));
    expect(await ecps.activeMeans(w.ctx, PERSON.idNat)).toBe(false);
    await w.app.clock.set(new Date());
  });
});

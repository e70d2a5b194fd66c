import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { expect, it } from 'vitest';
import { activity, countSignIns, protocolErrors } from '../../src/modules/identity-provider/index.js';
import { Browser } from './browser.js';
import { ask, redeem, signIn } from './relying-party.js';
import { type SignedUp, useSignedUp } from './signed-up.js';
import { BACK } from './world.js';

let all: SignedUp;
useSignedUp('doctor-two-exercises', (made) => {
  all = made;
});

const SINCE = '2000-01-01';

it('counts who came in by what, in silence or not, what phones refused, and how long they took; twice is the same', async () => {
  const { w, person, phone, service, rp } = all;
  const browser = new Browser(w.origin);
  const asked = await ask(rp);
  await redeem(rp, await signIn(browser, asked, person.idNat, phone), asked);
  const silent = await ask(rp);
  await redeem(rp, (await browser.follow(silent.url.href)).url, silent);
  const stranger = new Browser(w.origin);
  const start = await stranger.follow((await ask(rp)).url.href);
  await stranger.follow(start.url.href, { idNat: person.idNat });
  await phone.answer('refuse');
  const another = new Browser(w.origin);
  const begun = await another.follow((await ask(rp)).url.href);
  await another.follow(begun.url.href, { idNat: person.idNat });
  await sql`update credentials.ecps_requests set expires_at = now() - interval '1 second' where state = 'pending'`.execute(
    w.ctx.db,
  );
  await countSignIns(w.ctx);
  const of = { clientId: service.clientId, by: 'month' as const, since: SINCE };
  const counted = await activity(w.ctx, of);
  expect(counted.map(({ means, outcome, number }) => [means, outcome, number])).toEqual([
    ['MOBILE', 'done', 1],
    ['MOBILE', 'expired', 1],
    ['MOBILE', 'refused', 1],
    ['MOBILE', 'silent', 1],
  ]);
  expect(counted[0]?.waitMs).toBeGreaterThanOrEqual(0);
  await countSignIns(w.ctx);
  expect(await activity(w.ctx, of)).toEqual(counted);
  expect(await activity(w.ctx, { by: 'month', since: SINCE })).toEqual(counted);
  expect(await activity(w.ctx, { ...of, clientId: 'another' })).toEqual([]);
});

it('counts what the protocol refused to a service, by its code, and not the polls that are asked to wait', async () => {
  const { w, service, rp } = all;
  for (const code of ['invente', 'encore'])
    await expect(
      oidc.authorizationCodeGrant(rp, new URL(`${BACK}?code=${code}&iss=${encodeURIComponent(w.issuer)}`)),
    ).rejects.toThrow();
  const told = () => protocolErrors(w.ctx, { clientId: service.clientId, since: SINCE });
  await expect.poll(told).toEqual([{ error: 'invalid_grant', number: 2 }]);
  expect(await protocolErrors(w.ctx, { clientId: 'another', since: SINCE })).toEqual([]);
});

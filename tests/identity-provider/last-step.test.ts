import { expect, it } from 'vitest';
import { Browser } from './browser.js';
import { personas } from './personas.js';
import { ask, relyingParty, type Service } from './relying-party.js';
import { useSignedUp } from './signed-up.js';
import { BACK, type Phone, type World } from './world.js';

const nurse = personas.nurse as (typeof personas)[string];
let w: World;
let phone: Phone;
let service: Service;

useSignedUp('nurse', (all) => {
  ({ w, phone, service } = all);
});

it('ends a sign-in once, of twenty last steps at the same time: the others get a page, and no session', async () => {
  const browser = new Browser(w.origin);
  const start = await browser.follow((await ask(await relyingParty(w, service))).url.href);
  const waiting = await browser.follow(start.url.href, { idNat: nurse.idNat });
  await phone.answer('approve');
  const last = (await browser.go(waiting.url.href)).headers.get('location') ?? '';
  const answers = await Promise.all(Array.from({ length: 20 }, () => browser.go(last)));
  const gone = answers.filter((answer) => answer.headers.get('location')?.startsWith(BACK));
  expect(gone).toHaveLength(1);
  for (const answer of answers.filter((one) => one !== gone[0])) {
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([400, []]);
    expect(await answer.text()).toContain('Cette connexion a expiré ou est terminée.');
  }
  const again = await new Browser(w.origin).go(last);
  expect([again.status, again.headers.get('location')]).toEqual([400, null]);
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoOrigins } from '../../src/sandbox/demo-services/index.js';
import { messages } from '../../src/sandbox/inbox.js';
import { HttpBrowser } from '../../src/sandbox/kit/http-browser.js';
import { type MailWorld, openMailWorld, withRole } from '../messaging/world.js';

let w: MailWorld;

beforeAll(async () => {
  w = await openMailWorld();
});
afterAll(() => w.stop());

const control = async (path: string, method: string, body: unknown) => {
  const answer = await fetch(`${w.origin}/sandbox/api${path}`, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  expect(answer.status).toBeLessThan(300);
};

/** What the service shows after a sign-in with that number, or what Pro Santé Connect answers instead. */
async function atTheService(idNat: string, phone?: string): Promise<string> {
  const [service = ''] = demoOrigins(w.app);
  const browser = await new HttpBrowser().go(`${service}/connexion`);
  await browser.submit({ idNat }, '');
  if (phone === undefined) return browser.body;
  await w.story.answer(phone);
  for (let turn = 0; turn < 20 && !browser.url.startsWith(service); turn += 1) await browser.go(browser.url);
  return browser.body;
}

it('S4-53 S4-55 somebody registered for a role gets a number, then an e-CPS without any card, and enters a service the day the data arrive; not before', async () => {
  await control('/rhythms', 'PUT', { rhythm: 'national', feed: 'rass-to-psc' });
  const { idNat, rpps } = await withRole(w.story, '331');
  expect([idNat, rpps]).toEqual([`8${rpps}`, expect.stringMatching(/^9978\d{7}$/)]);
  await w.settle();
  expect(await atTheService(idNat)).toMatch(/pas encore dans l’Annuaire Santé|ne permet pas de se connecter/);
  await control('/rhythms', 'PUT', { rhythm: 'immediate' });
  await control('/clock', 'POST', { advance: 'PT48H' });
  await w.settle();
  expect(await atTheService(idNat)).toContain('Aucune application e-CPS active');
  // Mail and SMS alone: no card has anything to do with it.
  const phone = await w.story.phone(idNat);
  const sent = await messages(w.app.database.db, undefined, 10);
  expect(sent.some(({ channel }) => channel === 'sms')).toBe(true);
  expect(await atTheService(idNat, phone.id)).toContain(idNat);
});

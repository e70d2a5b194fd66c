import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSession, SESSION_COOKIE } from '../../src/modules/access/index.js';
import { ecps } from '../../src/modules/credentials/index.js';
import { one } from '../../src/platform/db/connection.js';
import { HOSPITAL, type MailWorld, openMailWorld, withRole } from '../messaging/world.js';

const AUXILIARY = '313';

let w: MailWorld;

beforeAll(async () => {
  w = await openMailWorld();
});
afterAll(() => w?.stop());

const devices = (idNat: string) => ecps.devicesOf(w.app.ctx, idNat);
const states = async (idNat: string) =>
  (await devices(idNat)).map(({ state, endReason }) => `${state} ${endReason ?? ''}`.trim());

async function cookieOf(who: Parameters<typeof openSession>[1]): Promise<string> {
  return `${SESSION_COOKIE}=${(await openSession(w.app.ctx, who)).token}`;
}

it('S1-28 a nursing auxiliary activates, changes phone, deletes and activates again alone; the manager has no button for it', async () => {
  const { idNat } = await withRole(w.story, AUXILIARY);
  await w.settle();
  await w.story.phone(idNat);
  await w.story.phone(idNat);
  expect(await states(idNat)).toEqual(['active', 'ended replaced']);
  // On the wallet, of her own accord: the phone is gone, then there is another.
  const own = await cookieOf({ idNat });
  const lost = await send('/portefeuille/telephone-perdu', own, 'POST');
  expect(lost.status).toBe(303);
  const { id } = await w.story.phone(idNat);
  // On the phone itself: «Supprimer l’e-CPS».
  const held = await one(
    w.app.database.db,
    sql<{ token: string }>`select device_token as token from sandbox.phones where id = ${id}`,
  );
  const deleted = await fetch(`${w.origin}/e-cps/api/me`, {
    method: 'DELETE',
    headers: { origin: w.origin, authorization: `Bearer ${held?.token}` },
  });
  expect(deleted.status).toBe(204);
  await w.story.phone(idNat);
  expect(await states(idNat)).toEqual([
    ...['active', 'ended deleted-by-holder', 'ended lost', 'ended replaced'],
  ]);

  const manager = await cookieOf({ role: 'manager', scope: HOSPITAL });
  const before = await states(idNat);
  for (const [path, method] of [
    ['/portefeuille', 'GET'],
    ['/portefeuille/e-cps', 'GET'],
    ['/portefeuille/e-cps/code', 'POST'],
    ['/portefeuille/telephone-perdu', 'POST'],
    ['/portefeuille/essai', 'POST'],
  ] as const)
    expect([path, (await send(path, manager, method)).status]).toEqual([path, 403]);
  for (const [path, method] of [
    ['/me', 'DELETE'],
    ['/renewal', 'POST'],
    ['/push', 'PUT'],
    ['/fingerprint', 'PUT'],
  ] as const)
    expect([path, (await send(`/e-cps/api${path}`, manager, method)).status]).toEqual([path, 401]);
  const staff = await (await send('/personnel', manager, 'GET')).text();
  expect([...staff.matchAll(/<form[^>]*action="([^"]*)"/g)].map(([, action]) => action).sort()).toEqual([
    ...['/connexion/fin', '/personnel'],
  ]);
  expect(await states(idNat)).toEqual(before);
});

const send = (path: string, cookie: string, method: string) =>
  fetch(w.origin + path, {
    method,
    redirect: 'manual',
    headers: {
      origin: w.origin,
      cookie,
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
    },
  });

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startEsculape } from 'esculape/testing';
import { openService } from './server.mjs';

const port = 4567;
const origin = `http://localhost:${port}`;
let psc;
let service;

before(async () => {
  psc = await startEsculape({ people: 20 });
  const client = await psc.client({
    redirectUris: [`${origin}/retour`],
    postLogoutRedirectUris: [`${origin}/`],
  });
  service = await openService({ issuer: psc.issuer, ...client, port });
});
after(async () => {
  service?.close();
  await psc?.stop();
});

test('a professional signs in with a phone, and the service knows who it is', async () => {
  const { idNat } = await psc.person();
  const phone = await psc.phone(idNat);
  const start = await fetch(`${origin}/connexion`, { redirect: 'manual' });
  const cookie = start.headers.get('set-cookie').split(';')[0];
  const back = await psc.signIn(start.headers.get('location'), idNat, phone);
  const home = await fetch(back, { redirect: 'manual', headers: { cookie } });
  assert.equal(home.headers.get('location'), '/');
  const session = home.headers.get('set-cookie').split(';')[0];
  const page = await (await fetch(origin, { headers: { cookie: session } })).text();
  assert.match(page, new RegExp(idNat));
});

test('a code of somebody else’s browser signs nobody in', async () => {
  const { idNat } = await psc.person();
  const phone = await psc.phone(idNat);
  const [mine, other] = await Promise.all(
    [1, 2].map(() => fetch(`${origin}/connexion`, { redirect: 'manual' })),
  );
  const back = await psc.signIn(other.headers.get('location'), idNat, phone);
  const cookie = mine.headers.get('set-cookie').split(';')[0];
  const answer = await fetch(back, { redirect: 'manual', headers: { cookie } });
  assert.equal(answer.status, 403);
  assert.match(await (await fetch(origin, { headers: { cookie } })).text(), /pas connecté/);
});

test('the service has nothing to answer for in the conformity report', async () => {
  const { results } = await psc.conformity(origin);
  assert.deepEqual(
    results.filter(({ outcome, level }) => outcome === 'failed' && level === 'required'),
    [],
  );
});

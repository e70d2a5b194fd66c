import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startEsculape } from 'esculape/testing';
import { signIn } from './sign-in.mjs';

let psc;
let software;

before(async () => {
  psc = await startEsculape({ people: 20 });
  const client = await psc.client({
    redirectUris: ['http://localhost:1/unused'],
    options: { ciba: { delivery: 'poll' } },
  });
  software = { issuer: psc.issuer, ...client };
});
after(() => psc?.stop());

test('a professional signs in on the phone, at the number that the software shows', async () => {
  const { idNat } = await psc.person();
  const phone = await psc.phone(idNat);
  let shown = '';
  let answer;
  const { person } = await signIn(software, idNat, (number) => {
    shown = number;
    answer = phone.approve();
  });
  await answer;
  assert.match(shown, /^\d\d$/);
  assert.equal(person.SubjectNameID, idNat);
  assert.equal(person.authMode, 'MOBILE');
});

test('a refusal on the phone signs nobody in', async () => {
  const phone = await psc.phone((await psc.person()).idNat);
  let answer;
  const attempt = signIn(software, phone.idNat, () => {
    answer = phone.refuse();
  });
  await assert.rejects(attempt, { code: 'access_denied' });
  await answer;
});

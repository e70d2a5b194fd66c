import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDoor, type TestDoor } from '../support/door.js';

const golden = JSON.parse(
  readFileSync(new URL('../identity-provider/golden/pharmacist.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;

let w: TestDoor;
beforeAll(async () => {
  w = await startDoor(['/services']);
});
afterAll(() => w.close());

async function read(pasted: string) {
  const answer = await fetch(`${w.origin}/services/lecture`, {
    method: 'POST',
    headers: { origin: w.origin, accept: 'text/html' },
    body: new URLSearchParams({ reponse: pasted }),
  });
  return { status: answer.status, html: await answer.text() };
}

const whole = { sub: `f:x:${golden.SubjectNameID}`, authMode: 'CARD', ...golden };

it('an answer of userinfo is read member by member, codes in words', async () => {
  const { status, html } = await read(JSON.stringify(whole));
  expect(status).toBe(200);
  expect(html).toContain('Tout est conforme au format.');
  expect(html).toContain('Pharmacien');
});

it('each fault is named where it is, and what is pasted is shown as text only', async () => {
  const { status, html } = await read(JSON.stringify({ ...whole, UITVersion: '9', mail: '<b id=x>' }));
  expect(status).toBe(200);
  expect(html).toContain('2 champs ne sont pas conformes.');
  expect(html).toContain('Le format n’a pas ce champ.');
  expect(html).not.toContain('<b id=x>');
});

it('what is no answer is refused with what to do, and stays in the box', async () => {
  for (const pasted of ['', 'bonjour', '[]', '{"a":']) {
    const { status, html } = await read(pasted);
    expect([pasted, status]).toEqual([pasted, 422]);
    expect(html).toContain('Collez une réponse entière');
  }
});

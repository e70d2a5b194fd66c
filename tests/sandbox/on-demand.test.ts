import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Story } from '../../src/sandbox/kit/story.js';
import { DEMANDS, type Demand } from '../../src/sandbox/population/index.js';
import { connectToEsculape, type Esculape } from '../../src/testing/index.js';
import { startTestApp, type TestApp } from '../support/app.js';

let running: TestApp;
let story: Story;
let psc: Esculape;

beforeAll(async () => {
  running = await startTestApp();
  story = new Story(running.origin);
  psc = connectToEsculape(running.origin);
});
afterAll(() => running?.stop());

/** What userinfo tells of somebody who signs in with a new e-CPS. */
async function toldOf(idNat: string): Promise<Record<string, unknown>> {
  const phone = await story.phone(idNat);
  const { tokens } = await story.signIn(idNat, phone.id);
  return story.userinfo(tokens.access_token ?? '');
}

const PSI = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('people on demand', () => {
  it.each(Object.keys(DEMANDS) as Demand[])('are there at once, ready to sign in: %s', async (demand) => {
    const idNat = await psc.somebody(demand);
    const [start = ''] = DEMANDS[demand].split(',');
    if (demand === 'psi') expect(idNat).toMatch(PSI);
    else expect(idNat.startsWith(start)).toBe(true);
    expect(await toldOf(idNat)).toMatchObject({ SubjectNameID: idNat, preferred_username: idNat });
  });

  it('are another one each time, and of a kind that is known', async () => {
    const made = [await psc.somebody('rpps-practice-staff'), await psc.somebody('rpps-practice-staff')];
    expect(new Set(made).size).toBe(2);
    await expect(psc.somebody('astronaut' as Demand)).rejects.toMatchObject({ status: 422 });
  });

  it.each([
    ['drass-number', 'intern'],
    ['student-number', 'pharmacy-intern'],
  ])('of a prefix that ended are refused with whom to ask for: %s', async (kind, instead) => {
    const asked = psc.somebody(kind as Demand);
    await expect(asked).rejects.toMatchObject({ status: 422, message: expect.stringContaining(instead) });
  });
});

describe('identities that no register knows', () => {
  it('have no professional record before the RPPS, and all that a doctor has when made for a test', async () => {
    const psi = await psc.somebody('psi');
    const short = await toldOf(psi);
    const names = ['SubjectNameID', 'codeCivilite', 'family_name', 'given_name', 'preferred_username', 'sub'];
    expect(Object.keys(short).sort()).toEqual(names);
    expect(short.sub).toMatch(new RegExp(`:${psi}$`));
    const edit = await psc.somebody('edit');
    expect(await toldOf(edit)).toMatchObject({
      otherIds: [{ identifiant: edit, origine: 'EDIT', qualite: 1 }],
      SubjectRole: ['10^1.2.250.1.213.1.1.5.5'],
      authMode: 'MOBILE',
    });
    // Their session can be lent as anybody's.
    for (const idNat of [psi, edit])
      expect(await story.page('/portefeuille', await story.personBearer(idNat))).toContain(idNat);
  });

  it('made of an answer of userinfo give that answer, under a number of their own', async () => {
    const given = JSON.parse(
      readFileSync('tests/identity-provider/golden/doctor-two-exercises.json', 'utf8'),
    );
    const idNat = await psc.somebody('edit', given);
    const { sub, authMode, ...told } = await toldOf(idNat);
    expect(idNat).toMatch(/^ANS\d{14}$/);
    const own = { identifiant: idNat, origine: 'EDIT', qualite: 1 };
    expect(told).toEqual({
      ...given,
      ...{ SubjectNameID: idNat, preferred_username: idNat, otherIds: [own, ...given.otherIds] },
    });
    expect([sub, authMode]).toEqual([expect.stringMatching(new RegExp(`:${idNat}$`)), 'MOBILE']);
  });

  it('are told apart when made in the same second, and say what they will tell otherwise', async () => {
    const make = (userinfo: object) =>
      fetch(`${running.origin}/sandbox/api/people`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'edit', userinfo }),
      });
    const many = await Promise.all(
      [{}, {}, { SubjectOrganization: 'AILLEURS', SubjectRefPro: {} }].map(make),
    );
    const made = (await Promise.all(many.map((answer) => answer.json()))) as { idNat: string }[];
    expect(new Set(made.map(({ idNat }) => idNat)).size).toBe(3);
    expect(made[2]).toMatchObject({ toldOtherwise: expect.arrayContaining(['SubjectOrganization']) });
  });

  it('are refused where what was given is no answer of userinfo, or is given for somebody of a register', async () => {
    const wrong = [{ SubjectRefPro: { exercices: 'aucun' } }, { family_name: 3 }];
    for (const userinfo of wrong)
      await expect(psc.somebody('edit', userinfo)).rejects.toMatchObject({ status: 422 });
    await expect(psc.somebody('doctor', {})).rejects.toMatchObject({ status: 422 });
  });

  it('are made from their page, with a phone', async () => {
    const page = `${running.origin}/sandbox/telephones`;
    const send = (reponse: string) =>
      fetch(`${page}/identite`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: running.origin },
        body: new URLSearchParams({ reponse }),
      });
    const given = { given_name: 'Ariane', family_name: 'ESSAYEUSE', codeCivilite: 'MME' };
    expect((await send(JSON.stringify(given))).status).toBe(303);
    expect(await (await fetch(page)).text()).toMatch(/e-CPS de ANS\d{14}/);
    const refused = await send('{');
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('Ce n’est pas une réponse de userinfo');
  });
});

describe('people on demand at a date of the past', () => {
  const LATER: readonly Demand[] = [
    ...(['nurse', 'military-nurse', 'psychologist', 'role', 'adeli-practice-staff'] as const),
    ...(['finess-staff', 'siren-staff', 'siret-staff', 'rpps-practice-staff'] as const),
  ];

  it('have begun by then, and are refused with the reason where the rules of that day do not know them', async () => {
    const now = '2021-01-12T09:00:00+01:00';
    const moved = await fetch(`${running.origin}/sandbox/api/clock`, {
      ...{ method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ now }) },
    });
    expect(moved.status).toBe(200);
    const kinds = (Object.keys(DEMANDS) as Demand[]).filter((kind) => !LATER.includes(kind));
    for (const kind of [...kinds, ...Array<Demand>(5).fill('intern')]) await psc.somebody(kind);
    for (const kind of LATER)
      await expect(psc.somebody(kind)).rejects.toMatchObject({
        ...{ status: 422, message: expect.stringMatching(/règles du 12.janvier 2021/) },
      });
  });

  it('are refused among nurses too, before their ordre registers any here', async () => {
    const ask = () =>
      fetch(`${running.origin}/sandbox/api/nurses`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ total: 20 }),
      });
    const refusal = await ask();
    expect(refusal.status).toBe(422);
    expect(await refusal.text()).toMatch(/règles du 12.janvier 2021/);
    await fetch(`${running.origin}/sandbox/api/clock`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ now: '2021-11-02T09:00:00+01:00' }),
    });
    expect((await ask()).status).toBe(201);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SESSION_COOKIE } from '../../src/modules/access/index.js';
import {
  changeContacts,
  depositContactFile,
  loadContactFile,
  memberByIdNat,
} from '../../src/modules/authorities/index.js';
import { entries } from '../../src/modules/directory/index.js';
import { trackPerson } from '../../src/modules/tracking/index.js';
import { as, type Ctx } from '../../src/platform/context.js';
import { doctor } from '../../src/sandbox/kit/story.js';
import { judge, openBrowser } from '../support/browser.js';
import { later, openReplay, type Replay } from './world.js';

const ADELI = '356099001';
const NURSE = `0${ADELI}`;
const AGENCY = 'ARS-53';

let replay: Replay;
let ctx: Ctx;

/** What an agency and the ordre say of the same nurse. */
function nurse(correspondence: Record<string, unknown>): Record<string, unknown> {
  const record = doctor({ correspondence }) as Record<'civilStatus', object> & { exercises: object[] };
  const [exercise] = record.exercises;
  const worn = { ...exercise, profession: '60', civility: undefined, skills: [], name: 'SOIGNARD' };
  return {
    ...record,
    civilStatus: { ...record.civilStatus, birthName: 'SOIGNARD' },
    exercises: [worn],
  };
}

beforeAll(async () => {
  replay = await openReplay('2021-01-05T08:00:00Z');
  ctx = replay.test.app.ctx;
  // The regional agency registers the nurse in ADELI, without a mail nor a mobile.
  const answer = await send(AGENCY, { ...nurse({}), adeli: ADELI });
  expect([answer.status, await answer.text()]).toEqual([201, expect.stringContaining(NURSE)]);
  await replay.test.settle();
  const mine = nurse({ mail: 'premier@oni.example', mobile: '06 39 98 00 41' });
  expect((await send('ONI', { ...mine, adeli: ADELI })).status).toBe(202);
});
afterAll(() => replay.stop());

async function send(authority: string, body: Record<string, unknown>): Promise<Response> {
  const bearer = await replay.story.agentBearer(authority);
  return fetch(`${replay.test.origin}/api/authorities/${authority}/registrations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: JSON.stringify(body),
  });
}

const oni = (lines: string[], day: string) =>
  loadContactFile(as(ctx, 'agent:exploitation'), {
    authority: 'ONI',
    name: `ONI_CONTACTS_${day}.csv`,
    text: ['NUMERO_ADELI;MAIL;MOBILE', ...lines].join('\n'),
  });

const tracking = async (own: string) =>
  (await replay.story.page(`/suivi/${NURSE}`, own)).replaceAll('\u00a0', ' ');

const inRass = async () => (await entries(ctx, [NURSE])).get(NURSE)?.person.correspondence?.mail;

describe('nurses in the era of ADELI', () => {
  it('S0-13 follows a nurse through three steps without the RPPS, and a doctor through four', async () => {
    const own = await replay.story.personBearer(NURSE);
    const page = await tracking(own);
    expect(page).toContain('Les trois étapes');
    for (const step of ['1. ORDRE', '2. RASS', '3. PSC']) expect(page).toContain(step);
    expect(page).not.toMatch(/\d\. RPPS/);
    const hops = async (idNat: string) => (await trackPerson(ctx, idNat, true))?.steps.map(({ hop }) => hop);
    expect(await hops(NURSE)).toEqual(['ORDRE', 'RASS', 'PSC']);
    const { body } = await handed('CNOM', doctor());
    await replay.go(later(await replay.now(), { h: 25 }));
    const doctors = await (await get('CNOM', `/api/authorities/CNOM/files/${body.file}`)).json();
    expect(await hops((doctors as { idNat: string }).idNat)).toEqual(['ORDRE', 'RPPS', 'RASS', 'PSC']);
  });

  it('S0-14 applies a file of the ONI at its load only, 24 h before Pro Santé Connect, beside the feed of the agency', async () => {
    // The ordre has known the nurse for days: nothing of it came by itself.
    expect(await inRass()).toBeUndefined();
    await replay.go('2021-01-11T09:00:00Z');
    expect(await inRass()).toBeUndefined();
    const file = await oni([`${ADELI};premier@oni.example;0639980041`], '20210111');
    const t0 = await replay.now();
    expect([file.lines, file.taken, file.datedOn]).toEqual([1, 1, '2021-01-11']);
    await replay.test.settle();
    expect(await inRass()).toBe('premier@oni.example');
    await replay.go(later(t0, { h: 23, min: 59 }));
    expect((await replay.psc(NURSE))?.mail ?? null).toBeNull();
    await replay.go(later(t0, { h: 24, min: 1 }));
    expect((await replay.psc(NURSE))?.mail).toMatch(/^p•+@/);
    // Each datum tells who vouches for it.
    expect(await replay.annuaire(NURSE)).toMatch(/Garanti par [^<]*Bretagne/);
    const own = await replay.story.personBearer(NURSE);
    const account = await replay.story.page('/annuaire/compte', own);
    expect(account).toMatch(/Coordonnées de correspondance.*Ordre des infirmiers.*premier@oni\.example/s);
  });

  it('S0-15 says which file of the ONI was the last, with its lines, and holds nothing that changed there since', async () => {
    await replay.go('2021-01-12T10:00:00Z');
    const held = await memberByIdNat(ctx, 'ONI', NURSE);
    await changeContacts(as(ctx, 'agent:oni'), {
      memberId: held?.memberId ?? '',
      mail: 'second@oni.example',
      act: 'agent',
    });
    await replay.test.settle();
    const mine = await replay.story.page(
      '/ordres/oni/coordonnees?fait=enregistre',
      await replay.story.personBearer(NURSE),
    );
    expect(mine.replaceAll('\u00a0', ' ')).toContain('prochain fichier de contacts, le 12 février 2021');
    await replay.go('2021-02-10T10:00:00Z');
    expect(await inRass()).toBe('premier@oni.example');
    const own = await replay.story.personBearer(NURSE);
    const page = await tracking(own);
    expect(page).toMatch(/Dernier fichier de contacts ONI.*11 janvier 2021.*1 ligne/s);
    expect(page).toContain('second@oni.example');
    const [change] = (await trackPerson(ctx, NURSE, true))?.changes ?? [];
    expect(change?.arrivals.map(({ hop, at }) => [hop, at !== undefined])).toEqual([
      ['ORDRE', true],
      ['RASS', false],
      ['PSC', false],
    ]);
  });

  it('shows the steps, the file and the dates to everybody, on a narrow screen too', async () => {
    const browser = await openBrowser();
    try {
      const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
      const value = await replay.story.personBearer(NURSE);
      await context.addCookies([{ name: SESSION_COOKIE, value, url: replay.test.origin }]);
      const page = await context.newPage();
      await page.goto(`${replay.test.origin}/suivi/${encodeURIComponent(NURSE)}`);
      await judge(page, 'suivi-ere-adeli');
    } finally {
      await browser.close();
    }
  });

  it('S0-16 loads the file that waits on 12/02 and not before, then every fourteen days, and announces the next day', async () => {
    const own = await replay.story.personBearer(NURSE);
    const announced = async () => tracking(own);
    expect(await announced()).toMatch(
      /Prochains chargements.*12 février 2021, 26 février 2021, 12 mars 2021/s,
    );
    const place = (day: string, mail: string) =>
      depositContactFile(as(ctx, 'agent:exploitation'), {
        authority: 'ONI',
        name: `ONI_CONTACTS_${day}.csv`,
        text: `NUMERO_ADELI;MAIL;MOBILE\n${ADELI};${mail};0639980041`,
      });
    await place('20210210', 'second@oni.example');
    await expect(place('20210211', 'autre@oni.example')).rejects.toMatchObject({
      code: 'authorities.contact-file-waits',
    });
    await replay.go('2021-02-11T22:59:00Z');
    expect(await inRass()).toBe('premier@oni.example');
    await replay.go('2021-02-11T23:01:00Z');
    expect(await inRass()).toBe('second@oni.example');
    const [change] = (await trackPerson(ctx, NURSE, true))?.changes ?? [];
    expect(change?.arrivals[1]?.at?.toISOString().slice(0, 16)).toBe('2021-02-11T23:00');
    // The file of the day is loaded: the next one is another day's.
    expect(await announced()).toMatch(/Prochains chargements.*?26 février 2021, 12 mars 2021, 26 mars 2021/s);
    expect(await announced()).not.toContain('12 février 2021, 26 février');
    await replay.go('2021-02-13T10:00:00Z');
    expect(await announced()).toMatch(/Prochains chargements.*26 février 2021, 12 mars 2021, 26 mars 2021/s);
    await place('20210213', 'troisieme@oni.example');
    await replay.go('2021-02-25T22:59:00Z');
    expect(await inRass()).toBe('second@oni.example');
    await replay.go('2021-03-01T10:00:00Z');
    expect(await inRass()).toBe('troisieme@oni.example');
  });

  it('refuses a file that is older than the last, one of another shape, and rejects a mobile over ten characters', async () => {
    await expect(oni([`${ADELI};vieux@oni.example;`], '20210111')).rejects.toMatchObject({
      code: 'authorities.contact-file-older',
    });
    await expect(oni([], '20210301')).rejects.toMatchObject({ code: 'authorities.contact-file-unreadable' });
    const file = await oni([`${ADELI};quatrieme@oni.example;+262639980020`], '20210301');
    expect([file.taken, file.rejected]).toEqual([
      0,
      [{ line: 2, reason: 'mobile de 13 caractères : ADELI n’en garde que 10' }],
    ]);
    await replay.test.settle();
    expect(await inRass()).toBe('troisieme@oni.example');
  });

  it('reads what the ordre holds once the RPPS takes the nurses, on 28 October 2021', async () => {
    await replay.go('2021-10-27T21:59:00Z');
    expect(await inRass()).toBe('troisieme@oni.example');
    await replay.go('2021-10-29T10:00:00Z');
    expect(await inRass()).toBe('second@oni.example');
    expect((await trackPerson(ctx, NURSE, true))?.steps).toHaveLength(4);
  });
});

async function handed(authority: string, body: Record<string, unknown>) {
  const answer = await send(authority, body);
  return { status: answer.status, body: (await answer.json()) as { file: string } };
}

async function get(authority: string, path: string): Promise<Response> {
  const bearer = await replay.story.agentBearer(authority);
  return fetch(`${replay.test.origin}${path}`, { headers: { authorization: `Bearer ${bearer}` } });
}

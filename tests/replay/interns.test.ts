import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpBrowser } from '../../src/sandbox/kit/http-browser.js';
import { doctor } from '../../src/sandbox/kit/story.js';
import { later, openReplay, type Registered, type Replay } from './world.js';

const OUTSIDE = 'n’est pas dans le périmètre';

let replay: Replay;
let intern: Registered;
let other: Registered;

function inTraining(): Record<string, unknown> {
  const record = doctor() as { exercises: Record<string, unknown>[] };
  const [exercise] = record.exercises;
  const { civility: _, ...kept } = exercise ?? {};
  return { ...record, exercises: [{ ...kept, category: 'E', skills: [] }] };
}

beforeAll(async () => {
  replay = await openReplay('2021-01-25T08:00:00Z');
  intern = await replay.story.register('CNOM', inTraining());
  other = await replay.story.register('CNOM', doctor());
  await replay.go(later(await replay.now(), { h: 49 }));
});
afterAll(() => replay.stop());

const text = (page: string) => page.replaceAll(/<[^>]*>/g, ' ').replaceAll(/[\s\u00a0]+/g, ' ');

/** What the sign-in page answers to the identifier. */
async function signInPage({ idNat }: Registered): Promise<string> {
  const back = 'http://localhost:1/retour';
  const { clientId } = await replay.story.client(back);
  const browser = new HttpBrowser();
  let page = '';
  await replay.story.authorize(clientId, back, browser, async () => {
    await browser.submit({ idNat }, '');
    page = text(browser.body);
  });
  return page;
}

async function activation({ idNat }: Registered): Promise<string> {
  const desk = new HttpBrowser();
  await desk.go(`${replay.test.origin}/portail-psc/activation`);
  await desk.submit({ idNat }, '/portail-psc/activation');
  return text(desk.body);
}

const cpam = async () => {
  const bearer = await replay.story.bearer('cpam');
  return replay.story.page(`/rpps/personnes/${intern.idNat}`, bearer);
};

describe('interns and the perimeter of Pro Santé Connect', () => {
  it('S0-17 has an intern in the RPPS and in the Annuaire, and refuses sign-in and activation for the population alone', async () => {
    expect(await cpam()).toContain(intern.rpps);
    expect(await replay.annuaire(intern.idNat)).toContain(intern.rpps);
    expect(await activation(intern)).toContain('n’est pas encore dans le périmètre');
    await expect(replay.story.phone(intern.idNat)).rejects.toThrow('outside-perimeter');
    expect(await signInPage(intern)).toContain(OUTSIDE);
    expect(await replay.psc(intern.idNat)).toBeUndefined();
    const own = await replay.story.personBearer(intern.idNat);
    expect(text(await replay.story.page(`/suivi/${intern.idNat}`, own))).toContain(
      'n’est pas encore dans le périmètre',
    );
    // A doctor of the same day meets none of it.
    expect(await activation(other)).toContain('Deux messages sont en route');
    expect(await signInPage(other)).not.toContain(OUTSIDE);
    expect(await replay.psc(other.idNat)).toBeDefined();
  });

  it('S0-18 lets the same intern in with the run that follows the switch, without another registration', async () => {
    const t0 = await replay.now();
    await replay.perimeter({ population: 'interns', included: true });
    await replay.go(later(t0, { h: 23, min: 59 }));
    expect(await signInPage(intern)).toContain(OUTSIDE);
    await replay.go(later(t0, { h: 24, min: 1 }));
    const phone = await replay.story.phone(intern.idNat);
    const { tokens } = await replay.story.signIn(intern.idNat, phone.id);
    const said = await replay.story.userinfo(tokens.access_token ?? '');
    expect(said.SubjectNameID).toBe(intern.idNat);
    expect(await cpam()).toContain(intern.rpps);
    // Out again: the token that was given is worth nothing any more.
    await replay.perimeter({ population: 'interns', included: false });
    await replay.go(later(await replay.now(), { h: 24, min: 1 }));
    await expect(replay.story.userinfo(tokens.access_token ?? '')).rejects.toThrow('401');
    expect(await signInPage(intern)).toContain(OUTSIDE);
  });

  it('takes interns by the dated table from the 1st of March 2021 on, where nobody decided', async () => {
    const fresh = await openReplay('2021-02-28T10:00:00Z');
    try {
      const person = await fresh.story.register('CNOM', inTraining());
      await fresh.rhythm({ rhythm: 'immediate' });
      await fresh.go('2021-02-28T22:59:00Z');
      const before = await fetch(`${fresh.test.origin}/portail-psc/api/${person.idNat}`);
      expect(before.status).toBe(404);
      await fresh.go('2021-03-01T10:30:00Z');
      expect(await fresh.psc(person.idNat)).toBeDefined();
    } finally {
      await fresh.stop();
    }
  });
});

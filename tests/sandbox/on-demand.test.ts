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

describe('people on demand', () => {
  it.each(Object.keys(DEMANDS) as Demand[])('are there at once, ready to sign in: %s', async (demand) => {
    const idNat = await psc.somebody(demand);
    expect(idNat.charAt(0)).toBe(DEMANDS[demand].charAt(0));
    const phone = await story.phone(idNat);
    const { tokens } = await story.signIn(idNat, phone.id);
    expect(await story.userinfo(tokens.access_token ?? '')).toMatchObject({ SubjectNameID: idNat });
  });

  it('are another one each time, and of a kind that is known', async () => {
    const made = [await psc.somebody('rpps-practice-staff'), await psc.somebody('rpps-practice-staff')];
    expect(new Set(made).size).toBe(2);
    await expect(psc.somebody('astronaut' as Demand)).rejects.toMatchObject({ status: 422 });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailboxes } from '../../src/modules/directory/index.js';
import { doctor, type Registered } from '../../src/sandbox/kit/story.js';
import { send } from '../api/client.js';
import { HOSPITAL, type MailWorld, openMailWorld } from './world.js';

let world: MailWorld;
let person: Registered;
let accessToken: string;

beforeAll(async () => {
  world = await openMailWorld();
  person = await world.story.register('CNOM', doctor());
  await world.settle();
  const phone = await world.story.phone(person.idNat);
  const { tokens } = await world.story.signIn(person.idNat, phone.id);
  accessToken = tokens.access_token ?? '';
});
afterAll(() => world.stop());

const publish = async (body: object): Promise<string> => {
  const { status, body: made } = await world.alpha('POST', '/mailboxes', body);
  expect(status).toBe(201);
  return made.id;
};
const sandbox = (path: string, body: object) => send(`${world.origin}/sandbox/api/mail${path}`, 'POST', body);
const write = (to: string) =>
  sandbox('', { to, from: 'labo@beta.mssante.example', subject: 'Résultats', text: 'Tout va bien.' });
const PER = 'camille@alpha.mssante.example';
const APP = 'labo@alpha.mssante.example';

describe('the directory', () => {
  it('S2-23 shows the addresses of a person that are not of the red list, in the search and on the page', async () => {
    await publish({ address: PER, type: 'PER', idNat: person.idNat });
    await publish({ address: `rouge-${PER}`, type: 'PER', idNat: person.idNat, redList: true });
    await world.settle();
    const asked = { headers: { accept: 'application/json' } };
    for (const path of [`/annuaire?q=${person.rpps}`, `/annuaire/personnes/${person.idNat}`]) {
      const texts = [await world.story.page(path), await (await fetch(world.origin + path, asked)).text()];
      for (const text of texts) {
        expect([path, text.includes(PER)]).toEqual([path, true]);
        expect([path, text.includes(`rouge-${PER}`)]).toEqual([path, false]);
      }
    }
  });
});

describe('an applicative mailbox', () => {
  it('S2-24 that is published appears in the directory and receives messages', async () => {
    const app = { address: APP, type: 'APP', structure: HOSPITAL, published: true, confirmed: true };
    await publish(app);
    await publish({ ...app, address: `cache-${APP}`, published: false });
    await world.settle();
    const shown = (await mailboxes(world.app.ctx, [HOSPITAL])).get(HOSPITAL) ?? [];
    expect(shown.map(({ address, type }) => [address, type])).toEqual([[APP, 'APP']]);
    expect((await write(APP)).status).toBe(202);
    expect((await write(`cache-${APP}`)).status).toBe(202);
    expect((await write('personne@alpha.mssante.example')).status).toBe(404);
  });

  it('S2-25 is opened by the key of its program, and by the e-CPS of nobody', async () => {
    const { body } = await world.alpha('POST', '/mailboxes/search', { q: APP });
    const path = `/mailboxes/${body.mailboxes[0].id}/service-account`;
    const { key } = (await world.alpha('POST', path)).body;
    const opened = await sandbox('/read', { address: APP, serviceKey: key });
    expect([opened.status, opened.body.messages.length]).toEqual([200, 1]);
    const human = await sandbox('/read', { address: APP, accessToken });
    expect([human.status, human.body.code]).toEqual([403, 'sandbox.no-human-login']);
    const renewed = (await world.alpha('POST', path)).body.key;
    expect((await sandbox('/read', { address: APP, serviceKey: key })).status).toBe(403);
    expect((await sandbox('/read', { address: APP, serviceKey: renewed })).status).toBe(200);
    expect((await sandbox('/read', { address: PER, serviceKey: renewed })).status).toBe(403);
    expect((await write(PER)).status).toBe(202);
    const own = await sandbox('/read', { address: PER, accessToken });
    expect([own.status, own.body.messages[0].subject]).toEqual([200, 'Résultats']);
    expect((await sandbox('/read', { address: PER, accessToken: 'faux' })).status).toBe(401);
  });
});

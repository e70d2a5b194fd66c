import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerMember } from '../../src/modules/authorities/index.js';
import { idNatOfRpps, makeRpps } from '../../src/modules/nomenclatures/index.js';
import { gatewaySms } from '../../src/platform/sms.js';
import { makeMember, recordOf, type TestMember } from './members.js';
import { type PortalApp, startPortals } from './portal-app.js';

const UNKNOWN = idNatOfRpps(makeRpps('9970000000'));
const ASKED_OFTEN = idNatOfRpps(makeRpps('9970000001'));

describe('signing in at an ordre by mail link and SMS code', () => {
  let app: PortalApp;
  let doctor: TestMember;

  beforeAll(async () => {
    app = await startPortals();
    doctor = await makeMember(app.ctx, 'CNOM', 1);
  });
  afterAll(() => app.stop());

  const askFor = async (identifiant: string, path = '/ordres/cnom') => {
    app.mails.length = 0;
    const answer = await app.post(`${path}/connexion`, { identifiant });
    await app.runJobs();
    return answer;
  };
  const linkOf = () => /\/ordres\/\w+\/lien\/[\w-]+/.exec(app.mails.at(-1)?.text ?? '')?.[0] ?? '';
  const codeOf = () => /\b\d{6}\b/.exec(app.texts.at(-1)?.text ?? '')?.[0] ?? '';

  it('takes the link sent to the mail and the code sent to the mobile that the ordre holds', async () => {
    const asked = await askFor(doctor.rpps);
    expect([asked.status, asked.location]).toEqual([303, '/ordres/cnom/lien-envoye']);
    expect(app.mails.at(-1)?.to).toBe(doctor.record.correspondence.mail);
    const link = linkOf();
    // A mail program that looks at the link spends nothing.
    expect((await app.get(link)).status).toBe(200);
    expect(app.texts).toHaveLength(0);
    const opened = await app.post(link, {});
    expect(opened.location).toBe('/ordres/cnom/code');
    expect(app.texts.at(-1)?.to).toBe(doctor.record.correspondence.mobile?.e164);
    const signedIn = await app.post('/ordres/cnom/code', { code: codeOf() }, opened.cookies);
    expect(signedIn.location).toBe('/ordres/cnom/coordonnees');
    const page = await app.get('/ordres/cnom/coordonnees', signedIn.cookies);
    expect(page.status).toBe(200);
    expect(page.text).toContain(doctor.record.correspondence.mail);

    expect((await app.post(link, {})).status).toBe(410);
    expect((await app.post('/ordres/cnom/code', { code: codeOf() }, opened.cookies)).status).toBe(422);
  });

  it('opens nothing with the link alone, nor with the code typed in another browser', async () => {
    await askFor(doctor.idNat);
    const opened = await app.post(linkOf(), {});
    expect((await app.get('/ordres/cnom/coordonnees', opened.cookies)).status).toBe(303);
    expect((await app.post('/ordres/cnom/code', { code: codeOf() })).status).toBe(422);
    expect((await app.post('/ordres/cnop/code', { code: codeOf() }, opened.cookies)).status).toBe(422);
  });

  it('says that SMS do not leave, and opens by the same link once they do', async () => {
    await askFor(doctor.rpps);
    const [link, { sms }] = [linkOf(), app.ctx];
    // Nobody listens there.
    Object.assign(app.ctx, { sms: gatewaySms('http://127.0.0.1:1/') });
    const refused = await app.post(link, {});
    Object.assign(app.ctx, { sms });
    expect(refused.status).toBe(503);
    expect(refused.text).toContain('Les SMS ne partent pas en ce moment\u00a0: réessayez');
    expect((await app.post(link, {})).location).toBe('/ordres/cnom/code');
  });

  it('holds no connection to the database while the SMS gateway says nothing, and opens by the same link later', async () => {
    await askFor(doctor.rpps);
    const [link, { sms }] = [linkOf(), app.ctx];
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    Object.assign(app.ctx, { sms: gatewaySms(`http://127.0.0.1:${port}/`) });
    const asked = once(silent, 'request');
    const refused = app.post(link, {});
    await asked;
    const held = await sql<{ n: number }>`select count(*)::int n from pg_stat_activity
      where datname = current_database() and state like 'idle in transaction%'`.execute(app.ctx.db);
    expect(held.rows).toEqual([{ n: 0 }]);
    // The link is being opened: nobody else may.
    expect((await app.post(link, {})).status).toBe(410);
    silent.closeAllConnections();
    silent.close();
    expect((await refused).status).toBe(503);
    Object.assign(app.ctx, { sms });
    expect((await app.post(link, {})).location).toBe('/ordres/cnom/code');
    expect((await app.post(link, {})).status).toBe(410);
  });

  it('answers the same to a number that it does not know, and writes to nobody then', async () => {
    const known = await askFor(doctor.rpps);
    expect(app.mails).toHaveLength(1);
    const elsewhere = await askFor(doctor.rpps, '/ordres/cnop');
    expect(app.mails).toHaveLength(0);
    const unknown = await askFor(UNKNOWN);
    expect(app.mails).toHaveLength(0);
    const seen = (answer: typeof known) => [answer.status, answer.location?.split('/').at(-1), answer.text];
    expect(seen(unknown)).toEqual(seen(known));
    expect(seen(elsewhere)).toEqual(seen(known));
  });

  it('sends nothing to a member of whom the ordre holds no mobile', async () => {
    const { correspondence, ...rest } = recordOf('CNOM', 2);
    const record = { ...rest, correspondence: { mail: correspondence.mail ?? '' } };
    const validation = { agent: 'test', checked: ['carte d’identité'] };
    await registerMember(app.ctx, { authority: 'CNOM', record, validation, idNat: UNKNOWN });
    await askFor(UNKNOWN);
    expect(app.mails).toHaveLength(0);
  });

  it('says next to the field that a number cannot be read', async () => {
    const answer = await askFor('bonjour');
    expect([answer.status, answer.text.includes('f-identifiant-error')]).toEqual([422, true]);
  });

  it('stops those who ask too often for one number', async () => {
    const answers: number[] = [];
    for (let n = 0; n < 8; n += 1)
      answers.push((await app.post('/ordres/oni/connexion', { identifiant: ASKED_OFTEN })).status);
    expect(answers.filter((status) => status === 303)).toHaveLength(5);
    expect(answers.slice(5)).toEqual([429, 429, 429]);
  });

  it('refuses a form that comes from another site', async () => {
    const answer = await fetch(`${app.origin}/ordres/cnom/connexion`, {
      method: 'POST',
      headers: { origin: 'https://mechant.example' },
      body: new URLSearchParams({ identifiant: doctor.rpps }),
    });
    expect(answer.status).toBe(403);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cards, certificates } from '../../../src/modules/credentials/index.js';
import { ENTITY, PATIENT, SectoralWorld, type Sending, type Shown, type Software, TRAITS } from './world.js';

let w: SectoralWorld;
let physician: string;
let employee: string;
let cps: Shown;
let cpe: Shown;
let insi: Software;
let dmp: Software;

beforeAll(async () => {
  w = await SectoralWorld.open();
  physician = await w.doctor();
  employee = await w.employee();
  cps = await w.card(physician);
  cpe = await w.card(employee);
  insi = await w.certificate('AUTH_CLI', 'INSI-MANU');
  dmp = await w.certificate('AUTH_CLI', 'DMP-ORDO');
});
afterAll(() => w.t.stop());

const search = (shown?: Shown, sending: Sending = {}) =>
  w.call('/insi/recherche', { json: TRAITS, ...sending }, shown);
const verify = (shown?: Shown, sending: Sending = {}) =>
  w.call('/insi/verification', { json: { number: PATIENT }, ...sending }, shown);

describe('INSi called by the software of a structure', () => {
  it('S3-45 answers to the certificate of INSi, and refuses another one of the same structure with DESIR_560', async () => {
    const answer = await search(insi, { account: 'secretaire.admissions' });
    expect([answer.status, answer.body]).toEqual([200, { ...TRAITS, number: PATIENT, status: 'qualified' }]);
    for (const name of ['DMP-ORDO', 'INSI-MANU-2', 'INSI']) {
      const refused = await search(await w.certificate('AUTH_CLI', name), {
        account: 'secretaire.admissions',
      });
      expect([name, refused.status, refused.body.code]).toEqual([name, 403, 'DESIR_560']);
      expect(refused.body).toMatchObject({ row: 'insi-search.org.1' });
      expect(refused.body.title).toContain('INSI-AUTO ou INSI-MANU');
    }
  });

  it('S3-85 asks no means of a person: the trace names the structure, the certificate and the account', async () => {
    expect((await verify(insi, { account: 'aide.soignant-3' })).status).toBe(200);
    expect(await w.lastCall()).toMatchObject({
      ...{
        act: 'insi-verify',
        means: 'org',
        mode: 'indirect',
        idNat: null,
        structure: ENTITY,
        outcome: 'done',
      },
      ...{ account: 'aide.soignant-3', about: PATIENT, certificate: `INSI-MANU ${insi.serial}` },
    });
    const unnamed = await verify(insi);
    expect([unnamed.status, unnamed.body.code]).toEqual([422, 'sandbox.account-missing']);
    expect(await w.lastCall()).toMatchObject({
      outcome: 'refused',
      code: 'sandbox.account-missing',
      account: null,
    });
  });

  it('takes a lot from a program alone, under the name of automatic calls and no other', async () => {
    const lot = (shown?: Shown) =>
      w.call('/insi/lot', { json: { numbers: [PATIENT, '1'] }, account: 'nuit' }, shown);
    const auto = await w.certificate('AUTH_CLI', 'INSI-AUTO');
    expect((await lot(auto)).body.identities).toEqual([
      { number: PATIENT, known: true },
      { number: '1', known: false },
    ]);
    expect((await lot(insi)).body.code).toBe('DESIR_560');
    const byCard = await lot(cps);
    expect([byCard.status, byCard.body.row]).toEqual([403, 'insi-batch.cps.1']);
    expect((await search(auto)).status).toBe(200);
  });

  it('refuses a certificate that is revoked, signs, is of a server, or is of nobody we know', async () => {
    const revoked = await w.certificate('AUTH_CLI', 'INSI-AUTO');
    await certificates.revokeCertificate(w.t.app.ctx, { serial: revoked.serial, reason: 'key-compromise' });
    const refused = await search(revoked);
    expect([refused.status, refused.body.code, refused.body.state]).toEqual([
      403,
      'sandbox.unusable-certificate',
      'revoked',
    ]);
    const signing = await search(await w.certificate('SIGN', 'DMP-ORDO'));
    expect([signing.status, signing.body.code]).toEqual([403, 'sandbox.foreign-certificate']);
    expect((await search()).status).toBe(401);
  });
});

describe('INSi called by a person', () => {
  it('S3-46 S3-68 answers to a CPS, direct and under the name of its holder; an opposed card gets nothing', async () => {
    expect((await search(cps)).status).toBe(200);
    expect(await w.lastCall()).toMatchObject({
      mode: 'direct',
      means: 'cps',
      idNat: physician,
      structure: null,
    });
    const lost = await w.card(await w.doctor());
    await cards.opposeCard(w.t.app.ctx, { number: lost.number, reason: 'loss' });
    const refused = await search(lost);
    expect([refused.status, refused.body.code, refused.body.state]).toEqual([
      403,
      'sandbox.unusable-card',
      'opposed',
    ]);
  });

  it('S3-74 answers to a CPE, direct and under the name of the employee, and not to a card of management', async () => {
    expect((await search(cpe)).status).toBe(200);
    expect(await w.lastCall()).toMatchObject({
      mode: 'direct',
      means: 'cpe',
      idNat: employee,
      row: 'insi-search.cpe.1',
    });
    const manager = await w.card(await w.employee(), 'CPA');
    const refused = await search(manager);
    expect([refused.status, refused.body.row]).toEqual([403, 'insi-search.cpa.1']);
  });

  it('is refused to the card of a service, which names nobody; so are the DMP and a mailbox', async () => {
    const idNat = await w.employee();
    const holder = {
      idNat,
      givenName: 'Service',
      familyName: 'ACCUEIL',
      title: 'Personnel',
      structure: { name: 'CH', nationalId: '1990000028' },
    };
    const made = await cards.issueCard(w.t.app.ctx, { type: 'CPE', nominative: false, holder });
    const shown = { pkcs12: made.pkcs12.toString('base64'), password: made.password };
    const calls = {
      'insi-search': await search(shown),
      'dmp-administrative': await w.call(`/dmp/${PATIENT}/administratif`, {}, shown),
      'mss-personal': await w.call('/mssante/bals', { method: 'POST' }, shown),
    };
    for (const [act, { status, body }] of Object.entries(calls))
      expect([act, status, body.row]).toEqual([act, 403, `${act}.cpe-service.1`]);
    expect(await w.lastCall()).toMatchObject({ means: 'cpe-service', outcome: 'refused' });
  });

  it('S3-80 is refused to an e-CPS with the reason until Pro Santé Connect was let in, on 19 December 2025', async () => {
    for (const idNat of [physician, employee]) {
      const line = idNat === physician ? 'psc' : 'psc-staff';
      await w.onDay('2025-12-18', async () => {
        const refused = await search(undefined, { token: await w.token(idNat) });
        expect([refused.status, refused.body.row]).toEqual([403, `insi-search.${line}.1`]);
        expect(refused.body.title).toContain('INSi n’accepte pas encore Pro Santé Connect');
        expect(await w.lastCall()).toMatchObject({ idNat, outcome: 'refused', row: `insi-search.${line}.1` });
      });
      await w.onDay('2025-12-19', async () => {
        const answer = await search(undefined, { token: await w.token(idNat) });
        expect([answer.status, (await w.lastCall()).row]).toEqual([200, `insi-search.${line}.2`]);
      });
    }
    expect((await search(undefined, { token: 'faux' })).status).toBe(401);
  });

  it('S4-73 answers to cards of the former chip as to those of the present one, with no setting between them', async () => {
    const generations: string[] = [];
    for (const day of ['2025-06-15', '2026-11-22']) {
      await w.onDay(day, async () => {
        const holder = await w.doctor();
        const card = await w.card(holder);
        const usable = await cards.usableCards(w.t.app.ctx, [holder]);
        generations.push(usable.get(holder)?.[0]?.generation ?? '');
        expect([day, (await search(card)).status]).toEqual([day, 200]);
      });
      expect((await w.call(`/dmp/${PATIENT}/documents`, {}, cps)).status).toBe(200);
    }
    expect(generations).toEqual(['CPS3.3', 'CPS4']);
    expect((await search(dmp)).status).toBe(403);
  });
});
